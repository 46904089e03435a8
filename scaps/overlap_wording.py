"""Why two projects overlap, in the reader's language, from codes and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.languages import listed, sentences
from vocabulary.models import Country
from vocabulary.places import NEIGHBOURS

# Parts of the score that are told together; the terms of `matching.overlap`.
GROUPS = {
    "text": ("text", "whole"),
    "needs": ("needs", "offers"),
    "sector": ("sector",),
}
LABELS = {
    "text": pgettext_lazy("reason of an overlap", "What they are about"),
    "needs": pgettext_lazy("reason of an overlap", "Needs and offers"),
    "sector": pgettext_lazy("reason of an overlap", "Sector"),
}
TEXTS = {
    "status": gettext_lazy("Current status"),
    "outcome": gettext_lazy("Expected outcome"),
    "needs": gettext_lazy("What the project seeks"),
    "offers": gettext_lazy("What the city offers"),
}
STAGE = gettext_lazy("Stage")
YEARS = pgettext_lazy("of a project", "Years")
CLOSE, SIMILAR, ANSWERED = 0.1, 0.2, 0.15
WORDS = ((0.8, gettext_lazy("very likely")), (0.6, gettext_lazy("likely")))
PERHAPS = gettext_lazy("worth a look")


@dataclass(frozen=True)
class Reason:
    """One group of terms: in words, and its share of all that speaks for the overlap."""

    label: str
    sentence: str
    share: int


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


def word(score: float) -> str:
    """How sure the portal is."""
    return str(next((name for least, name in WORDS if score >= least), PERHAPS))


def reasons(
    terms: dict[str, Any], *, a: str, b: str, sectors: Iterable[str], hides_needs: bool
) -> list[Reason]:
    """Heaviest first. `a`, `b`: names of the cities; `sectors`: names of shared ones.

    Where needs are not for the reader, nothing is said of them.
    """
    parts, values = terms["parts"], terms["values"]
    weight = {
        group: sum(max(parts.get(name, 0), 0) for name in names)
        for group, names in GROUPS.items()
        if not (hides_needs and group == "needs")
    }
    said = {
        "text": _about(values),
        "needs": "" if hides_needs else _needs(terms, a, b),
        "sector": _sector(sectors),
    }
    total = sum(weight[group] for group in weight if said[group]) or 1
    found = [
        Reason(str(LABELS[group]), said[group], round(100 * part / total))
        for group, part in weight.items()
        if said[group]
    ]
    return sorted(found, key=lambda reason: -reason.share)


def _about(values: dict[str, float]) -> str:
    if values["text"] >= CLOSE:
        return _("The texts are about the same thing.")
    return _("The texts are related.")


def _needs(terms: dict[str, Any], a: str, b: str) -> str:
    from_a, from_b = terms["gives"]
    said = []
    if terms["values"]["needs"] >= SIMILAR:
        said.append(_("Both cities seek similar help."))
    if from_a >= ANSWERED:
        said.append(offers(a, b))
    if from_b >= ANSWERED:
        said.append(offers(b, a))
    return sentences(said)


def offers(giver: str, seeker: str) -> str:
    return _("%(giver)s offers what %(seeker)s seeks.") % {
        "giver": giver,
        "seeker": seeker,
    }


def _sector(names: Iterable[str]) -> str:
    names = list(names)
    if not names:
        return ""
    return ngettext(
        "Same sector: %(sectors)s.", "Same sectors: %(sectors)s.", len(names)
    ) % {"sectors": listed(names)}


def distance(km: int | None) -> str:
    """To the nearest ten: positions are those of cities."""
    if km is None:
        return ""
    rounded = max(10, round(km, -1))
    return ngettext("%(km)d km apart", "%(km)d km apart", rounded) % {"km": rounded}


def years(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> str:
    """The years in which both projects run."""
    known = [year for year in (*a, *b) if year is not None]
    if len(known) < 4:
        return ""
    first, last = max(known[0], known[2]), min(known[1], known[3])
    if first > last:
        return _("They do not run in the same years.")
    if first == last:
        return _("Both run in %(year)s.") % {"year": first}
    return _("Both run from %(first)s to %(last)s.") % {"first": first, "last": last}


def span(first: int | None, last: int | None) -> str:
    if first is None or last is None or first == last:
        return str(first or last or "")
    return f"{first}–{last}"


def border(one: Country, other: Country) -> str:
    if one.pk == other.pk:
        return _("Both cities are in %(country)s.") % {"country": one}
    if other.code in NEIGHBOURS.get(one.code, ()):
        return _("Their countries share a land border.")
    return ""
