import pghistory
from modeltranslation.translator import TranslationOptions, register

from members.models import (
    CscoTerm,
    Decision,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
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
    fields = ("name", "description")


pghistory.track(exclude=["search", "sort_keys"])(Organisation)
pghistory.track(exclude=["password", "last_login"])(User)
for model in (LocalGovernment, Network, Provider, Membership, Decision, Seat, CscoTerm):
    pghistory.track()(model)
