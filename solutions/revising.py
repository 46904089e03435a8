"""Which changes of a listed solution wait for review, and how they are shown.

What a city would decide by is material: it is read by the secretariat first,
and the listed text stays meanwhile. The rest is live as soon as it is saved.
"""

from core.typed import Values
from solutions import writing
from solutions.models import Solution, SolutionRevision
from solutions.writing import REFERENCES

MATERIAL = {
    "source_lang": True,
    "title": True,
    "problem": True,
    "description": True,
    "users": True,
    "sectors": True,
    "areas": True,
    "maturity": True,
    "standards": True,
    "data_location": True,
    # Who confirms a reference may change; what it says waits: see `is_material`.
    "references": True,
    "stages": False,
    "countries": False,
    "languages": False,
    "price_model": False,
    "price_min": False,
    "price_max": False,
    "currency": False,
}


def is_material(name: str, old: Values, new: Values) -> bool:
    if name == REFERENCES:
        return writing.stated(old[name]) != writing.stated(new[name])
    return MATERIAL[name]


def split(old: Values, changes: Values) -> tuple[Values, Values]:
    """The small changes and the material ones."""
    small: Values = {}
    material: Values = {}
    for name, value in changes.items():
        (material if is_material(name, old, changes) else small)[name] = value
    return small, material


def open_of(solution: Solution) -> SolutionRevision | None:
    """The change of this solution that is not settled."""
    return solution.revisions.open().select_related("submitted_by").first()


def newest_values(solution: Solution) -> Values:
    """What its provider last wrote: what is listed, with the change that waits."""
    revision = open_of(solution)
    return writing.of(solution) | (revision.changes if revision else {})
