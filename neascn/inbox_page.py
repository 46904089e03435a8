"""Notices as the inbox shows them: rendered now, in the reader's language."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.facets import Facet, Option
from notifications.kinds import KINDS
from notifications.models import Notice
from translations import services as translations

NEW = "new"


@dataclass(frozen=True)
class Filter:
    """What the address of the inbox asks for; what it does not know, it ignores."""

    new: bool
    groups: frozenset[str]

    @classmethod
    def of(cls, data) -> "Filter":
        known = {kind.group.slug for kind in KINDS.values()}
        return cls(
            NEW in data.getlist("show"), frozenset(data.getlist("about")) & known
        )

    @property
    def on(self) -> int:
        return len(self.groups) + self.new

    def apply(self, notices):
        if self.new:
            notices = notices.unread()
        if self.groups:
            kinds = [k.slug for k in KINDS.values() if k.group.slug in self.groups]
            notices = notices.filter(event__kind__in=kinds)
        return notices

    def facets(self, notices) -> list[Facet]:
        """With counts of what a tick would show: one query."""
        counts: dict[str, int] = defaultdict(int)
        groups, new = {}, 0
        by_kind = (
            notices.order_by()
            .values("event__kind")
            .annotate(all=Count("pk"), new=Count("pk", filter=Q(read_at=None)))
        )
        for row in by_kind:
            if (kind := KINDS.get(row["event__kind"])) is None:
                continue
            groups[kind.group.slug] = kind.group
            counts[kind.group.slug] += row["new" if self.new else "all"]
            if not self.groups or kind.group.slug in self.groups:
                new += row["new"]
        offered = sorted(groups.values(), key=lambda group: group.order)
        return [
            Facet(
                "show",
                _("Show"),
                [Option(NEW, _("Not read yet"), new, self.new)],
            ),
            Facet(
                "about",
                capfirst(_("what it is about")),
                [
                    Option(
                        group.slug,
                        str(group.label),
                        counts[group.slug],
                        group.slug in self.groups,
                    )
                    for group in offered
                ],
            ),
        ]


def items(notices: list[Notice], person) -> dict[str, list[dict]]:
    """New ones and those read before; both newest first."""
    load_texts(notices)
    found: dict[str, list[dict]] = {"new": [], "read": []}
    for notice in notices:
        notice.recipient = person
        found["read" if notice.read_at else "new"].append(item(notice))
    return found


def item(notice: Notice) -> dict:
    """Rights change after the event: then a notice says no more than its date."""
    may_read = notice.may_be_read()
    unknown = _("You may no longer see what this notice was about.")
    is_new = notice.read_at is None
    return {
        "title": notice.subject if may_read else unknown,
        "url": address(notice.event.target) if may_read else "",
        "at": notice.event.at,
        "new": is_new,
        "read_url": reverse("inbox-read", args=[notice.pk]) if is_new else "",
    }


def address(target) -> str:
    known = hasattr(target, "get_absolute_url")
    return target.get_absolute_url() if known else ""


def load_texts(notices: list[Notice]) -> None:
    """The statuses of all translated texts the notices speak of, a query a model."""
    targets = defaultdict(list)
    for notice in notices:
        target = notice.event.target
        if hasattr(target, "source_lang"):
            targets[type(target)].append(target)
    for alike in targets.values():
        translations.prepare(alike)
