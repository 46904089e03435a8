"""Who sits where: seats and terms of office."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from members.models import Seat


@transaction.atomic
def end_seat(seat: Seat, *, by) -> Seat:
    """End a person's place at an organisation: their rights there end with it."""
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if seat.ended_at is not None:
        raise DomainError(_("This seat has ended already."))
    seat.ended_at = timezone.now()
    with pghistory.context(user=by.pk):
        seat.save(update_fields=["ended_at", "updated_at"])
    return seat
