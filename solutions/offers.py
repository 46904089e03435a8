"""What a city can ask a provider for, as its last approved application says."""

from dataclasses import dataclass

from core.languages import in_markup
from members.models import Organisation
from solutions.forms.applying_terms import INSTRUMENTS, OFFERS
from solutions.states import ProviderApplicationState


@dataclass(frozen=True)
class Offered:
    """`terms` are the provider's own words, in the language `lang`."""

    kinds: list[str]
    instruments: list[str]
    terms: str
    lang: str


def of(organisation: Organisation) -> Offered | None:
    approved = organisation.provider_applications.filter(
        state=ProviderApplicationState.APPROVED
    )
    last = approved.only("answers", "language").order_by("-decided_at").first()
    if last is None or not last.answers.get("offers"):
        return None
    answers = last.answers
    return Offered(
        kinds=_labels(OFFERS, answers.get("offers")),
        instruments=_labels(INSTRUMENTS, answers.get("instruments")),
        terms=answers.get("offer_terms") or "",
        lang=in_markup(last.language),
    )


def _labels(choices, chosen) -> list[str]:
    return [str(label) for code, label in choices if code in (chosen or [])]
