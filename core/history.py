"""What happened to a row and its parts, read from the events that triggers wrote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.utils import display_for_field
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.text import capfirst

from core.languages import CODES, ENDONYMS, column, in_markup

LIMIT = 500
EMPTY = "–"
NOT_SHOWN = {"id", "created_at", "updated_at"}
UNTOLD: set[str] = set()
"""Words that are not for staff: “app.Model.column”. Apps add theirs."""


@dataclass(frozen=True)
class Change:
    """One column, before and after; `lang` is set for a text of one language."""

    label: str
    before: str
    after: str
    lang: str = ""

    @property
    def language(self) -> str:
        return ENDONYMS.get(self.lang, "")

    @property
    def lang_in_markup(self) -> str:
        return in_markup(self.lang)


@dataclass(frozen=True)
class Entry:
    """One event: when, by whom, on what, and what became different."""

    at: datetime
    noun: str
    is_new: bool
    person: Model | None
    reason: str
    changes: list[Change] = field(default_factory=list)


def events_of(model: type[Model], **lookup) -> QuerySet | None:
    """The newest events of a tracked model's rows; none for other models."""
    event_model = getattr(model, "pgh_event_model", None)
    if event_model is None:
        return None
    rows = event_model.objects.filter(**lookup).select_related("pgh_context")
    return rows.order_by("-pgh_id")[:LIMIT]


def entries(sources: Iterable[QuerySet]) -> list[Entry]:
    """The events of several models as one history, newest first."""
    pairs = [pair for source in sources for pair in _with_previous(source)]
    pairs.sort(key=_moment, reverse=True)
    names = _names(pairs)
    people = get_user_model().objects.in_bulk(
        {pk for event, _before in pairs if (pk := _metadata(event).get("user"))}
    )
    found = [
        Entry(
            at=event.pgh_created_at,
            noun=capfirst(event.pgh_tracked_model._meta.verbose_name),
            is_new=event.pgh_label == "insert",
            person=people.get(_metadata(event).get("user")),
            reason=_metadata(event).get("reason", ""),
            changes=[
                _change(column_, before, event, names)
                for column_ in _changed(before, event)
            ],
        )
        for event, before in pairs
    ]
    return [entry for entry in found if entry.is_new or entry.changes]


def _moment(pair: tuple) -> tuple:
    """Events of one transaction share their time; their numbers tell the order."""
    event, _before = pair
    return event.pgh_created_at, event.pgh_id


def _with_previous(events: QuerySet) -> Iterator[tuple]:
    """Each event with the one before it of the same row."""
    last: dict = {}
    for event in reversed(events):
        yield event, last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event


def _changed(before, event) -> list:
    """Columns of the tracked model that differ; nothing to compare is no change."""
    if before is None:
        return []
    model = event.pgh_tracked_model
    kept = {f.attname for f in event._meta.concrete_fields}
    return [
        column_
        for column_ in model._meta.concrete_fields
        if column_.attname in kept
        and not _is_left_out(column_)
        and _value(before, column_) != _value(event, column_)
    ]


def _is_left_out(column_) -> bool:
    """Dates of the row, and the bare column of a text: its six languages tell more."""
    names = {f.name for f in column_.model._meta.concrete_fields}
    if column_.name in NOT_SHOWN or str(column_) in UNTOLD:
        return True
    return column(column_.name, CODES[0]) in names


def _value(event, column_):
    """An empty text and no text are the same to a reader."""
    value = getattr(event, column_.attname)
    return None if value == "" else value


def _change(column_, before, event, names: dict) -> Change:
    original = getattr(column_, "translated_field", column_)
    return Change(
        label=capfirst(original.verbose_name),
        before=_shown(column_, _value(before, column_), names),
        after=_shown(column_, _value(event, column_), names),
        lang=getattr(column_, "language", ""),
    )


def _shown(column_, value, names: dict) -> str:
    if isinstance(column_, ForeignKey) and value is not None:
        return names[column_.related_model].get(value, str(value))
    return display_for_field(value, column_, EMPTY)


def _names(pairs: list[tuple]) -> dict:
    """Names of the rows that changed columns refer to: one query a model."""
    wanted: dict[type[Model], set] = defaultdict(set)
    for event, before in pairs:
        for column_ in _changed(before, event):
            if isinstance(column_, ForeignKey):
                ids = {_value(before, column_), _value(event, column_)} - {None}
                wanted[column_.related_model] |= ids
    return {
        model: {row.pk: str(row) for row in model._base_manager.filter(pk__in=ids)}
        for model, ids in wanted.items()
    }


def _metadata(event) -> dict:
    return event.pgh_context.metadata if event.pgh_context else {}
