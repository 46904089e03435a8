"""An applicant looks for needs that its solutions answer, and chooses some."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import mailed_forms, outbox
from core.errors import DomainError
from solutions import pinpointed, pinpointing
from solutions.models import AddressedNeed, ProviderApplication
from solutions.models.proposed import MOST_ADDRESSED


@dataclass(frozen=True)
class Chosen:
    """One need to address: with which proposed solution, and a note for the city."""

    need: int
    offer: int
    note: str


@transaction.atomic
def ask(application: ProviderApplication, *, mark: str) -> ProviderApplication:
    """Have it pinpointed, unless that was done for these texts or is under way."""
    application = mailed_forms.lock(application)
    if pinpointed.is_current(application, mark) or pinpointed.is_under_way(application):
        return application
    if application.pinpoint_wanted == application.pinpoint_done:
        application.pinpoint_wanted += 1
    now = timezone.now()
    application.pinpointed = {**application.pinpointed, "asked_at": now.isoformat()}
    application.save(update_fields=["pinpoint_wanted", "pinpointed"])
    outbox.enqueue(
        "solutions.pinpoint",
        key=f"application-{application.pk}-{application.pinpoint_wanted}",
        application_id=application.pk,
    )
    return application


@transaction.atomic
def address(
    application: ProviderApplication, chosen: Iterable[Chosen], *, lang: str
) -> list[AddressedNeed]:
    """These needs are addressed now, and no others. What is not open is left out."""
    application = mailed_forms.lock_writable(application)
    choices = {choice.need: choice for choice in chosen}
    if len(choices) > MOST_ADDRESSED:
        raise DomainError(_("Choose five needs at most."))
    shown = pinpointing.shown_needs().filter(pk__in=choices)
    open_now = set(shown.values_list("pk", flat=True))
    offers = set(application.proposed.values_list("pk", flat=True))
    before = {one.need_id: one for one in application.addressed.all()}
    application.addressed.all().delete()
    return [
        AddressedNeed.objects.create(
            application=application,
            place=place,
            need_id=choice.need,
            solution_id=choice.offer if choice.offer in offers else None,
            note=choice.note,
            lang=_language(choice, before.get(choice.need), now=lang),
        )
        for place, choice in enumerate(
            (c for c in choices.values() if c.need in open_now), start=1
        )
    ]


def _language(choice: Chosen, before: AddressedNeed | None, *, now: str) -> str:
    """A note that is there already keeps its own, in whatever language one reads."""
    if before is not None and before.note == choice.note:
        return before.lang
    return now
