"""Files that people hand in: looked at, given a clean name, kept in the database.

A file is kept only if its ending, its first bytes and what is inside agree.
Pictures are made anew; a PDF file must be whole, open and without programs.
`core.files.response` gives a file back; whose page it is on asks the rights.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from pghistory.models import Event

from core import pdf, pictures
from core.models import Upload, UploadContent
from core.text import clean_line

LONGEST_STEM = 120
MEGABYTE = 1024 * 1024
UNWELCOME = re.compile(r'[<>:"|?*\\/%]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
# Longer than drafts live: a draft may name a file that no row names yet.
KEPT_UNCLAIMED = timedelta(days=75)
SWEPT_AT_ONCE = 200
CLAIM_HOLDS = timedelta(days=2)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be handed in; the first ending is the one it is given."""

    label: str
    media_type: str
    endings: tuple[str, ...]
    picture: str = ""


PDF = Kind("PDF", "application/pdf", ("pdf",))
PNG = Kind("PNG", "image/png", ("png",), picture="PNG")
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), picture="JPEG")

DOCUMENTS = (PDF, PNG, JPEG)
ONLY_PDF = (PDF,)
PICTURES = (PNG, JPEG)


def what_is_allowed(kinds: tuple[Kind, ...] = DOCUMENTS) -> str:
    """What a form says before somebody chooses a file, and a refusal says again."""
    facts = {
        "types": ", ".join(kind.label for kind in kinds),
        "number": settings.UPLOAD_MAX_BYTES // MEGABYTE,
    }
    return _("%(types)s, at most %(number)s MB.") % facts


what_is_allowed_lazy = lazy(what_is_allowed, str)


# --- Handing in -------------------------------------------------------------------


@transaction.atomic
def check_and_store(uploaded_file, *, by=None, kinds=DOCUMENTS) -> Upload:
    """Keep a file that a form received; ValidationError says what is wrong with it.

    Without somebody who signed in, there is a ceiling for all such files of a day.
    """
    person = by if by is not None and by.is_authenticated else None
    if person is None and is_full_for_strangers(uploaded_file.size):
        raise ValidationError(
            _(
                "No more files can be taken without an account today. Try again tomorrow."
            ),
            code="full",
        )
    kind, name, data = checked(uploaded_file, kinds=kinds)
    upload = Upload.objects.create(
        name=name,
        media_type=kind.media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=person,
    )
    UploadContent.objects.create(upload=upload, data=data)
    return upload


def is_full_for_strangers(more: int) -> bool:
    """Whether files handed in without an account, with `more` bytes, pass a day's most."""
    since = timezone.now() - A_DAY
    today = Upload.objects.filter(uploaded_by=None, created_at__gt=since)
    taken = today.aggregate(bytes=Sum("size"))["bytes"] or 0
    return taken + more > settings.UPLOAD_ANONYMOUS_BYTES_A_DAY


def checked(uploaded_file, *, kinds=DOCUMENTS) -> tuple[Kind, str, bytes]:
    """The kind of a file, its clean name, and the bytes that may be kept."""
    if not uploaded_file.size:
        raise _refusal(_("This file is empty."), "empty", kinds)
    if uploaded_file.size > settings.UPLOAD_MAX_BYTES:
        raise _refusal(_("This file is too large."), "size", kinds)
    stem, ending = _parts(uploaded_file.name or "")
    kind = next((kind for kind in kinds if ending in kind.endings), None)
    if kind is None:
        raise _refusal(_("Files of this kind cannot be taken."), "kind", kinds)
    uploaded_file.seek(0)
    data = uploaded_file.read()
    data = _picture(data, kind, kinds) if kind.picture else _pdf(data, kinds)
    return kind, f"{stem}.{kind.endings[0]}", data


def _pdf(data: bytes, kinds) -> bytes:
    match pdf.trouble_with(data):
        case None:
            return data
        case pdf.Trouble.NOT_PDF:
            raise _refusal(_("This is not a PDF file."), "content", kinds)
        case pdf.Trouble.CUT_OFF:
            raise _refusal(
                _("This file is damaged. Save it again and choose the new one."),
                "damaged",
                kinds,
            )
        case pdf.Trouble.LOCKED:
            raise _refusal(
                _("This PDF file is protected by a password. Save it without one."),
                "locked",
                kinds,
            )
        case _:
            raise _refusal(
                _(
                    "This PDF file carries programs or other files. Print it into a new PDF file and choose that one."
                ),
                "active",
                kinds,
            )


def _picture(data: bytes, kind: Kind, kinds) -> bytes:
    try:
        return pictures.made_anew(
            data, format=kind.picture, most_pixels=settings.UPLOAD_MAX_PIXELS
        )
    except pictures.TooManyPixels:
        message = _("This picture has too many pixels: at most %(number)s million.") % {
            "number": settings.UPLOAD_MAX_PIXELS // 1_000_000
        }
        raise _refusal(message, "pixels", kinds) from None
    except pictures.NotReadable:
        message = _("This is not a picture of the kind that its name says.")
        raise _refusal(message, "content", kinds) from None


def _refusal(sentence: str, code: str, kinds) -> ValidationError:
    return ValidationError(f"{sentence} {what_is_allowed(kinds)}", code=code)


def _parts(name: str) -> tuple[str, str]:
    """Stem and ending, without folders, tricks of direction, and names that
    file systems keep for themselves."""
    name = clean_line(name.replace("\\", "/"))
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cf", "Co"})
    path = PurePosixPath(PurePosixPath(name).name)
    ending = path.suffix.removeprefix(".").lower()
    stem = UNWELCOME.sub("_", path.stem).strip(" .")[:LONGEST_STEM].strip(" .")
    if not stem or RESERVED.match(stem.partition(".")[0]):
        stem = f"file_{stem}".rstrip("_")
    return stem, ending


# --- Between two attempts at a form --------------------------------------------------


def claim(upload: Upload) -> str:
    """A signed word for a file that was kept while the rest of a form was mended."""
    return _signer().sign(str(upload.pk))


def claimed(word: str, *, kinds=DOCUMENTS) -> Upload | None:
    """The file that a word of ours stands for, if the field takes its kind."""
    try:
        pk = _signer().unsign(word, max_age=CLAIM_HOLDS)
    except BadSignature:
        return None
    types = [kind.media_type for kind in kinds]
    return Upload.objects.filter(pk=pk, media_type__in=types).first()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="core.uploads")


# --- Sweeping -------------------------------------------------------------------------


def unclaimed():
    """Files that no row names, old enough that no form will; history does not count."""
    old = Upload.objects.filter(created_at__lt=timezone.now() - KEPT_UNCLAIMED)
    for model, field in _named_by():
        named = model.objects.filter(**{field: OuterRef("pk")})
        old = old.exclude(Exists(named))
    return old


@transaction.atomic
def sweep() -> int:
    """Delete some of them; the lock keeps a row from naming one meanwhile."""
    found = unclaimed().select_for_update(of=("self",), skip_locked=True)
    chosen = list(found.order_by("pk").values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    return Upload.objects.filter(pk__in=chosen).delete()[1].get("core.Upload", 0)


def _named_by():
    """Every column that names a file, hidden ones too, but for the file's own parts."""
    for relation in Upload._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        model = relation.related_model
        if model is not UploadContent and not issubclass(model, Event):
            yield model, relation.field.name
