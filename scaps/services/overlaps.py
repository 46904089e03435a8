"""What the two cities of an overlap say of it. Each speaks for itself alone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import current
from core.text import clean
from members.models import User
from notifications import services as notifications
from scaps.models import Overlap, OverlapDecision
from scaps.notices import OverlapConfirmed
from scaps.states import OverlapDismissal, OverlapVerdict


@transaction.atomic
def confirm(overlap: Overlap, *, city, by) -> OverlapDecision:
    """Say that the projects are about the same thing; the other city is told."""
    decision = _decide(overlap, city, OverlapVerdict.CONFIRMED, by=by)
    other = next(side for side in (overlap.a, overlap.b) if not _is_of(side, city))
    notifications.announce(
        OverlapConfirmed,
        about=overlap,
        by=by,
        to=User.objects.speaking_for(other.organisation),
        city=city.pk,
    )
    return decision


@transaction.atomic
def dismiss(
    overlap: Overlap, *, city, by, cause: str, reason: str = ""
) -> OverlapDecision:
    """Say that it is none; the city does not meet it again."""
    return _decide(
        overlap,
        city,
        OverlapVerdict.DISMISSED,
        by=by,
        cause=OverlapDismissal(cause).value,
        reason=clean(reason),
    )


@transaction.atomic
def undo(overlap: Overlap, *, city, by) -> None:
    """Take the city's decision back; the history keeps it."""
    overlap = _lock(overlap)
    if not overlap.decisions.filter(organisation=city).delete()[0]:
        raise DomainError(_("Your city has decided nothing about this overlap."))


def _decide(
    overlap: Overlap, city, verdict: OverlapVerdict, *, by, **facts
) -> OverlapDecision:
    overlap = _lock(overlap)
    if city.pk not in overlap.cities:
        raise DomainError(_("This city takes no part in the overlap."))
    return OverlapDecision.objects.update_or_create(
        overlap=overlap,
        organisation=city,
        defaults={
            "verdict": verdict,
            "cause": "",
            "reason": "",
            "lang": current(),
            "decided_at": timezone.now(),
            "decided_by": by,
            **facts,
        },
    )[0]


def _lock(overlap: Overlap) -> Overlap:
    found = (
        Overlap.objects.select_for_update(of=("self",), no_key=True)
        .select_related("a", "b")
        .filter(pk=overlap.pk)
        .first()
    )
    if found is None:
        raise DomainError(_("The projects have changed and overlap no more."))
    return found


def _is_of(project, city) -> bool:
    return project.organisation_id == city.pk
