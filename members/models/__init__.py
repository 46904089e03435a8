from members.models.networks import Decision, Membership, Network
from members.models.offices import CscoTerm, Seat
from members.models.organisations import LocalGovernment, Organisation, Provider
from members.models.users import User

__all__ = [
    "CscoTerm",
    "Decision",
    "LocalGovernment",
    "Membership",
    "Network",
    "Organisation",
    "Provider",
    "Seat",
    "User",
]
