"""Changes of listed solutions, read before they are listed."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import Button
from core.work_queue import Queue, QueueFilter
from core.workflow import Workflow
from solutions import differences, writing
from solutions.admin.as_read import AsReadAdmin
from solutions.admin.links import link
from solutions.models import SolutionRevision
from solutions.services import revisions
from solutions.states import REVISION_WORKFLOW


@admin.register(SolutionRevision)
class SolutionRevisionAdmin(AsReadAdmin):
    """The difference, word by word, between what is listed and what is proposed."""

    workflow = Workflow(*(REVISION_WORKFLOW.moves[n] for n in ("accept", "send_back")))
    services = revisions
    list_display = ["solution", "provider", "state", "submitted_at", "submitted_by"]
    list_filter = [QueueFilter, "state"]
    date_hierarchy = "submitted_at"
    fields = [
        "solution_link",
        "provider",
        "state",
        "submitted_at",
        "submitted_by",
        "decided_at",
        "decided_by",
        "reason",
    ]
    readonly_fields = fields
    change_form_template = "admin/solutions/solutionrevision/change_form.html"

    def get_queryset(self, request):
        found = super().get_queryset(request).visible_to(request.user)
        return found.select_related("solution__provider", "submitted_by")

    @admin.display(description=_("solution"))
    def solution_link(self, revision):
        url = reverse("admin:solutions_solution_change", args=[revision.solution_id])
        return link(url, revision.solution)

    @admin.display(description=_("provider"))
    def provider(self, revision):
        return revision.solution.provider

    def buttons(self, request, obj):
        page = Button(
            _("The listed page"),
            obj.solution.get_absolute_url(),
            asks=True,
            tone="quiet",
        )
        return [*super().buttons(request, obj), page]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["changes"] = _changes(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _changes(revision: SolutionRevision) -> list[differences.Difference]:
    """Against what is listed; of a change that was listed, against what was before."""
    there = writing.of(revision.solution) | revision.before
    return differences.between(there, revision.changes)


work_queue.register(
    Queue(
        name="solution-changes",
        label=_("Changes of listed solutions that wait for review"),
        model=SolutionRevision,
        rows=lambda rows: rows.waiting(),
        since="submitted_at",
    )
)
