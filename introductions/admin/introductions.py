"""Who is in touch with whom, and where it stands; a thread opens for a reason only."""

from django.contrib import admin
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import history, search
from core.access import fetch
from core.admin import Button, StaffInline, WorkflowAdmin
from core.forms import ReasonForm
from core.languages import shown
from core.work_queue import QueueFilter
from introductions import disclosure, services
from introductions.admin.steps import OutcomeInline, StepInline
from introductions.models import Introduction, Reading
from introductions.services import oversight
from introductions.states import INTRODUCTION_WORKFLOW, IntroductionState

history.UNTOLD |= {
    "introductions.Introduction.end_reason",
    "introductions.NextStep.note",
    "introductions.NextStep.outcome",
}


class ReadingInline(StaffInline, admin.TabularInline):
    model = Reading
    fields = ["reader", "created_at", "reason"]
    readonly_fields = fields
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Introduction)
class IntroductionAdmin(WorkflowAdmin):
    workflow = INTRODUCTION_WORKFLOW
    services = services
    view_on_site = False
    list_display = ["__str__", "asker", "asked", "noun", "state", "messages", "news"]
    list_filter = [QueueFilter, "state", "origin", "about_kind", "asker__country"]
    list_select_related = ["asker", "asked"]
    search_fields = ["asker__name", "asked__name"]
    date_hierarchy = "created_at"
    fields = [
        "asker",
        "asked",
        "noun",
        "about_title",
        "origin",
        "state",
        "started_by",
        "created_at",
        "asker_agreed_at",
        "asker_agreed_by",
        "asked_agreed_at",
        "asked_agreed_by",
        "ended_at",
        "ended_by",
        "end_reason",
        "stirred_at",
    ]
    readonly_fields = fields
    inlines = [StepInline, OutcomeInline, ReadingInline]

    def has_add_permission(self, request):
        """They begin where the thing is that they are about."""
        return False

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.annotate(message_count=Count("messages"))

    def get_search_results(self, request, queryset, search_term):
        """By the names of the two sides: what was written is not searched here."""
        wanted = search.query(search_term)
        if wanted is None:
            return queryset, False
        named = Q(asker__search=wanted) | Q(asked__search=wanted)
        return queryset.filter(named), False

    def get_fields(self, request, obj=None):
        """Why it ended is for the two sides, unless it was staff who stopped it."""
        is_ours = obj is not None and obj.state == IntroductionState.STOPPED
        return [name for name in self.fields if name != "end_reason" or is_ours]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    @admin.display(description=_("what it is about"), ordering="about_kind")
    def noun(self, introduction):
        return disclosure.noun(introduction)

    @admin.display(description=_("title"))
    def about_title(self, introduction):
        return shown(introduction, "title")

    @admin.display(description=_("messages"), ordering="message_count")
    def messages(self, introduction):
        return introduction.message_count

    @admin.display(description=_("last news"), ordering="stirred_at")
    def news(self, introduction):
        return introduction.stirred_at

    def get_urls(self):
        return [self.own_path("read", self.read_view, "read"), *super().get_urls()]

    def buttons(self, request, obj):
        read = Button(gettext("Read the thread"), self.url("read", obj.pk), asks=True)
        return [read, *super().buttons(request, obj)]

    def read_view(self, request, pk):
        """Say why first; the thread is open for an hour then."""
        source = self.get_queryset(request)
        obj = fetch(request.user, "introductions.oversee_introduction", source, pk=pk)
        form = ReasonForm(request.POST or None)
        if not form.is_valid():
            return self.ask(
                request,
                obj,
                form=form,
                title=gettext("Read the thread: %(thing)s") % {"thing": obj},
                lead=gettext(
                    "Threads belong to the two sides. Your name and the reason are recorded, and both sides see that the secretariat has read it, and when. It stays open to you for an hour."
                ),
                label=gettext("Read the thread"),
            )
        oversight.read(obj, reason=form.cleaned_data["reason"], by=request.user)
        return redirect(obj)
