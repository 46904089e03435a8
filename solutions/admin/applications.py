"""Applications of providers: the queue, the review, the decision."""

from django.contrib import admin, messages
from django.db.models import Count, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import files, history, work_queue
from core.access import fetch
from core.admin import Button, StaffAdmin, StaffInline
from core.errors import DomainError
from core.forms import ReasonForm
from core.work_queue import Queue, QueueFilter
from solutions import criteria, review_standing
from solutions.admin import review_page
from solutions.apply_sheet import FILES, Sheet
from solutions.forms.solution import SolutionSheet
from solutions.models import ProviderApplication, ProviderQuestion, ReviewCheck
from solutions.review_checks import TASKS, Check
from solutions.review_forms import (
    ApproveForm,
    AskForm,
    CheckForm,
    InterestForm,
    ScoreForm,
)
from solutions.services import approving, reviewing
from solutions.states import PROVIDER_APPLICATION_WORKFLOW

OURS = frozenset({"ask", "approve", "decline"})
"""Moves of the secretariat; the others are the applicant's."""


class ProviderQuestionInline(StaffInline, admin.StackedInline):
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

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ProviderApplication)
class ProviderApplicationAdmin(StaffAdmin):
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

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def histories(self, obj):
        """Judgements are blind, names on lists for compliance officers: not here."""
        shown = [code for code in Check.values if code != Check.SCREENED]
        checks = history.events_of(
            ReviewCheck, application_id=obj.pk, check_code__in=shown
        )
        return [*super().histories(obj), checks]

    def get_urls(self):
        return [
            self.own_path("file/<slug:name>", self.file_view, "file"),
            self.own_path("check/<slug:name>", self.check_view, "check"),
            self.own_path("score", self.score_view, "score"),
            self.own_path("aside", self.aside_view, "aside"),
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

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

    # --- Pages of one's own ---------------------------------------------------------

    def _fetch(self, request, permission, pk):
        return fetch(
            request.user, f"solutions.{permission}", ProviderApplication, pk=pk
        )

    def file_view(self, request, pk, name):
        application = self._fetch(request, "view_providerapplication", pk)
        if name not in FILES or getattr(application, name) is None:
            raise Http404
        return files.response(getattr(application, name))

    def check_view(self, request, pk, name):
        application = self._fetch(request, "check_providerapplication", pk)
        if name not in Check.values:
            raise Http404
        task = TASKS[Check(name)]
        known = application.checks.filter(check_code=name).first()
        initial = {"outcome": known.outcome, "note": known.note} if known else {}
        form = CheckForm(request.POST or None, task=task, initial=initial)
        return self._answer(
            request,
            application,
            form,
            reviewing.check,
            title=f"{task.check.label}: {application}",
            lead=task.what,
            check_code=name,
        )

    def score_view(self, request, pk):
        application = self._fetch(request, "review_providerapplication", pk)
        known = application.scores.filter(reviewer=request.user).first()
        return self._answer(
            request,
            application,
            ScoreForm(request.POST or None, known=known),
            reviewing.score,
            title=gettext("Points for %(application)s") % {"application": application},
            lead=gettext("The other reviewer sees them once both judgements are in."),
            label=gettext("Give points"),
        )

    def aside_view(self, request, pk):
        application = self._fetch(request, "review_providerapplication", pk)
        return self._answer(
            request,
            application,
            InterestForm(request.POST or None),
            reviewing.stand_aside,
            title=gettext("An interest of your own: %(application)s")
            % {"application": application},
        )

    def move_view(self, request, pk, name):
        move = PROVIDER_APPLICATION_WORKFLOW.moves.get(name)
        if name not in OURS or move is None:
            raise Http404
        application = fetch(request.user, move.permission, ProviderApplication, pk=pk)
        form, verb = getattr(self, f"_{name}")(request, application)
        title = f"{move.label}: {application}"
        return self._answer(
            request, application, form, verb, title=title, label=move.label
        )

    def _ask(self, request, application):
        steps = Sheet(application).steps
        form = AskForm(request.POST or None, application=application, steps=steps)
        return form, reviewing.ask

    def _decline(self, request, application):
        form = ReasonForm(request.POST or None)
        return form, reviewing.decline

    def _approve(self, request, application):
        form = ApproveForm(
            request.POST or None,
            application=application,
            proposed=list(application.proposed.all()),
        )
        return form, _approve

    def _answer(self, request, obj, form, verb, *, title, lead="", label="", **facts):
        """Ask, and call the verb; what it refuses is told on the form, nothing is lost."""
        if request.method == "POST" and form.is_valid():
            try:
                verb(obj, by=request.user, **form.cleaned_data, **facts)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, gettext("Done."))
                return redirect(self.object_url(obj))
        label = label or gettext("Save")
        return self.ask(request, obj, form=form, title=title, label=label, lead=lead)


def _approve(application, *, by, **choices):
    """What was sent is checked again: word lists may have changed since."""
    sheet = Sheet(application)
    if (faulty := sheet.faulty) is not None:
        raise DomainError(
            gettext("An answer does not hold any more: %(step)s Ask the applicant.")
            % {"step": faulty.title}
        )
    sheets = {}
    for row in application.proposed.all():
        checked = SolutionSheet(row.data, check=True)
        if not checked.is_valid():
            raise DomainError(
                gettext("“%(solution)s” is not complete. Ask the applicant.")
                % {"solution": row}
            )
        sheets[row.pk] = checked.cleaned
    return approving.approve(application, sheet.facts, by=by, sheets=sheets, **choices)


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
