"""The only writer of translated texts outside forms, and the only reader.

An object with translated texts has `source_lang`, the language in which it was
written. A reader gets the first of: their own language, the original, any
confirmed translation, any draft; and is told which it is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from core.languages import CODES, column, current
from core.text import clean
from translations.models import Origin, Status, TextStatus

ORIGINAL = "original"


@dataclass(frozen=True)
class Text:
    """What a reader gets: `lang` is the language the value is in."""

    value: str
    lang: str
    status: str

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


@transaction.atomic
def write(obj, field: str, lang: str, text: str, *, origin: str = Origin.PERSON, by):
    """Store one text in one language, and where it came from.

    A person's text is confirmed, a machine's is a draft. Writing the source
    language changes the original; translations are then behind by their hash.
    """
    name = column(field, lang)
    setattr(obj, name, clean(text))
    obj.save(update_fields=[name, *_stamp(obj)])
    if lang != obj.source_lang:
        note(obj, field, lang, origin=origin, by=by)


def note(obj, field: str, lang: str, *, origin: str = Origin.PERSON, by) -> None:
    """Record who wrote a translation that is saved already, from which original."""
    original = getattr(obj, column(field, obj.source_lang)) or ""
    TextStatus.objects.update_or_create(
        **_key(obj),
        field=field,
        language=lang,
        defaults={
            "origin": origin,
            "status": Status.CONFIRMED if origin == Origin.PERSON else Status.DRAFT,
            "source_hash": fingerprint(original),
            "written_by": by,
        },
    )
    obj.__dict__.pop("_text_statuses", None)


def note_all(obj, fields: Iterable[str], *, by) -> None:
    """Record every translation of a new object at once, as a person's."""
    hashes = {
        field: fingerprint(_value(obj, field, obj.source_lang)) for field in fields
    }
    TextStatus.objects.bulk_create(
        TextStatus(
            **_key(obj),
            field=field,
            language=code,
            origin=Origin.PERSON,
            status=Status.CONFIRMED,
            source_hash=source_hash,
            written_by=by,
        )
        for field, source_hash in hashes.items()
        for code in CODES
        if code != obj.source_lang and _value(obj, field, code)
    )


def read(obj, field: str, lang: str = "") -> Text:
    """The text of a field for a reader, with the language it is in."""
    lang = lang or current()
    statuses = _statuses(obj)
    present = {code: value for code in CODES if (value := _value(obj, field, code))}
    choices = [lang, obj.source_lang]
    choices += [
        code for code in CODES if statuses.get((field, code)) == Status.CONFIRMED
    ]
    choices += list(CODES)
    for code in choices:
        if code in present:
            return Text(present[code], code, _status(obj, field, code, statuses))
    return Text("", obj.source_lang, ORIGINAL)


def prepare(objects: Iterable) -> list:
    """Load the statuses of many objects, of one model or several, with one query.

    Those of which they are known are not asked for again.
    """
    objects = list(objects)
    wanted: dict[int, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    for obj in objects:
        if "_text_statuses" not in vars(obj):
            model = ContentType.objects.get_for_model(obj)
            wanted[model.pk][obj.pk].append(obj)
            obj._text_statuses = {}
    if wanted:
        those = [
            Q(target_type=model, target_id__in=ids) for model, ids in wanted.items()
        ]
        for row in TextStatus.objects.filter(reduce(or_, those)):
            for obj in wanted[row.target_type_id][row.target_id]:
                obj._text_statuses[row.field, row.language] = row.status
    return objects


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _value(obj, field: str, code: str) -> str:
    return getattr(obj, column(field, code)) or ""


def _status(obj, field: str, code: str, statuses: dict) -> str:
    if code == obj.source_lang:
        return ORIGINAL
    return statuses.get((field, code), Status.DRAFT)


def _statuses(obj) -> dict:
    if "_text_statuses" not in obj.__dict__:
        prepare([obj])
    return obj._text_statuses


def _key(obj) -> dict:
    return {
        "target_type": ContentType.objects.get_for_model(obj),
        "target_id": obj.pk,
    }


def _stamp(obj) -> list[str]:
    return ["updated_at"] if hasattr(obj, "updated_at") else []
