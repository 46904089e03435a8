"""What the page of an application shows to whoever reviews it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from core.languages import in_markup
from core.step_sheets import shown
from members.models import ScreeningList
from solutions import applicant_names, criteria, review_standing
from solutions.apply_sheet import Sheet
from solutions.apply_steps import NEEDS, SOLUTIONS
from solutions.forms.solution import SolutionSheet
from solutions.models import ProposedSolution, ProviderApplication, ReviewScore
from solutions.states import IN_REVIEW
from solutions.writing import TEXTS

TOLD_APART = {SOLUTIONS.name, NEEDS.name}


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
    references: list[list[dict]]


def context(application: ProviderApplication, user) -> dict:
    sheet = Sheet(application)
    seen = list(application.scores.visible_to(user).given().select_related("reviewer"))
    return {
        "is_in_review": application.state in IN_REVIEW,
        "may_check": user.has_perm("solutions.check_providerapplication", application),
        "hindrances": review_standing.hindrances(application),
        "lines": review_standing.lines(application),
        "hits": _hits(application, user),
        "has_lists": ScreeningList.objects.current().exists(),
        "judges": seen,
        "judged": list(_judged(seen)),
        "judgements": len(review_standing.judgements(application)),
        "wanted": criteria.REVIEWERS,
        "aside": [score for score in application.scores.all() if score.interest],
        "answers": [
            group for group in sheet.answers() if group["name"] not in TOLD_APART
        ],
        "proposals": [_proposal(row, offer) for row, offer in sheet.proposed],
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


def _proposal(row: ProposedSolution, sheet: SolutionSheet) -> Proposal:
    is_whole = sheet.is_valid()
    lang = in_markup(row.data.get("source_lang") or "")
    references = [_items(form, lang) for form in sheet.rows if not form.is_removed]
    return Proposal(row, is_whole, _items(sheet.form, lang), references)


def _items(form, lang: str) -> list[dict]:
    """What was answered; texts with the language they are written in."""
    return [
        {
            "label": capfirst(field.label),
            "value": value,
            "lang": lang if name in TEXTS else "",
        }
        for name, field in form.fields.items()
        if not field.widget.is_hidden and (value := shown(form, name))
    ]
