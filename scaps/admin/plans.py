"""Plans and projects as the secretariat finds them: to look up, to review, to follow.

They are written on the portal's pages, reviewed there, and changed nowhere else.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import Button, ReadOnly, StaffAdmin
from core.languages import columns
from core.work_queue import Queue, QueueFilter
from scaps.models import Project, Scap
from scaps.states import ScapState


class PlanAdmin(ReadOnly, StaffAdmin):
    """Nothing is typed here; the history tells who typed what."""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(Scap)
class ScapAdmin(PlanAdmin):
    list_display = ["__str__", "organisation", "network", "state", "submitted_at"]
    list_filter = [QueueFilter, "state", "network", "source_lang", "is_demo"]
    list_select_related = ["organisation", "network"]
    search_fields = [*columns("title"), "slug"]
    date_hierarchy = "created_at"

    def buttons(self, request, obj):
        found = [Button(gettext("Open on the portal"), obj.get_absolute_url(), True)]
        if obj.state == ScapState.SUBMITTED:
            url = reverse("scaps:review", args=[obj.slug])
            found.insert(0, Button(gettext("Review"), url, True))
        return found


@admin.register(Project)
class ProjectAdmin(PlanAdmin):
    list_display = ["__str__", "organisation", "scap", "stage", "standing"]
    list_filter = ["standing", "stage", "is_open", "source_lang", "is_demo"]
    list_select_related = ["organisation", "scap", "stage"]
    search_fields = [*columns("title"), "slug"]


work_queue.register(
    Queue(
        name="plans",
        label=_("Plans to review"),
        model=Scap,
        rows=lambda plans: plans.filter(state=ScapState.SUBMITTED),
        since="submitted_at",
    )
)
