"""Applications to join, memberships with their timeline, decisions of bodies."""

from django.contrib import admin
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, ReadOnly, StaffAdmin, StaffInline
from core.errors import DomainError
from core.forms import ReasonForm
from core.work_queue import Queue, QueueFilter
from members.files import hand_over
from members.join_sheet import FILES, Sheet
from members.models import (
    Application,
    ApplicationQuestion,
    Decision,
    Membership,
    MembershipStep,
)
from members.review_forms import AcceptForm, DecisionForm, MembershipMoveForm
from members.services import admission, joining, memberships
from members.states import (
    APPLICATION_WORKFLOW,
    MEMBERSHIP_WORKFLOW,
    ApplicationState,
    MembershipState,
)


class QuestionInline(ReadOnly, StaffInline, admin.StackedInline):
    model = ApplicationQuestion
    fields = readonly_fields = ["text", "asked_by", "asked_at", "answer", "answered_at"]
    show_change_link = False


@admin.register(Application)
class ApplicationAdmin(ReadOnly, StaffAdmin):
    """Applicants write on the portal's pages; the secretariat reads and decides."""

    list_display = ["__str__", "country", "state", "submitted_at", "decided_at"]
    list_filter = [QueueFilter, "state", "country", "language"]
    list_select_related = ["country"]
    search_fields = ["reference", "name", "email"]
    date_hierarchy = "created_at"
    inlines = [QuestionInline]
    fields = readonly_fields = [
        "reference",
        "state",
        "told",
        "signed",
        "appointment",
        "framework_version",
        "email",
        "language",
        "entered_by",
        "submitted_at",
        "decided_at",
        "decided_by",
        "reason",
        "membership",
    ]

    @admin.display(description=_("answers"))
    def told(self, application):
        """All answers in one table, a heading for each step."""
        groups = [
            (
                group["label"],
                format_html_join(
                    "",
                    "<tr><td>{}</td><td>{}</td></tr>",
                    ((item["label"], item["value"] or "–") for item in group["items"]),
                ),
            )
            for group in Sheet(application).answers()
        ]
        bodies = format_html_join(
            "",
            '<tbody><tr><th scope="rowgroup" colspan="2">{}</th></tr>{}</tbody>',
            groups,
        )
        return format_html("<table>{}</table>", bodies)

    @admin.display(description=_("signed form"))
    def signed(self, application):
        return self._file(application, "signed_form")

    @admin.display(description=_("letter of appointment"))
    def appointment(self, application):
        return self._file(application, "appointment_letter")

    def _file(self, application, name):
        upload = getattr(application, name)
        if upload is None:
            return "–"
        url = self.url("file", application.pk, name)
        return format_html('<a href="{}">{}</a>', url, upload.name)

    def get_urls(self):
        return [
            self.own_path("file/<slug:name>", self.file_view, "file"),
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        return [
            Button(move.label, self.url("move", obj.pk, move.name), True, move.tone)
            for move in APPLICATION_WORKFLOW.open_to(request.user, obj)
        ]

    def file_view(self, request, pk, name):
        application = fetch(
            request.user, "members.view_application", Application, pk=pk
        )
        if name not in FILES or getattr(application, name) is None:
            raise Http404
        return hand_over(request.user, getattr(application, name), of=None)

    def move_view(self, request, pk, name):
        move = APPLICATION_WORKFLOW.moves.get(name)
        if move is None or name == "submit":
            raise Http404
        application = fetch(request.user, move.permission, Application, pk=pk)
        if name == "accept":
            return self._accept(request, application, move)
        form = ReasonForm(request.POST or None)
        if name == "ask":
            form.fields["reason"].label = gettext("Question to the applicant")
            form.fields["reason"].help_text = gettext(
                "It is mailed as you write it. Write in the applicant’s language if you can: %(language)s."
            ) % {"language": application.get_language_display()}
        if request.method == "POST" and form.is_valid():
            verb = getattr(joining, name)
            return self.perform(request, application, verb, **form.cleaned_data)
        return self.ask(
            request,
            application,
            form=form,
            title=f"{move.label}: {application}",
            label=move.label,
        )

    def _accept(self, request, application, move):
        sheet = Sheet(application)
        form = AcceptForm(
            request.POST or None, application=application, facts=application.answers
        )
        if request.method == "POST" and form.is_valid():
            return self.perform(
                request, application, _accept, sheet=sheet, **form.cleaned_data
            )
        return self.ask(
            request,
            application,
            form=form,
            title=f"{move.label}: {application}",
            label=move.label,
        )


def _accept(application, *, by, sheet, **places):
    """The answers are checked again: the lists may have changed since they were sent."""
    if (faulty := sheet.faulty) is not None:
        raise DomainError(
            gettext("An answer does not hold any more: %(step)s Ask the applicant.")
            % {"step": faulty.title}
        )
    return admission.accept(application, sheet.facts, by=by, **places)


class StepInline(ReadOnly, StaffInline, admin.TabularInline):
    """The timeline; its lines are written by the moves."""

    model = MembershipStep
    fields = readonly_fields = ["date", "state", "decision", "reason", "recorded_by"]
    show_change_link = False

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("decision", "recorded_by")


@admin.register(Membership)
class MembershipAdmin(StaffAdmin):
    """A membership is moved, never edited: each move has a day and is told."""

    list_display = ["organisation", "network", "state", "is_founding", "since"]
    list_filter = [QueueFilter, "network", "state", "is_founding"]
    list_select_related = ["organisation", "network"]
    search_fields = ["organisation__slug", "organisation__name"]
    autocomplete_fields = ["organisation", "network"]
    date_hierarchy = "since"
    inlines = [StepInline]
    fields = ["network", "organisation", "state", "is_founding", "since", "decision"]
    kept = ["state", "is_founding", "since", "decision"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["network", "organisation"]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        return ["network", "organisation", *self.kept] if obj else []

    def get_urls(self):
        return [
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        return [
            Button(move.label, self.url("move", obj.pk, move.name), True, move.tone)
            for move in MEMBERSHIP_WORKFLOW.open_to(request.user, obj)
        ]

    def move_view(self, request, pk, name):
        move = MEMBERSHIP_WORKFLOW.moves.get(name)
        if move is None:
            raise Http404
        source = self.get_queryset(request).select_related("organisation", "network")
        membership = fetch(request.user, move.permission, source, pk=pk)
        form = MembershipMoveForm(
            request.POST or None, move=move, membership=membership
        )
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            return self.perform(
                request, membership, memberships.move, name=name, **data
            )
        return self.ask(
            request,
            membership,
            form=form,
            title=f"{move.label}: {membership}",
            label=move.label,
        )


@admin.register(Decision)
class DecisionAdmin(StaffAdmin):
    form = DecisionForm
    fields = ["body", "date", "reference", "file"]
    list_display = ["body", "date", "reference", "document"]
    list_select_related = ["file"]
    search_fields = ["body", "reference"]
    date_hierarchy = "date"

    @admin.display(description=_("file"))
    def document(self, decision):
        if decision.file is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', self.url("file", decision.pk), decision.file.name
        )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "file" in form.base_fields:
            form.base_fields["file"].by = request.user
        return form

    def get_urls(self):
        return [self.own_path("file", self.file_view, "file"), *super().get_urls()]

    def file_view(self, request, pk):
        decision = fetch(request.user, "members.view_decision", Decision, pk=pk)
        if decision.file is None:
            raise Http404
        return hand_over(request.user, decision.file, of=None)


work_queue.register(
    Queue(
        name="applications",
        label=_("Applications to join"),
        model=Application,
        rows=lambda rows: rows.filter(state=ApplicationState.SUBMITTED),
        since="submitted_at",
    )
)
work_queue.register(
    Queue(
        name="associates",
        label=_("Associates about whom a body has to decide"),
        model=Membership,
        rows=lambda rows: rows.filter(
            state__in=[MembershipState.ASSOCIATE, MembershipState.DEFERRED]
        ),
        since="since",
    )
)
