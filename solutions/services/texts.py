"""Translations of a solution by its provider, text by text."""

from collections.abc import Mapping

from django.db import transaction

from scaps.texts import Pair
from solutions import translating
from solutions.models import Solution
from solutions.services.catalogue import lock
from translations import services as translations


@transaction.atomic
def translate(solution: Solution, lang: str, sent: Mapping, *, by) -> list[Pair]:
    """Write every text that was changed or confirmed; give back the conflicts.

    A text that somebody else wrote since it was read is left as it is.
    """
    solution = lock(solution)
    conflicts = []
    for pair in translating.pairs(solution, lang):
        if pair.name not in sent:
            continue
        if sent[pair.name] != pair.target:
            if sent.get(f"{pair.name}-seen") != pair.seen:
                conflicts.append(pair)
                continue
            translations.write(solution, pair.field, lang, sent[pair.name], by=by)
        elif sent.get(f"{pair.name}-confirm") and pair.target:
            translations.note(solution, pair.field, lang, by=by)
    return conflicts
