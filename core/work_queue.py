"""What waits for staff. Each app registers its queues in its `admin.py`; the
admin's first page counts them, and the change list shows the rows of one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.admin import AdminSite, SimpleListFilter
from django.db.models import Count, Min, Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PARAMETER = "waiting"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Rows of one model that somebody has to look at.

    `since` leads to the date or time from which a row waits; `rows` picks them
    out of all, so that the count and the list it leads to are the same rows.
    """

    name: str
    label: str
    model: type[Model]
    rows: Callable[[QuerySet], QuerySet]
    since: str


@dataclass(frozen=True)
class Line:
    """One queue as one reader sees it on the first page."""

    label: str
    count: int
    oldest: datetime | None
    url: str


QUEUES: dict[str, Queue] = {}


def register(queue: Queue) -> None:
    if QUEUES.setdefault(queue.name, queue) is not queue:
        raise ValueError(f"Two queues are called {queue.name!r}.")


def lines(site: AdminSite, request) -> Iterator[Line]:
    """The queues of what this person may see: one query each."""
    for queue in QUEUES.values():
        admin = site.get_model_admin(queue.model)
        if not admin.has_view_permission(request):
            continue
        facts = queue.rows(admin.get_queryset(request)).aggregate(
            count=Count("pk"), oldest=Min(queue.since)
        )
        yield Line(queue.label, facts["count"], _moment(facts["oldest"]), _url(queue))


class QueueFilter(SimpleListFilter):
    """Filter of a change list: the rows of one queue."""

    title = _("what waits")
    parameter_name = PARAMETER

    def lookups(self, request, model_admin):
        return [
            (queue.name, queue.label)
            for queue in QUEUES.values()
            if queue.model is model_admin.model
        ]

    def queryset(self, request, queryset):
        queue = QUEUES.get(self.value() or "")
        if queue is None or queue.model is not queryset.model:
            return queryset
        return queue.rows(queryset)


def _url(queue: Queue) -> str:
    options = queue.model._meta
    path = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{path}?{PARAMETER}={queue.name}"


def _moment(value: date | datetime | None) -> datetime | None:
    """A day counts from its first minute."""
    if value is None or isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime.combine(value, time.min))
