"""People: who is known by an address, how they are called, and how they are forgotten."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.models import Context, Event

from core import search
from core.errors import DomainError
from core.languages import CODES
from core.models import Draft, Outbox, Upload, UploadContent
from core.text import clean, clean_line
from members.models import (
    Application,
    CscoTerm,
    HeadTerm,
    Invitation,
    ListEntry,
    User,
)
from members.models.names import NAME_PARTS

BLACKED_OUT = "██"
SHORTEST = len(BLACKED_OUT)
# Columns that are no longer hold codes and marks, some of them by the million.
LONGEST_CODE = 40
IN_APPLICATIONS = ("csco", "head", "signatory")


def known(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


@transaction.atomic
def known_or_new(email: str, *, language: str = "en", **name) -> User:
    """Whoever has the address; else a person who is yet to set a password."""
    if person := known(email):
        return person
    language = language if language in CODES else "en"
    person = User.objects.create_user(email.strip(), language=language)
    return rename(person, **name)


def rename(person: User, **name) -> User:
    for part in NAME_PARTS:
        if name.get(part):
            setattr(person, part, name[part])
    person.save()
    return person


# --- Forgetting -----------------------------------------------------------------


@dataclass(frozen=True)
class Trace:
    """Rows of one table in which one of the words stands."""

    model: type[models.Model]
    count: int

    @property
    def label(self) -> str:
        if not issubclass(self.model, Event):
            return str(self.model._meta.verbose_name_plural)
        tracked: Any = self.model.pgh_tracked_model
        rows = tracked._meta.verbose_name_plural
        return _("%(rows)s: history") % {"rows": rows}


def words_of(person: User, more: Iterable[str] = ()) -> list[str]:
    """What to look for: the address, the name as a whole, and other spellings given."""
    parts = [person.family_latin, person.given_latin, person.patronymic]
    family, given, patronymic = parts
    found = {
        person.email,
        person.name_native,
        person.get_full_name(),
        *(" ".join(filter(None, pair)) for pair in ((given, family), (family, given))),
        f"{patronymic} {given}" if patronymic and given else "",
        person.salutation,
        *(clean_line(word) for word in more),
    }
    # One part alone, a family name say, is that of many: it is given by hand.
    alone = {part for part in parts if part} - {clean_line(word) for word in more}
    words = {word for word in found - alone if len(word) >= SHORTEST}
    return sorted(words, key=len, reverse=True)


def traces(words: list[str]) -> list[Trace]:
    """Where the words stand, also in the history."""
    found = []
    for model, fields in _texts():
        count = _holding(model, fields, words).count()
        if count:
            found.append(Trace(model, count))
    return found


@transaction.atomic
def redact(person: User, *, by, reason: str, more: Iterable[str] = ()) -> User:
    """Forget who a person is, everywhere: their deeds stay, by the office.

    The account is closed. Name, address and letters go, from the rows, from
    their history, and from texts where the words stand.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person == by:
        raise DomainError(_("Somebody else has to do this for you."))
    if person.is_staff and not by.is_superuser:
        raise DomainError(_("Only a superuser redacts staff."))
    words = words_of(person, more)
    names = [person.email, person.family_latin, person.given_latin]
    reason = blacked_out(clean(reason), words)
    with pghistory.context(user=by.pk, reason=reason):
        _leave(person, by=by)
        _empty_letters(person)
        _forget_account(person)
        _black_out_parts(*names)
        for model, fields in _texts():
            _black_out(model, fields, words)
    return person


def _leave(person: User, *, by) -> None:
    now = timezone.now()
    today = timezone.localdate()
    person.seats.current().update(ended_at=now)
    person.csco_terms.current().update(ends=today)
    Invitation.objects.open().filter(email__iexact=person.email).update(
        revoked_at=now, revoked_by=by
    )
    Draft.objects.filter(holder=f"person-{person.pk}").delete()
    # Letters that are still to be sent would go to nobody.
    Outbox.objects.waiting().filter(kwargs__to=[person.email]).delete()


def _empty_letters(person: User) -> None:
    """A letter of appointment is all about them: its row stays, its bytes go."""
    held = CscoTerm.objects.filter(person=person, letter__isnull=False)
    proposed = Application.objects.filter(answers__csco_email__iexact=person.email)
    letters = Upload.objects.filter(
        Q(pk__in=held.values("letter"))
        | Q(pk__in=_history(CscoTerm).objects.filter(person=person).values("letter"))
        | Q(pk__in=proposed.values("appointment_letter"))
    )
    UploadContent.objects.filter(upload__in=letters).update(data=b"")
    for letter in letters:
        letter.name, letter.size, letter.sha256 = BLACKED_OUT, 0, ""
        letter.save()


def _forget_account(person: User) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    blank = {
        "email": f"redacted-{person.pk}@example.invalid",
        "name_native": "",
        "name_lang": "",
        "family_latin": BLACKED_OUT,
        "given_latin": "",
        "patronymic": "",
        "salutation": "",
        "timezone": "",
    }
    for field, value in blank.items():
        setattr(person, field, value)
    person.is_active = False
    person.set_unusable_password()
    person.save()
    _history(User).objects.filter(pgh_obj_id=person.pk).update(**blank)


def _history(model: type[models.Model]) -> Any:
    """The model of its events, which pghistory makes."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def blacked_out(text: str, words: list[str]) -> str:
    return re.sub(_pattern(words), BLACKED_OUT, text, flags=re.IGNORECASE)


def _pattern(words: list[str]) -> str:
    """Longest first, so that the whole of a name goes and not a part."""
    return "|".join(re.escape(word) for word in words)


# --- All texts of the database ---------------------------------------------------


def _texts() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """Every table with columns that may hold what somebody wrote.

    History comes after the rows, whose triggers write it, and the notes of who
    changed what come last. Lists of names to screen by are their publishers'.
    """
    found = [
        (model, fields)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model is not ListEntry
        and (fields := [f for f in model._meta.local_fields if _is_text(f)])
    ]
    return iter(sorted(found, key=_turn))


def _turn(pair) -> int:
    model = pair[0]
    return 2 if model is Context else int(issubclass(model, Event))


def _is_text(field: models.Field) -> bool:
    if field.primary_key or field.choices or isinstance(field, models.SlugField):
        return False
    if field.max_length and field.max_length <= LONGEST_CODE:
        return False
    if isinstance(field, ArrayField):
        return isinstance(field.base_field, models.CharField | models.TextField)
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _as_text(field: models.Field):
    return Cast(field.attname, models.TextField())


def _rows(model):
    """Columns by their own names: a bare text is a column beside its languages."""
    rows = model._base_manager.all()
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


def _holding(model, fields, words: list[str]):
    rows = _rows(model).alias(
        **{f"text_of_{field.attname}": _as_text(field) for field in fields}
    )
    wanted = Q()
    for field in fields:
        for word in words:
            wanted |= Q(**{f"text_of_{field.attname}__icontains": word})
    return rows.filter(wanted)


def _black_out(model, fields, words: list[str]) -> None:
    pks = list(_holding(model, fields, words).values_list("pk", flat=True))
    if not pks:
        return
    rows = _rows(model).filter(pk__in=pks)
    rows.update(
        **{
            field.attname: Cast(
                Func(
                    _as_text(field),
                    Value(_pattern(words)),
                    Value(BLACKED_OUT),
                    Value("gi"),
                    function="REGEXP_REPLACE",
                    output_field=models.TextField(),
                ),
                output_field=field,
            )
            for field in fields
        }
    )
    _take_from_index(rows, words)


def _black_out_parts(email: str, family: str, given: str) -> None:
    """Names kept in parts: one part alone is no word to look for, together they are."""
    for prefix in IN_APPLICATIONS:
        answers = {f"answers__{prefix}_email__iexact": email}
        together = {
            f"answers__{prefix}_family__iexact": family,
            f"answers__{prefix}_given__iexact": given,
        }
        wanted = Q(**answers) | (Q(**together) if family and given else Q())
        for row in Application.objects.filter(wanted):
            blank = {
                f"{prefix}_{part}": BLACKED_OUT
                for part in ("family", "given", "patronymic", "native", "salutation")
                if row.answers.get(f"{prefix}_{part}")
            }
            Application.objects.filter(pk=row.pk).update(answers=row.answers | blank)
    if family and given:
        blank = {"family_latin": BLACKED_OUT, "given_latin": "", "patronymic": ""}
        tables: tuple[Any, ...] = (HeadTerm, _history(HeadTerm))
        for model in tables:
            model.objects.filter(
                family_latin__iexact=family, given_latin__iexact=given
            ).update(**blank)


def _take_from_index(rows, words: list[str]) -> None:
    """What a search finds was made of the texts, and forgets the words too."""
    for field in rows.model._meta.local_fields:
        if isinstance(field, SearchVectorField):
            lexemes = Func(search.vector(*words), function="TSVECTOR_TO_ARRAY")
            left = Func(F(field.attname), lexemes, function="TS_DELETE")
            rows.update(**{field.attname: left})
