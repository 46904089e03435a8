"""Saving translations of a plan or project, text by text."""

from collections.abc import Mapping

from django.db import transaction

from scaps import texts
from scaps.models import Project, Scap
from scaps.services import editing
from scaps.texts import Pair
from translations import services as translations


@transaction.atomic
def save(thing: Scap | Project, lang: str, sent: Mapping, *, by) -> list[Pair]:
    """Write every text that was changed or confirmed; give back the conflicts.

    A text that somebody else wrote since it was read is left as it is: it comes
    back with theirs in it, and the others are saved.
    """
    thing = editing.lock(thing)
    conflicts = []
    for pair in texts.of(thing, lang):
        if pair.name not in sent:
            continue
        if sent[pair.name] != pair.target:
            if sent.get(f"{pair.name}-seen") != pair.seen:
                conflicts.append(pair)
                continue
            translations.write(pair.obj, pair.field, lang, sent[pair.name], by=by)
        elif sent.get(f"{pair.name}-confirm") and pair.target:
            translations.note(pair.obj, pair.field, lang, by=by)
    return conflicts
