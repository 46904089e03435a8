"""Reminds the participants on the day on which they wanted to look again."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members.models import Organisation, User
from notifications import services as notifications
from scaps.models import Initiative
from scaps.notices import InitiativeReviewDue
from scaps.states import InitiativeState, ParticipationState


def remind(today: date | None = None) -> int:
    """Tell whom it concerns today; run twice, it tells nobody twice."""
    today = today or timezone.localdate()
    due = Initiative.objects.filter(
        Q(review_told_on=None) | ~Q(review_told_on=F("next_review_on")),
        state=InitiativeState.ACTIVE,
        next_review_on__lte=today,
    )
    return sum(
        _tell(pk, today) for pk in due.order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _tell(pk: int, today: date) -> bool:
    """The day that was told of is kept with the notice, or neither is."""
    rows = Initiative.objects.select_for_update(of=("self",), no_key=True)
    initiative = rows.get(pk=pk)
    day = initiative.next_review_on
    if day is None or day > today or day == initiative.review_told_on:
        return False
    initiative.review_told_on = day
    initiative.save(update_fields=["review_told_on", "updated_at"])
    accepted = initiative.participations.filter(state=ParticipationState.ACCEPTED)
    cities = Organisation.objects.filter(pk__in=accepted.values("organisation"))
    notifications.announce(
        InitiativeReviewDue,
        about=initiative,
        by=None,
        to=[p for city in cities for p in User.objects.speaking_for(city)],
    )
    return True
