"""The Smart City Driver: its packages, and what members ask of them."""

from datetime import timedelta

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, ReadOnly, StaffAdmin, StaffInline, WorkflowAdmin
from core.errors import DomainError
from core.work_queue import Queue, QueueFilter
from members.models import User
from members.states import StaffRole
from solutions import driver_page
from solutions.admin.links import link
from solutions.forms.driver import (
    AnswerForm,
    IntroduceForm,
    MeetForm,
)
from solutions.models import DriverPackage, DriverRequest, DriverStep
from solutions.services import driver
from solutions.states import (
    DRIVER_IN_WORK,
    DRIVER_PACKAGE_WORKFLOW,
    DRIVER_REQUEST_WORKFLOW,
    DriverRequestState,
)
from translations.admin import TextsAdmin

RESTS = timedelta(days=14)
FORMS = {
    "introduce": IntroduceForm,
    "meet": MeetForm,
    "support": AnswerForm,
    "finish": AnswerForm,
    "decline": AnswerForm,
}


@admin.register(DriverPackage)
class DriverPackageAdmin(TextsAdmin, WorkflowAdmin):
    workflow, services = DRIVER_PACKAGE_WORKFLOW, driver
    list_display = ["__str__", "kind", "state", "order", "offered_at"]
    list_filter = ["kind", "state", "stages"]
    search_fields = ["slug"]
    autocomplete_fields = ["partners"]
    kept = [
        "state",
        "state_reason",
        "offered_at",
        "offered_by",
        "created_at",
        "updated_at",
    ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Partners are many: they are looked up by name, stages are boxes."""
        if db_field.name == "partners":
            return admin.ModelAdmin.formfield_for_manytomany(
                self, db_field, request, **kwargs
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["slug", *self.kept] if obj else self.kept


class StepInline(ReadOnly, StaffInline, admin.TabularInline):
    """What the local government reads; written by the moves."""

    model = DriverStep
    fields = readonly_fields = [
        "taken_at",
        "state",
        "text",
        "meets_at",
        "place",
        "thread",
        "taken_by",
    ]
    show_change_link = False

    @admin.display(description=_("introduction"))
    def thread(self, step):
        there = step.introduction
        return link(there.get_absolute_url(), there) if there else "–"

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("introduction", "taken_by")


@admin.register(DriverRequest)
class DriverRequestAdmin(StaffAdmin):
    """Members write on the portal's pages; here they are answered and followed."""

    list_display = ["package", "organisation", "state", "owner", "asked_at", "moved_at"]
    list_filter = [QueueFilter, "state", "package__kind", "owner"]
    list_select_related = ["package", "organisation", "owner"]
    search_fields = ["organisation__slug", "package__slug"]
    date_hierarchy = "asked_at"
    inlines = [StepInline]
    fields = [
        "package_link",
        "organisation",
        "about_link",
        "text",
        "lang",
        "asked_at",
        "asked_by",
        "state",
        "moved_at",
        "owner",
        "notes",
    ]
    readonly_fields = fields[:-2]

    @admin.display(description=_("package"))
    def package_link(self, request):
        return link(request.package.get_absolute_url(), request.package)

    @admin.display(description=_("asked with"))
    def about_link(self, request):
        about = request.about
        return link(about.get_absolute_url(), about) if about else "–"

    def get_queryset(self, request):
        found = super().get_queryset(request).visible_to(request.user)
        return found.select_related(
            "package", "organisation__country", "need", "project__scap", "asked_by"
        )

    def get_form(self, request, obj=None, **kwargs):
        """Whoever took it on passes it on, to somebody."""
        form = super().get_form(request, obj, **kwargs)
        form.base_fields["owner"].required = obj.state in DRIVER_IN_WORK
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.staff_with(StaffRole.SECRETARIAT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        return [
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        return [
            Button(
                move.label,
                self.url("move", obj.pk, move.name),
                move.name in FORMS,
                move.tone,
            )
            for move in DRIVER_REQUEST_WORKFLOW.open_to(request.user, obj)
            if move.name != "withdraw"
        ]

    def move_view(self, request, pk, name):
        move = DRIVER_REQUEST_WORKFLOW.moves.get(name)
        if move is None or name == "withdraw":
            raise Http404
        rows = self.get_queryset(request)
        found = fetch(request.user, move.permission, rows, pk=pk)
        if name not in FORMS:
            if request.method != "POST":
                return redirect(self.object_url(found))
            return self.perform(request, found, getattr(driver, name))
        form = self._form(request, found, name)
        if form.is_valid():
            try:
                getattr(driver, name)(found, by=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, gettext("Done. The local government has been told.")
                )
                return redirect(self.object_url(found))
        title, lead = f"{move.label}: {found}", ""
        if name == "introduce":
            lead = gettext(
                "The request, without addresses, becomes the first message of their "
                "thread."
            )
        page = self.ask(
            request, found, form=form, title=title, label=move.label, lead=lead
        )
        page.template_name = "admin/solutions/driver/answer.html"
        return page

    def _form(self, request, found, name):
        facts = {"initial": {"lang": found.lang}}
        if name == "introduce":
            held = driver_page.partners().filter(driver_packages=found.package)
            facts["partners"] = held
        return FORMS[name](request.POST or None, **facts)


def _resting(requests):
    """In somebody's hands, and nothing was done for two weeks."""
    return requests.filter(
        state__in=DRIVER_IN_WORK, moved_at__lt=timezone.now() - RESTS
    )


work_queue.register(
    Queue(
        name="driver-asked",
        label=_("Smart City Driver requests that nobody has taken on"),
        model=DriverRequest,
        rows=lambda rows: rows.filter(state=DriverRequestState.ASKED),
        since="asked_at",
    )
)
work_queue.register(
    Queue(
        name="driver-resting",
        label=_("Smart City Driver requests without a step for two weeks"),
        model=DriverRequest,
        rows=_resting,
        since="moved_at",
    )
)
