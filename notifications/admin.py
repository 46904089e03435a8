from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import StaffAdmin
from core.work_queue import Queue, QueueFilter
from notifications.models import Notice


@admin.register(Notice)
class NoticeAdmin(StaffAdmin):
    """Whether notices went out. What they say is for their readers alone."""

    list_display = ["kind", "recipient", "at", "mailed_at", "attempts", "parked"]
    list_filter = [QueueFilter, "parked", "event__kind"]
    list_select_related = ["event", "recipient"]
    search_fields = ["recipient__email", "event__kind"]
    date_hierarchy = "event__at"
    fields = [
        "kind",
        "recipient",
        "at",
        "claimed_at",
        "mailed_at",
        "attempts",
        "parked",
    ]
    readonly_fields = ["kind", "at"]

    @admin.display(description=_("kind"), ordering="event__kind")
    def kind(self, notice):
        return notice.event.kind

    @admin.display(description=_("announced"), ordering="event__at")
    def at(self, notice):
        return notice.event.at


work_queue.register(
    Queue(
        name="parked-notices",
        label=_("Notices that could not be mailed"),
        model=Notice,
        rows=lambda notices: notices.filter(parked=True),
        since="event__at",
    )
)
