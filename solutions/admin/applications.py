"""Applications of providers: the queue, the review, the decision."""

from django.contrib import admin
from django.db.models import Count, Q, prefetch_related_objects
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from core import history, work_queue
from core.admin import Button, ReadOnly, StaffAdmin, StaffInline
from core.work_queue import Queue, QueueFilter
from solutions import criteria, review_standing
from solutions.admin import review_page
from solutions.admin.reviewing import OURS, Reviewing
from solutions.apply_sheet import FILES
from solutions.models import ProviderApplication, ProviderQuestion, ReviewCheck
from solutions.review_checks import TASKS, Check
from solutions.services import reviewing
from solutions.states import PROVIDER_APPLICATION_WORKFLOW


class ProviderQuestionInline(ReadOnly, StaffInline, admin.StackedInline):
    model = ProviderQuestion
    fields = readonly_fields = [
        "step",
        "text",
        "asked_by",
        "asked_at",
        "answer",
        "answered_at",
    ]
    show_change_link = False


@admin.register(ProviderApplication)
class ProviderApplicationAdmin(ReadOnly, Reviewing, StaffAdmin):
    """Applicants write on the portal's pages; staff check, judge and decide here."""

    list_display = [
        "__str__",
        "kind",
        "country",
        "state",
        "submitted_at",
        "checks_done",
        "judgements_in",
        "decided_at",
    ]
    list_filter = [QueueFilter, "state", "kind", "country", "language"]
    list_select_related = ["country"]
    search_fields = ["reference", "name", "email"]
    date_hierarchy = "created_at"
    inlines = [ProviderQuestionInline]
    # What is not known is not shown.
    readonly_fields = [
        "reference",
        "state",
        "kind",
        "country",
        "sponsored_by",
        "renews",
        "email",
        "language",
        "papers",
        "submitted_at",
        "decided_at",
        "decided_by",
        "reason",
        "organisation",
    ]

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.readonly_fields
        told = {"sponsored_by": hasattr(obj, "sponsor"), "papers": self.papers(obj)}
        return [
            name
            for name in self.readonly_fields
            if (told[name] if name in told else getattr(obj, name))
        ]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def get_queryset(self, request):
        judged = Count("scores", filter=Q(scores__interest=""), distinct=True)
        return (
            super()
            .get_queryset(request)
            .annotate(checked=Count("checks", distinct=True), judged=judged)
        )

    def get_object(self, request, object_id, from_field=None):
        """With all that its page asks again and again."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            prefetch_related_objects(
                [found], "scores__reviewer", "checks__by", "questions", "proposed"
            )
        return found

    @admin.display(description=_("checks"))
    def checks_done(self, application):
        return f"{application.checked}/{len(TASKS)}"

    @admin.display(description=_("judgements"))
    def judgements_in(self, application):
        return f"{application.judged}/{criteria.REVIEWERS}"

    @admin.display(description=_("introduced by"))
    def sponsored_by(self, application):
        sponsor = application.sponsor
        return f"{sponsor.organisation}: {sponsor.note}"

    @admin.display(description=_("papers"))
    def papers(self, application):
        found = [
            (self.url("file", application.pk, name), getattr(application, name).name)
            for name in FILES
            if getattr(application, name)
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', found)

    def histories(self, obj):
        """Judgements are blind, names on lists for compliance officers: not here."""
        shown = [code for code in Check.values if code != Check.SCREENED]
        checks = history.events_of(
            ReviewCheck, application_id=obj.pk, check_code__in=shown
        )
        return [*super().histories(obj), checks]

    def buttons(self, request, obj):
        moves = [
            Button(move.label, self.url("move", obj.pk, move.name), True, move.tone)
            for move in PROVIDER_APPLICATION_WORKFLOW.open_to(request.user, obj)
            if move.name in OURS
            # The page says what stands in the way.
            and not (move.name == "approve" and review_standing.hindrances(obj))
        ]
        return [*self._judging(request, obj), *moves]

    def _judging(self, request, obj):
        if not reviewing.may_judge(obj, by=request.user):
            return []
        url = self.url("score", obj.pk), self.url("aside", obj.pk)
        return [
            Button(_("Give points"), url[0], True, "quiet"),
            Button(_("I have an interest"), url[1], True, "quiet"),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= review_page.context(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


work_queue.register(
    Queue(
        name="provider-applications",
        label=_("Applications of providers"),
        model=ProviderApplication,
        rows=lambda rows: rows.waiting(),
        since="submitted_at",
    )
)
work_queue.register(
    Queue(
        name="applicants-to-screen",
        label=_("Applicants to screen"),
        model=ProviderApplication,
        rows=lambda rows: rows.waiting().exclude(checks__check_code=Check.SCREENED),
        since="submitted_at",
    )
)
