"""Organisations and who sits there; networks and who belongs to them."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from core import work_queue
from core.access import fetch
from core.admin import Button, StaffAdmin, StaffInline
from core.work_queue import Queue, QueueFilter
from members.forms import ScreeningForm
from members.models import (
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    Seat,
)
from members.services import screening
from members.states import PROVIDING, ComplianceStatus
from translations.admin import TextsAdmin

ENDS_SOON = timedelta(days=30)


class LocalGovernmentInline(StaffInline, TranslationStackedInline):
    model = LocalGovernment
    extra = 1
    exclude = ["label"]
    autocomplete_fields = ["unit_type", "parent", "head_title"]


class ProviderInline(StaffInline, admin.StackedInline):
    model = Provider
    extra = 1


class SeatInline(StaffInline, admin.StackedInline):
    model = Seat
    fields = ["person", "role", "ended_at"]
    readonly_fields = ["ended_at"]
    autocomplete_fields = ["person"]


class MembershipInline(StaffInline, admin.StackedInline):
    model = Membership
    fields = ["network", "state", "is_founding", "since", "decision"]
    readonly_fields = ["state", "is_founding", "since", "decision"]


@admin.register(Organisation)
class OrganisationAdmin(TextsAdmin):
    list_display = ["__str__", "kind", "country", "compliance_status", "is_public"]
    list_filter = [
        QueueFilter,
        "kind",
        "compliance_status",
        "is_public",
        "is_demo",
        "country",
    ]
    list_select_related = ["country"]
    search_fields = ["search"]
    autocomplete_fields = ["country"]
    inlines = [LocalGovernmentInline, ProviderInline, MembershipInline, SeatInline]
    kept = [
        "compliance_status",
        "exemption_reason",
        "exemption_reference",
        "exempted_until",
        "is_demo",
        "created_at",
        "updated_at",
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "slug", *self.kept] if obj else self.kept

    def get_inlines(self, request, obj):
        """The profile is that of its kind; the kind is known once it is saved."""
        profile = {LocalGovernmentInline, ProviderInline}
        if obj and obj.is_local_government:
            profile.remove(LocalGovernmentInline)
        elif obj and obj.kind in PROVIDING:
            profile.remove(ProviderInline)
        return [inline for inline in self.inlines if inline not in profile]

    def get_urls(self):
        return [
            self.own_path("screen", self.screen_view, "screen"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        if not request.user.has_perm("members.screen_organisation", obj):
            return []
        return [
            Button(
                pgettext_lazy("compliance", "Screen"),
                self.url("screen", obj.pk),
                asks=True,
            )
        ]

    def screen_view(self, request, pk):
        organisation = fetch(
            request.user, "members.screen_organisation", Organisation, pk=pk
        )
        form = ScreeningForm(
            request.POST or None,
            initial={
                "status": organisation.compliance_status,
                "reason": organisation.exemption_reason,
                "reference": organisation.exemption_reference,
                "until": organisation.exempted_until,
            },
        )
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            return self.perform(request, organisation, screening.screen, **data)
        title = gettext("Screening of %(organisation)s") % {
            "organisation": organisation
        }
        return self.ask(
            request, organisation, form=form, title=title, label=gettext("Record")
        )


@admin.register(LocalGovernment)
class LocalGovernmentAdmin(StaffAdmin, TranslationAdmin):
    """Found by the field “part of”; edited on the organisation's page."""

    search_fields = ["search"]
    list_select_related = ["organisation"]

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def get_search_results(self, request, queryset, search_term):
        found = Organisation.objects.found_by(search_term)
        return queryset.filter(organisation__in=found), False


@admin.register(Network)
class NetworkAdmin(StaffAdmin, TranslationAdmin):
    group_fieldsets = True
    list_display = ["acronym", "name", "founded", "order"]
    search_fields = ["acronym", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


UNSCREENED = [ComplianceStatus.NOT_SCREENED, ComplianceStatus.POSSIBLE]


def _exemptions_that_end(organisations):
    soon = timezone.localdate() + ENDS_SOON
    return organisations.filter(
        compliance_status=ComplianceStatus.EXEMPTED, exempted_until__lte=soon
    )


work_queue.register(
    Queue(
        name="unscreened",
        label=_("Organisations not screened, or with a possible finding"),
        model=Organisation,
        rows=lambda rows: rows.filter(compliance_status__in=UNSCREENED),
        since="created_at",
    )
)
work_queue.register(
    Queue(
        name="exemptions",
        label=_("Exemptions that ended, or end within 30 days"),
        model=Organisation,
        rows=_exemptions_that_end,
        since="exempted_until",
    )
)
