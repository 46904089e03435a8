from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import work_queue
from core.admin import StaffAdmin
from core.work_queue import Queue, QueueFilter
from notifications import services
from notifications.models import Digest, Letter, Notice

MAILING = ["due_at", "claimed_at", "mailed_at", "attempts", "parked", "last_error"]


class MailedAdmin(StaffAdmin):
    """Whether letters went out. What they say is for their readers alone."""

    list_filter = [QueueFilter, "parked"]
    actions = ["send_again"]

    def has_send_permission(self, request):
        return request.user.has_perm("notifications.send_again")

    @admin.action(description=_("Try parked letters again"), permissions=["send"])
    def send_again(self, request, queryset):
        count = services.send_again(queryset)
        told = ngettext(
            "%(n)d letter is tried again.", "%(n)d letters are tried again.", count
        )
        self.message_user(request, told % {"n": count})


@admin.register(Notice)
class NoticeAdmin(MailedAdmin):
    list_display = ["kind", "recipient", "at", "mailed_at", "attempts", "parked"]
    list_filter = [QueueFilter, "parked", "event__kind"]
    list_select_related = ["event", "recipient"]
    search_fields = ["recipient__email", "event__kind"]
    date_hierarchy = "event__at"
    fields = ["kind", "recipient", "at", *MAILING]
    readonly_fields = ["kind", "at"]

    @admin.display(description=_("kind"), ordering="event__kind")
    def kind(self, notice):
        return notice.event.kind

    @admin.display(description=_("announced"), ordering="event__at")
    def at(self, notice):
        return notice.event.at


@admin.register(Digest)
class DigestAdmin(MailedAdmin):
    list_display = ["recipient", "made_at", "mailed_at", "attempts", "parked"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__email"]
    date_hierarchy = "made_at"
    fields = ["recipient", "made_at", *MAILING]
    readonly_fields = ["made_at"]


@admin.register(Letter)
class LetterAdmin(MailedAdmin):
    """Invitations, links of applications, links to set a password; never their words."""

    list_display = ["to", "asked_at", "mailed_at", "attempts", "parked"]
    search_fields = ["to"]
    date_hierarchy = "asked_at"
    fields = ["to", "asked_at", *MAILING]
    readonly_fields = ["asked_at"]


for name, label, model, since in (
    ("parked-notices", _("Notices that could not be mailed"), Notice, "event__at"),
    ("parked-digests", _("Joined letters that could not be mailed"), Digest, "made_at"),
    ("parked-letters", _("Letters that could not be mailed"), Letter, "asked_at"),
):
    work_queue.register(
        Queue(
            name=name,
            label=label,
            model=model,
            rows=lambda rows: rows.filter(parked=True),
            since=since,
        )
    )
