from datetime import timedelta

from django.utils import timezone

from core.models import Heartbeat


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def age(name: str) -> timedelta | None:
    """How long ago it beat, or nothing if it never did."""
    row = Heartbeat.objects.filter(name=name).first()
    return timezone.now() - row.at if row else None
