"""What the page of an application shows to whoever reviews it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from core.step_sheets import shown
from solutions import applicant_names, criteria, review_standing
from solutions.apply_sheet import Sheet
from solutions.forms.solution import SolutionSheet
from solutions.models import ProposedSolution, ProviderApplication, ReviewScore
from solutions.states import IN_REVIEW


@dataclass(frozen=True)
class Judged:
    """One criterion, and what each reviewer gave for it."""

    criterion: criteria.Criterion
    points: list[int | str]
    is_far_apart: bool


@dataclass(frozen=True)
class Proposal:
    """A proposed solution in words; `is_whole` says that nothing is missing."""

    row: ProposedSolution
    is_whole: bool
    items: list[dict]
    references: list[dict]


def context(application: ProviderApplication, user) -> dict:
    seen = list(application.scores.visible_to(user).given().select_related("reviewer"))
    return {
        "is_in_review": application.state in IN_REVIEW,
        "may_check": user.has_perm("solutions.check_providerapplication", application),
        "hindrances": review_standing.hindrances(application),
        "lines": review_standing.lines(application),
        "hits": _hits(application, user),
        "judges": seen,
        "judged": list(_judged(seen)),
        "judgements": len(review_standing.judgements(application)),
        "wanted": criteria.REVIEWERS,
        "aside": [score for score in application.scores.all() if score.interest],
        "answers": Sheet(application).answers(),
        "proposals": [proposal(row) for row in application.proposed.all()],
        "addressed": application.addressed.select_related(
            "need__organisation", "solution"
        ),
    }


def _hits(application: ProviderApplication, user) -> list | None:
    """What is like a name on a list: for those who say what it means."""
    if application.state not in IN_REVIEW:
        return None
    if not user.has_perm("solutions.screen_providerapplication"):
        return None
    return applicant_names.hits(application)


def _judged(seen: list[ReviewScore]) -> Iterator[Judged]:
    apart = {c.code for c in criteria.far_apart([score.points for score in seen])}
    for criterion in criteria.CRITERIA:
        points = [score.points.get(criterion.code, "–") for score in seen]
        yield Judged(criterion, points, criterion.code in apart)


def proposal(row: ProposedSolution) -> Proposal:
    sheet = SolutionSheet(row.data, check=True)
    is_whole = sheet.is_valid()
    items = [item for name in sheet.form.fields if (item := _item(sheet.form, name))]
    references = [_reference(form) for form in sheet.rows if form.has_changed()]
    return Proposal(row, is_whole, items, references)


def _item(form, name: str) -> dict | None:
    if form.fields[name].widget.is_hidden or not (value := shown(form, name)):
        return None
    return {"label": capfirst(form.fields[name].label), "value": value}


def _reference(form) -> list[dict]:
    return [item for name in form.fields if (item := _item(form, name))]
