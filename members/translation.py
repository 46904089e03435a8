import pghistory
from modeltranslation.translator import TranslationOptions, register

from members.models import (
    Application,
    ApplicationQuestion,
    CscoTerm,
    Decision,
    Finding,
    HeadTerm,
    Invitation,
    LocalGovernment,
    Membership,
    MembershipStep,
    Network,
    NetworkMeeting,
    Organisation,
    Provider,
    PublicFact,
    Screening,
    ScreeningList,
    Seat,
    User,
)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "short_name", "summary")
    fallback_values = ""


@register(LocalGovernment)
class LocalGovernmentTranslation(TranslationOptions):
    fields = ("office",)


@register(Network)
class NetworkTranslation(TranslationOptions):
    fields = ("name", "description", "story", "work", "focus")


@register(NetworkMeeting)
class NetworkMeetingTranslation(TranslationOptions):
    fields = ("title", "period", "place", "note")


@register(PublicFact)
class PublicFactTranslation(TranslationOptions):
    fields = ("text",)


@register(HeadTerm)
class HeadTermTranslation(TranslationOptions):
    fields = ("salutation",)
    fallback_values = ""


pghistory.track(exclude=["search", "sort_keys"])(Organisation)
pghistory.track(exclude=["password", "last_login"])(User)
for model in (LocalGovernment, Network, Provider, Membership, Decision, Seat, CscoTerm):
    pghistory.track()(model)
for model in (NetworkMeeting, PublicFact):
    pghistory.track()(model)
# What is typed is kept for a while and is no history.
pghistory.track(exclude=["answers", "reached", "linked_at", "link_number"])(Application)
for model in (ApplicationQuestion, MembershipStep):
    pghistory.track()(model)
for model in (HeadTerm, Invitation):
    pghistory.track()(model)
# A list is data of somebody else, kept as it came; what follows from it is ours.
for model in (Finding, Screening, ScreeningList):
    pghistory.track()(model)
