"""The texts of a solution in one language beside their originals."""

from django.contrib.contenttypes.models import ContentType

from core.languages import column
from scaps.texts import Pair
from solutions.models import Solution
from solutions.writing import TEXTS, label
from translations.models import TextStatus


def pairs(solution: Solution, lang: str) -> list[Pair]:
    """Every text that is there in the original."""
    statuses = {
        row.field: row
        for row in TextStatus.objects.filter(
            target_type=ContentType.objects.get_for_model(Solution),
            target_id=solution.pk,
            language=lang,
        )
    }
    return [
        Pair(
            solution,
            name,
            label(name),
            original,
            getattr(solution, column(name, lang)) or "",
            statuses.get(name),
        )
        for name in TEXTS
        if (original := getattr(solution, column(name, solution.source_lang)))
    ]
