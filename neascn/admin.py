"""The queue of jobs, for staff: `core` is under the admin site and registers nothing."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import StaffAdmin
from core.models import Outbox
from core.work_queue import Queue, QueueFilter

WAITS = timedelta(minutes=5)


@admin.register(Outbox)
class OutboxAdmin(StaffAdmin):
    list_display = ["task", "key", "created_at", "sent_at", "attempts", "last_error"]
    list_filter = [QueueFilter, "task"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]


work_queue.register(
    Queue(
        name="outbox",
        label=_("Jobs that wait for the broker for more than five minutes"),
        model=Outbox,
        rows=lambda jobs: jobs.waiting().filter(created_at__lt=timezone.now() - WAITS),
        since="created_at",
    )
)
