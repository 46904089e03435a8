"""Applications that were begun and never sent are not kept for good."""

from django.db import transaction

from members.models import Application


@transaction.atomic
def forget() -> int:
    """Delete what nobody touched for three months, with its history.

    The files handed in with it are named by no row then; `core.uploads` sweeps them.
    """
    found = Application.objects.forgotten().select_for_update(
        of=("self",), skip_locked=True
    )
    return erase(list(found.values_list("pk", flat=True)))


def erase(ids: list[int]) -> int:
    """Delete applications with their history: what was never sent is no record."""
    Application.pgh_event_model.objects.filter(pgh_obj_id__in=ids).delete()
    Application.objects.filter(pk__in=ids).delete()
    return len(ids)
