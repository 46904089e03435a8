from members.models.heads import HeadTerm
from members.models.joining import (
    Application,
    ApplicationQuestion,
    MembershipStep,
)
from members.models.networks import (
    Decision,
    Membership,
    Network,
    NetworkMeeting,
    PublicFact,
)
from members.models.offices import CscoTerm, Invitation, Seat
from members.models.organisations import LocalGovernment, Organisation, Provider
from members.models.screening import Finding, ListEntry, Screening, ScreeningList
from members.models.users import User

__all__ = [
    "Application",
    "ApplicationQuestion",
    "CscoTerm",
    "Decision",
    "Finding",
    "HeadTerm",
    "Invitation",
    "ListEntry",
    "LocalGovernment",
    "Membership",
    "MembershipStep",
    "Network",
    "NetworkMeeting",
    "Organisation",
    "Provider",
    "PublicFact",
    "Screening",
    "ScreeningList",
    "Seat",
    "User",
]
