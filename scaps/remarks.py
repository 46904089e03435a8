"""Remarks of the secretariat at the sections of a plan or of one of its projects."""

from collections import defaultdict
from collections.abc import Iterable

from scaps.models import Remark, Scap

Place = tuple[int | None, str]
"""A project, or none for the plan itself; and the name of a section."""


def of(scap: Scap) -> dict[Place, list[Remark]]:
    """What the city was told, section by section, the open ones first."""
    return _by_place(remark for remark in _all(scap) if remark.sent_at)


def with_drafts(scap: Scap) -> dict[Place, list[Remark]]:
    """The same for the secretariat, with what is not sent yet."""
    return _by_place(_all(scap))


def drafts(scap: Scap):
    return scap.remarks.filter(sent_at=None)


def open_ones(scap: Scap):
    """Sent and not settled."""
    return scap.remarks.filter(sent_at__isnull=False, settled_at=None)


def _all(scap: Scap) -> Iterable[Remark]:
    return scap.remarks.select_related("settled_by")


def _by_place(remarks: Iterable[Remark]) -> dict[Place, list[Remark]]:
    found = defaultdict(list)
    for remark in sorted(remarks, key=lambda r: (r.settled_at is not None, r.pk)):
        found[remark.project_id, remark.section].append(remark)
    return dict(found)
