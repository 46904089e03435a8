"""Notices as the inbox shows them: rendered now, in the reader's language."""

from collections import defaultdict

from django.utils.translation import gettext as _

from notifications.models import Notice
from translations import services as translations


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
    return {
        "title": notice.subject if may_read else unknown,
        "url": address(notice.event.target) if may_read else "",
        "at": notice.event.at,
        "new": notice.read_at is None,
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
