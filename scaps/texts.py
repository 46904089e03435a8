"""Every text of a plan or project in one language beside its original."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from core.languages import column
from scaps import text_diff
from scaps.models import Project, Scap
from scaps.sections import PARTS, kind_of
from translations.models import Status, TextStatus
from translations.services import ORIGINAL, Text, fingerprint


class TextState(models.TextChoices):
    NOT_BEGUN = "not_begun", pgettext_lazy("a translation", "not begun")
    DRAFT = "draft", pgettext_lazy("a translation", "draft, not confirmed")
    BEHIND = "behind", pgettext_lazy("a translation", "behind the original")
    CONFIRMED = "confirmed", pgettext_lazy("a translation", "confirmed")


TONES = {
    TextState.NOT_BEGUN: "plan",
    TextState.DRAFT: "run",
    TextState.BEHIND: "hold",
    TextState.CONFIRMED: "done",
}


@dataclass
class Pair:
    """One text: its original and its translation. `name` is that of its form field."""

    obj: Any
    field: str
    label: str
    source: str
    target: str
    status: TextStatus | None
    changes: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{kind_of(self.obj)}-{self.obj.pk}-{self.field}"

    @property
    def original(self) -> Text:
        return Text(self.source, self.obj.source_lang, ORIGINAL)

    @property
    def state(self) -> TextState:
        if not self.target:
            return TextState.NOT_BEGUN
        if self.status and self.status.source_hash != fingerprint(self.source):
            return TextState.BEHIND
        if self.status and self.status.status == Status.CONFIRMED:
            return TextState.CONFIRMED
        return TextState.DRAFT

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_done(self) -> bool:
        return self.state == TextState.CONFIRMED

    @property
    def seen(self) -> str:
        """A mark of the translation as it was read."""
        return fingerprint(self.target)[:16]

    @property
    def max_length(self) -> int | None:
        return self.obj._meta.get_field(column(self.field, "en")).max_length

    @property
    def is_long(self) -> bool:
        return isinstance(
            self.obj._meta.get_field(column(self.field, "en")), models.TextField
        )


def of(thing: Scap | Project, lang: str) -> list[Pair]:
    """The texts that are there in the original, in the order of the sections."""
    found = list(_texts(thing))
    statuses = _statuses([obj for obj, _field, _label in found], lang)
    source = thing.source_lang
    return [
        Pair(
            obj,
            name,
            label,
            original,
            getattr(obj, column(name, lang)) or "",
            statuses.get((kind_of(obj), obj.pk, name)),
        )
        for obj, name, label in found
        if (original := getattr(obj, column(name, source)))
    ]


def show_changes(pairs: Iterable[Pair], lang: str) -> None:
    """Mark in every text that is behind what changed in its original since."""
    for pair in pairs:
        if pair.state == TextState.BEHIND:
            old = _source_then(pair, lang)
            if old is not None:
                pair.changes = text_diff.pieces(old, pair.source)


def _texts(thing):
    """(object, field, label) of everything that can be translated."""
    for part in PARTS[kind_of(thing)]:
        for name in part.texts:
            yield thing, name, _label(thing, name)
        if part.row_texts:
            rows = getattr(thing, part.rows).all()
            for number, row in enumerate(rows, start=1):
                setattr(row, kind_of(thing), thing)
                for name in part.row_texts:
                    yield row, name, f"{part.row_title} {number}: {_label(row, name)}"


def _label(obj, name: str) -> str:
    return str(capfirst(obj._meta.get_field(name).verbose_name))


def _statuses(objects: list, lang: str) -> dict:
    ids: dict = {}
    for obj in objects:
        ids.setdefault(type(obj), set()).add(obj.pk)
    types = ContentType.objects.get_for_models(*ids)
    wanted = models.Q(pk=None)
    for model, numbers in ids.items():
        wanted |= models.Q(target_type=types[model], target_id__in=numbers)
    kinds = {types[model].pk: model._meta.model_name for model in ids}
    rows = TextStatus.objects.filter(wanted, language=lang)
    return {(kinds[row.target_type_id], row.target_id, row.field): row for row in rows}


def _source_then(pair: Pair, lang: str) -> str | None:
    """The original as it was when this translation was made, from the history."""
    name = column(pair.field, pair.obj.source_lang)
    past = pair.obj.events.order_by("-pgh_id").values_list(name, flat=True)
    wanted = pair.status.source_hash if pair.status else None
    seen: set = set()
    for text in past[:200]:
        if text not in seen and fingerprint(text or "") == wanted:
            return text or ""
        seen.add(text)
    return None
