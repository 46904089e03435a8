"""A review counts for two years. Before they are over the provider gets its form
back, filled in with what is listed, and sends it again.

Nothing is taken off the list by itself: what runs out comes up in the staff queue.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation

from core import drafts
from core.languages import column
from members import letters
from members.models import Organisation, Provider, Seat
from members.states import Role
from solutions import writing
from solutions.apply_links import LINKS
from solutions.apply_steps import STEPS
from solutions.models import (
    ProposedSolution,
    ProviderApplication,
    Renewal,
    Solution,
)
from solutions.states import APPLYING, ProviderApplicationState

VALID_YEARS = 2
LETTERS = (60, 30, 7, -1)
"""So many days before a review runs out a letter goes out; the last one after it."""
FIRST = timedelta(days=LETTERS[0])
# Said anew each time.
NOT_TAKEN_OVER = (
    "debarment",
    "sanctions",
    "conflict",
    "explanation",
    "screening",
    "referees",
    "declaration",
    "reply",
)


def due_on(reviewed: date) -> date:
    """The day from which a review does not count any more."""
    last = 28 if (reviewed.month, reviewed.day) == (2, 29) else reviewed.day
    return reviewed.replace(year=reviewed.year + VALID_YEARS, day=last)


def valid_until(organisation: Organisation | None) -> date | None:
    """Until when what was reviewed counts; none for who was never reviewed."""
    if organisation is None:
        return None
    provider = Provider.objects.filter(organisation=organisation).first()
    if provider is None or provider.reviewed_at is None:
        return None
    return due_on(timezone.localdate(provider.reviewed_at))


def letters_by(due: date, today: date) -> int:
    """How many letters are to have gone out by a day."""
    return sum(today >= due - timedelta(days=before) for before in LETTERS)


def remind(today: date | None = None) -> int:
    """Write to everybody whose review runs out soon; run twice, nobody gets two."""
    today = today or timezone.localdate()
    written = 0
    for provider in _running_out(today):
        due = due_on(timezone.localdate(provider.reviewed_at))
        if letters_by(due, today):
            written += write(provider.organisation, due, today=today)
    return written


def _running_out(today: date):
    """Providers with something listed whose review is nearly two years old."""
    latest = today + FIRST - timedelta(days=365 * VALID_YEARS)
    listed = Solution.objects.published().filter(provider=OuterRef("organisation"))
    return (
        Provider.objects.filter(
            Exists(listed),
            reviewed_at__date__lte=latest,
            organisation__kind__in=APPLYING,
        )
        .select_related("organisation__country")
        .order_by("pk")
    )


@transaction.atomic
def write(
    organisation: Organisation, due: date, *, today: date, at_once: bool = False
) -> bool:
    """Write about one renewal if a letter is due; the row says which ones were.

    Without anybody to write to the row is there all the same, for the staff queue.
    """
    Renewal.objects.get_or_create(organisation=organisation, due_on=due)
    renewal = (
        Renewal.objects.select_for_update(of=("self",))
        .select_related("application")
        .get(organisation=organisation, due_on=due)
    )
    wanted = letters_by(due, today)
    if not at_once and renewal.reminders >= wanted:
        return False
    if is_answered(renewal) or (addressee := _addressee(organisation)) is None:
        return False
    form = renewal.application or _form(organisation, *addressee)
    _hand_on(form, *addressee)
    renewal.application = form
    renewal.reminders = max(renewal.reminders + 1, wanted)
    renewal.reminded_on = today
    renewal.save()
    _mail(renewal, form, organisation)
    return True


def _hand_on(form: ProviderApplication, email: str, language: str) -> None:
    """Who owned the profile before gets no more letters, and has no link that works."""
    if form.email != email:
        form.email, form.language = email, language
        form.link_number += 1
        form.save(update_fields=["email", "language", "link_number", "updated_at"])


def is_answered(renewal: Renewal) -> bool:
    """Whether the form was sent; what becomes of it is up to the secretariat then."""
    form = renewal.application
    return form is not None and form.state != ProviderApplicationState.DRAFT


def _addressee(organisation: Organisation) -> tuple[str, str] | None:
    """Address and language of an owner; else of whoever applied."""
    seats = Seat.objects.current().filter(organisation=organisation, role=Role.OWNER)
    seat = seats.select_related("person").order_by("pk").first()
    if seat:
        return seat.person.email, seat.person.language
    before = _before(organisation)
    return (before.email, before.language) if before else None


def _before(organisation: Organisation) -> ProviderApplication | None:
    """The application by which it was listed last."""
    return (
        organisation.provider_applications.filter(
            state=ProviderApplicationState.APPROVED
        )
        .order_by("-decided_at")
        .first()
    )


def _form(organisation: Organisation, email: str, language: str):
    """An application like the first, filled in with what is listed today."""
    before = _before(organisation)
    form = ProviderApplication.objects.create(
        key=drafts.fresh_key(),
        email=email,
        language=language,
        renews=organisation,
        kind=organisation.kind,
        answers=answers(organisation, before),
        reached=len(STEPS),
        certificate=before.certificate if before else None,
        presentation=before.presentation if before else None,
    )
    listed = Solution.objects.published().filter(provider=organisation).order_by("pk")
    ProposedSolution.objects.bulk_create(
        ProposedSolution(
            application=form,
            key=drafts.fresh_key(),
            order=order,
            data=writing.of(solution),
            renews=solution,
        )
        for order, solution in enumerate(listed)
    )
    return form


def answers(organisation: Organisation, before: ProviderApplication | None) -> dict:
    """What was answered the last time, with what the profile says by now."""
    known = dict(before.answers) if before else {}
    for name in NOT_TAKEN_OVER:
        known.pop(name, None)
    now = {
        "kind": organisation.kind,
        "country": organisation.country.code,
        "name_en": getattr(organisation, column("name", "en")) or organisation.name,
        "native_name": organisation.native_name,
        "native_lang": organisation.native_lang,
        "website": organisation.website,
        "languages": list(organisation.languages),
        "founded": str(organisation.provider.founded or ""),
        "staff_band": organisation.provider.staff_band,
        "summary": getattr(organisation, column("summary", organisation.source_lang)),
    }
    return known | {name: value for name, value in now.items() if value}


def _mail(
    renewal: Renewal, form: ProviderApplication, organisation: Organisation
) -> None:
    form.linked_at = timezone.now()
    form.save(update_fields=["linked_at"])
    with translation.override(form.language):
        page = reverse("solutions:provider", args=[organisation.slug])
        letters.send(
            "solutions/apply/letters/renewal.txt",
            to=form.email,
            language=form.language,
            application=form,
            organisation=organisation,
            renewal=renewal,
            name=str(organisation),
            page=f"{settings.SITE_URL}{page}",
            link=LINKS.address(form),
        )
