"""In which languages a solution can be read, and how far each text can be trusted."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import CODES, column
from solutions.models import Solution
from translations.models import Status, TextStatus
from translations.services import fingerprint

TEXTS = ("title", "problem", "description", "users")


@dataclass(frozen=True)
class LanguageState:
    """`tone` is that of the `state` component."""

    code: str
    label: str | Promise
    tone: str


ORIGINAL = (_("original"), "done")
CONFIRMED = (_("confirmed translation"), "done")
DRAFT = (_("machine draft"), "plan")
BEHIND = (_("out of date"), "hold")
PARTLY = (_("partly translated"), "run")
MISSING = (_("not translated"), "")


def of(solution: Solution) -> list[LanguageState]:
    """The original first, then the others; the weakest text speaks for a language."""
    known = {(row.field, row.language): row for row in _statuses(solution)}
    written = [field for field in TEXTS if _text(solution, field, solution.source_lang)]
    states = {solution.source_lang: ORIGINAL}
    for code in CODES:
        if code != solution.source_lang:
            states[code] = _state(solution, code, written, known)
    return [LanguageState(code, *state) for code, state in states.items()]


def _state(solution, code: str, written: list[str], known: dict) -> tuple:
    there = [field for field in written if _text(solution, field, code)]
    if not there:
        return MISSING
    rows = [known.get((field, code)) for field in there]
    if any(_is_behind(solution, row) for row in rows):
        return BEHIND
    if any(row is None or row.status == Status.DRAFT for row in rows):
        return DRAFT
    return CONFIRMED if there == written else PARTLY


def _is_behind(solution, row: TextStatus | None) -> bool:
    if row is None:
        return False
    original = _text(solution, row.field, solution.source_lang)
    return row.source_hash != fingerprint(original)


def _text(solution, field: str, code: str) -> str:
    return getattr(solution, column(field, code)) or ""


def _statuses(solution: Solution):
    return TextStatus.objects.filter(
        target_type=ContentType.objects.get_for_model(Solution),
        target_id=solution.pk,
        field__in=TEXTS,
    )
