"""An applicant's names against the lists in use, before there is an organisation."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from members import rescreening, screening
from solutions.models import ProviderApplication

# The answers that name somebody: the body itself, and people. Several in one answer
# stand on lines of their own.
OF_BODY = ("name_en", "native_name", "reading", "parent_company")
OF_PEOPLE = ("owners", "head", "contact_native")
LATIN_NAMES = ("contact",)
"""Prefixes of people whose name is typed in parts."""


@dataclass(frozen=True)
class Hit:
    """A name of the applicant that is like a name on a list."""

    own: str
    listed: str
    list: str
    date: str
    reference: str
    score: float
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.list, self.reference


def hits(application: ProviderApplication) -> list[Hit]:
    """Every likeness, the greatest first. What it means is for a person to say."""
    country = application.country.code.upper() if application.country else ""
    bodies, people = bodies_of(application), people_of(application)
    found = [
        *_alike(bodies, screening.BODY, country),
        # An owner may be a body or a person.
        *_alike(people, screening.PERSON, ""),
        *_alike(people, screening.BODY, ""),
    ]
    strongest: dict[tuple[str, str], Hit] = {}
    for hit in sorted(found, key=lambda hit: hit.score):
        strongest[hit.key] = hit
    return sorted(strongest.values(), key=lambda hit: (-hit.score, hit.key))


def as_facts(found: Iterable[Hit]) -> list[dict[str, Any]]:
    return [asdict(hit) for hit in found]


def keys(facts: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """Which entries were found; to see whether there are others today."""
    return {(fact["list"], fact["reference"]) for fact in facts}


def bodies_of(application: ProviderApplication) -> list[str]:
    names = [application.name, *_answered(application.answers, OF_BODY)]
    return list(dict.fromkeys(names))


def people_of(application: ProviderApplication) -> list[str]:
    answers = application.answers
    names = _answered(answers, OF_PEOPLE)
    for prefix in LATIN_NAMES:
        parts = [answers.get(f"{prefix}_{part}") for part in ("given", "family")]
        if name := " ".join(str(part) for part in parts if part):
            names.append(name)
    return list(dict.fromkeys(names))


def _answered(answers: dict[str, Any], names: Iterable[str]) -> list[str]:
    lines = [
        line.strip()
        for name in names
        for line in str(answers.get(name) or "").splitlines()
    ]
    return [line for line in lines if line]


def _alike(names: list[str], kind: str, country: str) -> Iterator[Hit]:
    if not names:
        return
    for entry in rescreening.candidates(names, kind):
        like = screening.likeness(
            names,
            entry.names,
            kind=kind,
            countries_differ=bool(country and entry.country)
            and entry.country != country,
        )
        if like.score >= screening.POSSIBLE:
            edition = entry.screening_list
            yield Hit(
                own=like.name,
                listed=like.listed,
                list=edition.name,
                date=edition.date.isoformat(),
                reference=entry.reference,
                score=round(like.score, 3),
                note=entry.note,
            )
