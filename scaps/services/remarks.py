"""Remarks of a review: written as drafts, sent when the plan is returned, settled."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from scaps.models import Project, Remark, Scap
from scaps.services import plans
from scaps.states import ScapState


@transaction.atomic
def write(
    scap: Scap,
    *,
    project: Project | None = None,
    section: str,
    text: str,
    lang: str,
    by,
) -> Remark | None:
    """Keep what is remarked at a section until the plan is returned; nothing takes it
    back."""
    scap = plans.lock(scap)
    if scap.state != ScapState.SUBMITTED:
        raise DomainError(_("Only a plan that is submitted takes remarks."))
    text = clean(text)
    place: dict = {
        "scap": scap,
        "project": project,
        "section": section,
        "sent_at": None,
    }
    if not text:
        Remark.objects.filter(**place).delete()
        return None
    facts = {"text": text, "lang": lang, "written_by": by}
    remark, _is_new = Remark.objects.update_or_create(defaults=facts, **place)
    return remark


@transaction.atomic
def settle(remark: Remark, *, by) -> Remark:
    """The city, or the secretariat itself, has done what the remark asks for."""
    remark = _lock(remark)
    if remark.sent_at is None:
        raise DomainError(_("A remark is settled once it was sent."))
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by = timezone.now(), by
        remark.save(update_fields=["settled_at", "settled_by", "updated_at"])
    return remark


@transaction.atomic
def reopen(remark: Remark, *, by) -> Remark:
    """It is not settled after all."""
    remark = _lock(remark)
    remark.settled_at = remark.settled_by = None
    remark.save(update_fields=["settled_at", "settled_by", "updated_at"])
    return remark


def _lock(remark: Remark) -> Remark:
    return Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
