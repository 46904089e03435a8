"""Autosave: what was typed survives a closed lid, a dead line, a lost session.

The draft of a thing that exists is found by its office and the thing. A new
thing is begun under a random key, in `section`: colleagues who each begin one
do not write over each other. Its key is spent when the thing is made, and the
row then remembers what it became, so that a form sent twice makes one thing.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from core.models import Draft

EXPIRES = timedelta(days=60)
KEY_LENGTH = 12
KEY_PATTERN = f"[a-z0-9]{{{KEY_LENGTH}}}"
SPENT = "spent"


def fresh_key() -> str:
    return get_random_string(KEY_LENGTH, "abcdefghijklmnopqrstuvwxyz0123456789")


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
    """Keep what an office typed about one thing: of each field the last writer wins."""
    lookup = _lookup(model, holder=holder, target_id=target_id, section=section)
    draft, made = Draft.objects.select_for_update(of=("self",)).get_or_create(
        **lookup, defaults={"data": data, "saved_by": by, "version": 1}
    )
    if not made:
        draft.data, draft.saved_by = draft.data | data, by
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


def begun(model) -> QuerySet[Draft]:
    """Drafts of things that do not exist yet, the newest first."""
    return (
        Draft.objects.filter(
            target_type=ContentType.objects.get_for_model(model), target_id=None
        )
        .exclude(section="")
        .select_related("saved_by")
        .order_by("-saved_at", "-pk")
    )


def of_key(model, key: str) -> Draft | None:
    """What was begun under a key, whoever holds it, spent or not."""
    return _with_key(model, key).first()


def lock(model, key: str) -> Draft | None:
    """The same, until the end of the transaction for us alone."""
    return _with_key(model, key).select_for_update(of=("self",)).first()


def _with_key(model, key: str) -> QuerySet[Draft]:
    of_model = ContentType.objects.get_for_model(model)
    return Draft.objects.filter(target_type=of_model, section=key).order_by("pk")


def hand_over(draft: Draft, *, holder: str) -> None:
    """Give what was begun to another office: whom it is for was chosen anew."""
    draft.holder = holder
    draft.save(update_fields=["holder"])


def spend(draft: Draft, *, target_id: int) -> None:
    """The thing is made: forget what was typed, remember under the key what it became."""
    draft.holder, draft.target_id, draft.data = SPENT, target_id, {}
    draft.save(update_fields=["holder", "target_id", "data", "saved_at"])


def became(draft: Draft | None) -> int | None:
    """The id of what was made of a draft whose key is spent."""
    return draft.target_id if draft and draft.holder == SPENT else None


def expire() -> int:
    """Forget drafts that nobody touched for two months."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - EXPIRES).delete()[0]
