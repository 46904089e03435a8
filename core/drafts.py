"""Autosave: what was typed survives a closed lid, a dead line, a lost session."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from core.models import Draft

EXPIRES = timedelta(days=60)


def _lookup(model, *, holder: str, target_id: int | None, section: str) -> dict:
    return {
        "holder": holder,
        "target_type": ContentType.objects.get_for_model(model),
        "target_id": target_id,
        "section": section,
    }


@transaction.atomic
def keep(
    model, data: dict, *, holder: str, target_id: int | None = None, section="", by
):
    """Keep what an office typed about one thing; the last writer wins."""
    lookup = _lookup(model, holder=holder, target_id=target_id, section=section)
    draft, made = Draft.objects.select_for_update(of=("self",)).get_or_create(
        **lookup, defaults={"data": data, "saved_by": by, "version": 1}
    )
    if not made:
        draft.data, draft.saved_by = data, by
        draft.version += 1
        draft.save(update_fields=["data", "saved_by", "version", "saved_at"])
    return draft


def find(
    model, *, holder: str, target_id: int | None = None, section=""
) -> Draft | None:
    lookup = _lookup(model, holder=holder, target_id=target_id, section=section)
    return Draft.objects.filter(**lookup).first()


def drop(model, *, holder: str, target_id: int | None = None, section="") -> None:
    lookup = _lookup(model, holder=holder, target_id=target_id, section=section)
    Draft.objects.filter(**lookup).delete()


def expire() -> int:
    """Forget drafts that nobody touched for two months."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - EXPIRES).delete()[0]
