"""A notice to the cities when new overlaps are found, at most one a day."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.models import Organisation, User
from notifications import services as notifications
from notifications.models import Event
from scaps.models import Overlap, OverlapDecision
from scaps.notices import OverlapsFound

AT_MOST_EVERY = timedelta(hours=24)


def tell_of(project_ids: Iterable[int]) -> None:
    """Tell both cities of every overlap of these projects that they do not know."""
    ids = list(project_ids)
    found = Overlap.objects.live().filter(Q(a__in=ids) | Q(b__in=ids))
    _tell(_cities(found))


def tell_the_rest() -> None:
    """Once a night: what had to wait because a notice had just gone out."""
    _tell(_cities(Overlap.objects.live().filter(told__len__lt=2)))


def _cities(overlaps) -> list[int]:
    sides = overlaps.order_by().values_list("a__organisation", "b__organisation")
    return sorted({city for both in sides.distinct() for city in both})


def _tell(city_ids: list[int]) -> None:
    for city in Organisation.objects.filter(pk__in=city_ids).order_by("pk"):
        tell(city)


@transaction.atomic
def tell(city: Organisation) -> None:
    """Tell one city; a day passes between two notices, later ones come together."""
    decided = OverlapDecision.objects.standing().filter(
        overlap=OuterRef("pk"), organisation=city
    )
    waiting = Overlap.objects.live().of(city).exclude(told__contains=[city.pk])
    new = list(
        waiting.filter(~Exists(decided))
        .select_for_update(of=("self",), no_key=True)
        .order_by("-score", "pk")
    )
    if not new or _was_told_lately(city):
        return
    for overlap in new:
        overlap.told = sorted({*overlap.told, city.pk})
    Overlap.objects.bulk_update(new, ["told"])
    notifications.announce(
        OverlapsFound,
        about=city,
        by=None,
        to=User.objects.speaking_for(city),
        overlap=new[0].pk,
        count=len(new),
    )


def _was_told_lately(city: Organisation) -> bool:
    return Event.objects.filter(
        kind=OverlapsFound.slug,
        target_type=ContentType.objects.get_for_model(Organisation),
        target_id=city.pk,
        at__gt=timezone.now() - AT_MOST_EVERY,
    ).exists()
