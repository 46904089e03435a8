"""Screening: what officers record, the names found on lists, the lists."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, ReadOnly, StaffAdmin, StaffInline
from core.errors import DomainError
from core.work_queue import Queue, QueueFilter
from members.files import hand_over
from members.forms import ScreeningForm, VerdictForm
from members.list_forms import ListForm
from members.models import (
    Finding,
    Organisation,
    Screening,
    ScreeningList,
    Seat,
    User,
)
from members.screening import FEWER_PARTS, NEARLY, OTHER_ORDER, SAME, SAME_SOUND
from members.services import screening
from members.states import ComplianceStatus, Verdict

ENDS_SOON = timedelta(days=30)
STATUS_COLUMNS = [
    "compliance_status",
    "screened_until",
    "exemption_reason",
    "exemption_reference",
    "exempted_until",
]
HOW = {
    SAME: _("The same letters."),
    SAME_SOUND: _("The same when written in Latin letters."),
    OTHER_ORDER: _("The same parts in another order."),
    FEWER_PARTS: _("Alike, with a part more or less."),
    NEARLY: _("Spelled nearly alike."),
}


class ScreenedAdmin(StaffAdmin):
    """Admin of what is screened: a button for compliance officers, and its page."""

    def get_urls(self):
        return [
            self.own_path("screen", self.screen_view, "screen"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        buttons = super().buttons(request, obj)
        if not request.user.has_perm(self.screen_permission, obj):
            return buttons
        label = pgettext_lazy("compliance", "Screen")
        return [*buttons, Button(label, self.url("screen", obj.pk), asks=True)]

    @property
    def screen_permission(self) -> str:
        return f"members.screen_{self.opts.model_name}"

    def screen_view(self, request, pk):
        party = fetch(request.user, self.screen_permission, self.model, pk=pk)
        form = ScreeningForm(
            request.POST or None,
            request.FILES or None,
            initial={
                "status": party.compliance_status,
                "reason": party.exemption_reason,
                "reference": party.exemption_reference,
                "until": party.exempted_until,
            },
        )
        form.fields["evidence"].by = request.user
        if request.method == "POST" and form.is_valid():
            return self.perform(request, party, screening.screen, **form.cleaned_data)
        title = gettext("Screening of %(organisation)s") % {"organisation": party}
        found = Finding.objects.about(party).open().count()
        return self.ask(
            request,
            party,
            form=form,
            title=title,
            label=gettext("Record"),
            lead=_decided_with_it(found),
        )


def _decided_with_it(found: int) -> str:
    if not found:
        return ""
    return ngettext(
        "%(number)s name found on a list waits for a decision. “Clear” says that it is somebody else’s, “blocked” and “exempted” that it is the same.",
        "%(number)s names found on lists wait for a decision. “Clear” says that they are somebody else’s, “blocked” and “exempted” that they are the same.",
        found,
    ) % {"number": found}


class ScreeningInline(ReadOnly, StaffInline, admin.TabularInline):
    """What was recorded about a party, on its own page."""

    model = Screening
    fields = ["status", "reason", "reference", "valid_until", "at", "by"]
    readonly_fields = fields
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class ScreeningOfPersonInline(ScreeningInline):
    fk_name = "person"


class KeptAdmin(ReadOnly, StaffAdmin):
    """Rows that services write; pages only show them."""


@admin.register(Screening)
class ScreeningAdmin(KeptAdmin):
    list_display = ["party", "status", "valid_until", "at", "by"]
    list_filter = ["status"]
    list_select_related = ["organisation", "person", "by"]
    date_hierarchy = "at"
    search_fields = ["organisation__slug", "organisation__name", "person__email"]
    fields = [
        "organisation",
        "person",
        "status",
        "reason",
        "reference",
        "valid_until",
        "lists_used",
        "names_found",
        "file",
        "at",
        "by",
    ]
    readonly_fields = fields

    @admin.display(description=_("party"))
    def party(self, row):
        return row.party

    @admin.display(description=_("lists used"))
    def lists_used(self, row):
        return "; ".join(f"{used['name']}, {used['date']}" for used in row.lists) or "–"

    @admin.display(description=_("entries found"))
    def names_found(self, row):
        return "; ".join(f"{one['name']} ({one['list']})" for one in row.found) or "–"

    @admin.display(description=_("evidence"))
    def file(self, row):
        if row.evidence is None:
            return "–"
        url = self.url("evidence", row.pk)
        return format_html('<a href="{}">{}</a>', url, row.evidence.name)

    def get_urls(self):
        return [
            self.own_path("evidence", self.evidence_view, "evidence"),
            *super().get_urls(),
        ]

    def evidence_view(self, request, pk):
        row = fetch(request.user, "members.view_screening", Screening, pk=pk)
        if row.evidence is None:
            raise Http404
        return hand_over(request.user, row.evidence, of=None)


@admin.register(Finding)
class FindingAdmin(KeptAdmin):
    list_display = ["own_name", "listed_name", "likeness", "list_name", "verdict"]
    list_filter = [QueueFilter, "verdict", "list_kind", "list_name"]
    list_select_related = ["organisation", "person"]
    search_fields = ["own_name", "listed_name", "reference"]
    compared = [
        "own_name",
        "listed_name",
        "likeness",
        "in_which_way",
        "own_names",
        "other_names",
        "own_country",
        "listed_country",
        "listed_note",
        "list_name",
        "list_date",
        "list_kind",
        "reference",
    ]
    decided = ["verdict", "reason", "decided_at", "decided_by"]
    readonly_fields = ["organisation", "person", *compared, *decided]

    def get_fields(self, request, obj=None):
        about = ["organisation"] if obj and obj.organisation_id else ["person"]
        is_open = obj is not None and obj.verdict == Verdict.OPEN
        return [*about, *self.compared, *([] if is_open else self.decided)]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    @admin.display(description=_("all names of the party"))
    def own_names(self, finding):
        return "; ".join(finding.compared.get("own", []))

    @admin.display(description=_("country of the party"))
    def own_country(self, finding):
        return getattr(finding.party, "country", None) or "–"

    @admin.display(description=_("likeness"), ordering="score")
    def likeness(self, finding):
        return f"{finding.score:.0%}"

    @admin.display(description=_("in which way"))
    def in_which_way(self, finding):
        return HOW.get(finding.how, finding.how)

    @admin.display(description=_("all names on the list"))
    def other_names(self, finding):
        return "; ".join(finding.listed_facts.get("names", []))

    @admin.display(description=_("country on the list"))
    def listed_country(self, finding):
        return finding.listed_facts.get("country") or "–"

    @admin.display(description=_("note on the list"))
    def listed_note(self, finding):
        return finding.listed_facts.get("note") or "–"

    def get_urls(self):
        return [
            self.own_path("confirm", self.confirm_view, "confirm"),
            self.own_path("dismiss", self.dismiss_view, "dismiss"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        may = request.user.has_perm("members.decide_finding", obj)
        if obj.verdict != Verdict.OPEN or not may:
            return []
        return [
            Button(_("Somebody else"), self.url("dismiss", obj.pk), asks=True),
            Button(
                _("The same"), self.url("confirm", obj.pk), asks=True, tone="danger"
            ),
        ]

    def dismiss_view(self, request, pk):
        label = gettext("Somebody else")
        return self._decide(request, pk, screening.dismiss, label)

    def confirm_view(self, request, pk):
        label = gettext("The same: block")
        return self._decide(request, pk, screening.confirm, label)

    def _decide(self, request, pk, verb, label):
        finding = fetch(request.user, "members.decide_finding", Finding, pk=pk)
        form = VerdictForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            return self.perform(request, finding, verb, reason=reason)
        return self.ask(request, finding, form=form, title=str(finding), label=label)


@admin.register(ScreeningList)
class ScreeningListAdmin(KeptAdmin):
    list_display = [
        "name",
        "date",
        "kind",
        "entry_count",
        "is_current",
        "screened_at",
        "found_count",
    ]
    list_filter = ["kind", "is_current"]
    search_fields = ["name"]
    fields = [*list_display, "used_from", "imported_by", "created_at"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return self.may("add", request)

    def get_urls(self):
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        add = path(
            "add/", self.admin_site.admin_view(self.import_view), name=f"{prefix}_add"
        )
        return [add, *super().get_urls()]

    def import_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            entries = form.cleaned_data.pop("file")
            try:
                screening.import_list(
                    entries=entries, by=request.user, **form.cleaned_data
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                told = ngettext(
                    "%(number)s name was taken in. Everybody is being screened; what is found will be in the queue.",
                    "%(number)s names were taken in. Everybody is being screened; what is found will be in the queue.",
                    len(entries),
                ) % {"number": len(entries)}
                messages.success(request, told)
                return redirect(self.url("changelist"))
        return self.ask(
            request,
            None,
            form=form,
            title=gettext("Import a screening list"),
            label=gettext("Import"),
        )

    def object_url(self, obj) -> str:
        return super().object_url(obj) if obj else self.url("changelist")


# --- What waits -----------------------------------------------------------------------------


def _unscreened(rows):
    """Never looked at, in doubt, or looked at too long ago."""
    return rows.filter(
        Q(
            compliance_status__in=[
                ComplianceStatus.NOT_SCREENED,
                ComplianceStatus.POSSIBLE,
            ]
        )
        | Q(
            compliance_status=ComplianceStatus.CLEAR,
            screened_until__lt=timezone.localdate(),
        )
    )


def _people_to_screen(people):
    """Those who act for somebody: staff and people without a seat do not wait."""
    seated = Seat.objects.current().values("person")
    return _unscreened(people.filter(is_active=True, is_staff=False, pk__in=seated))


def _exemptions_that_end(rows):
    soon = timezone.localdate() + ENDS_SOON
    return rows.filter(
        compliance_status=ComplianceStatus.EXEMPTED, exempted_until__lte=soon
    )


for queue in (
    Queue(
        name="findings",
        label=_("Names found on screening lists"),
        model=Finding,
        rows=lambda rows: rows.open(),
        since="created_at",
    ),
    Queue(
        name="unscreened",
        label=_("Organisations to be screened, or with a possible finding"),
        model=Organisation,
        rows=_unscreened,
        since="created_at",
    ),
    Queue(
        name="exemptions",
        label=_("Exemptions that ended, or end within 30 days"),
        model=Organisation,
        rows=_exemptions_that_end,
        since="exempted_until",
    ),
    Queue(
        name="people-unscreened",
        label=_("People to be screened, or with a possible finding"),
        model=User,
        rows=_people_to_screen,
        since="date_joined",
    ),
    Queue(
        name="people-exemptions",
        label=_("Exemptions of people that ended, or end within 30 days"),
        model=User,
        rows=_exemptions_that_end,
        since="exempted_until",
    ),
):
    work_queue.register(queue)
