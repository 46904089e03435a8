"""Several notices of one person that are due together go out as one letter."""

from django.db import transaction
from django.db.models import Count

from notifications.models import Digest, Notice

AT_MOST = 200


def gather() -> int:
    """Join them; say how many letters that makes.

    One that was tried already stays a letter of its own: perhaps it arrived.
    """
    several = (
        untried().values("recipient").annotate(count=Count("pk")).filter(count__gt=1)
    )
    people = several.order_by("recipient").values_list("recipient", flat=True)
    return sum(_join(person) for person in people[:AT_MOST])


def untried():
    return Notice.objects.due().filter(attempts=0)


@transaction.atomic
def _join(person: int) -> bool:
    notices = untried().filter(recipient=person)
    locked = notices.select_for_update(of=("self",), skip_locked=True)
    pks = list(locked.values_list("pk", flat=True))
    if len(pks) < 2:
        return False
    digest = Digest.objects.create(recipient_id=person)
    Notice.objects.filter(pk__in=pks).update(digest=digest)
    return True
