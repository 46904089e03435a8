"""Forms that somebody without an account fills in, resumed by a mailed link.

The base of their models, and what is done with every one of them; what sending
and deciding mean is said by their apps. `core.mailed_links` has the links.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.models import Dated
from core.text import clean

# Without what is easily taken for something else when it is read out.
READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 6
DRAFTS_LIVE = timedelta(days=90)
DRAFT = "draft"
A_DAY = timedelta(days=1)
MOST_A_DAY = 5
REST = timedelta(minutes=2)
MOST_LINKS = 5


def reference(letters: str) -> str:
    """What an applicant quotes: “NM-2026-7KQ3XA”."""
    code = get_random_string(REFERENCE_LENGTH, READABLE)
    return f"{letters}-{timezone.localdate().year}-{code}"


class MailedFormQuerySet(models.QuerySet):
    def forgotten(self):
        """Those that were begun, never sent, and not touched for long."""
        return self.filter(state=DRAFT, updated_at__lt=timezone.now() - DRAFTS_LIVE)


class MailedForm(Dated):
    """`answers` holds what was typed, step by step, valid or not; lists, letters
    and constraints read the columns, which are filled when it is sent.
    `link_number` is in every link that was mailed: counted up, the old ones die.
    """

    key = models.CharField(max_length=12, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    reached = models.PositiveSmallIntegerField(default=1, editable=False)
    link_number = models.PositiveIntegerField(default=1, editable=False)
    linked_at = models.DateTimeField(_("link mailed"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered on behalf by"),
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_writable(self) -> bool:
        """Whether the applicant may change the answers now."""
        raise NotImplementedError


@transaction.atomic
def begin(model, *, email: str, key: str, **facts):
    """Open a form, and say whether it is new: sent twice with one key it is one."""
    made, is_new = model.objects.get_or_create(
        key=key,
        defaults={"email": BaseUserManager.normalize_email(email.strip()), **facts},
    )
    if is_new:
        _check_not_flooded(model, made.email)
    return made, is_new


def _check_not_flooded(model, email: str) -> None:
    since = timezone.now() - A_DAY
    recent = model.objects.filter(email__iexact=email, created_at__gt=since)
    if recent.count() > MOST_A_DAY:
        raise DomainError(
            _gettext(
                "Too many applications were begun with this address. Try tomorrow."
            )
        )


@transaction.atomic
def end_links(model, email: str) -> list:
    """Make the links mailed to an address dead; the forms that need a new one.

    Anybody may ask for an address: each letter makes the wait for the next longer.
    """
    now = timezone.now()
    newest = list(
        model.objects.select_for_update(of=("self",), no_key=True)
        .filter(email__iexact=email.strip())
        .order_by("-pk")[:MOST_LINKS]
    )
    found = [
        form
        for form in newest
        if form.linked_at is None or form.linked_at <= now - rest(form.link_number)
    ]
    for form in found:
        form.link_number += 1
        form.save(update_fields=["link_number", "updated_at"])
    return found


def rest(link_number: int) -> timedelta:
    """How long nobody is mailed another link: two minutes, four, eight, up to a day."""
    return min(REST * 2 ** min(link_number - 1, 10), A_DAY)


def lock(form):
    """The form as it stands now, for us alone until the end of the transaction."""
    locked = type(form).objects.select_for_update(of=("self",), no_key=True)
    return locked.get(pk=form.pk)


def lock_writable(form):
    """The same for what the applicant changes."""
    form = lock(form)
    if not form.is_writable:
        raise DomainError(
            _gettext("This application was sent. It cannot be changed now.")
        )
    return form


@transaction.atomic
def keep(form, typed: Mapping, *, reached: int = 1, files: Mapping | None = None):
    """Keep what was typed for a step, valid or not, and the files handed in."""
    form, files = lock_writable(form), files or {}
    form.answers = form.answers | dict(typed)
    form.reached = max(form.reached, reached)
    for name, upload in files.items():
        setattr(form, name, upload)
    form.save(update_fields=["answers", "reached", "updated_at", *files])
    return form


def hand_in(form, *, reply: str) -> bool:
    """Note that it is sent, with the answer to what was asked; whether anything was."""
    question = form.questions.filter(answered_at=None).first()
    if question:
        if not clean(reply):
            raise DomainError(_gettext("Answer the question of the secretariat."))
        question.answer, question.answered_at = clean(reply), timezone.now()
        question.save(update_fields=["answer", "answered_at"])
    # The day that counts is that of the first sending, not that of an answer.
    form.submitted_at = form.submitted_at or timezone.now()
    # What was said once more for this sending is not said for the next one.
    for name in ("reply", "declaration"):
        form.answers.pop(name, None)
    return question is not None


@transaction.atomic
def discard(form) -> None:
    """Forget a form that was never sent, and everything typed for it."""
    form = lock(form)
    if form.state != DRAFT:
        raise DomainError(
            _gettext("This application was sent. Ask the secretariat to withdraw it.")
        )
    erase(type(form), [form.pk])


@transaction.atomic
def forget(model) -> int:
    """Delete what nobody touched for three months, with its history.

    The files handed in with it are named by no row then; `core.uploads` sweeps them.
    """
    found = model.objects.forgotten().select_for_update(of=("self",), skip_locked=True)
    return erase(model, list(found.values_list("pk", flat=True)))


def erase(model, ids: list[int]) -> int:
    """Delete forms with their history: what was never sent is no record."""
    for relation in model._meta.related_objects:
        part = relation.related_model
        if relation.on_delete is models.CASCADE and hasattr(part, "pgh_event_model"):
            parts = part.objects.filter(**{f"{relation.field.name}__in": ids})
            ids_of_parts = list(parts.values_list("pk", flat=True))
            _erase_history(part, ids_of_parts)
    _erase_history(model, ids)
    model.objects.filter(pk__in=ids).delete()
    return len(ids)


def _erase_history(model, ids: list[int]) -> None:
    model.pgh_event_model.objects.filter(pgh_obj_id__in=ids).delete()
