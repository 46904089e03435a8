"""Organisations and who sits there; networks and who belongs to them."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from core.admin import ReadOnly, StaffAdmin, StaffInline
from core.work_queue import QueueFilter
from members.admin.screening import STATUS_COLUMNS, ScreenedAdmin, ScreeningInline
from members.models import (
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    Seat,
)
from members.states import PROVIDING
from translations.admin import TextsAdmin


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
class OrganisationAdmin(ScreenedAdmin, TextsAdmin):
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
    inlines = [
        LocalGovernmentInline,
        ProviderInline,
        MembershipInline,
        SeatInline,
        ScreeningInline,
    ]
    kept = [
        *STATUS_COLUMNS,
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


@admin.register(LocalGovernment)
class LocalGovernmentAdmin(ReadOnly, StaffAdmin, TranslationAdmin):
    """Found by the field “part of”; edited on the organisation's page."""

    search_fields = ["search"]
    list_select_related = ["organisation"]

    def has_module_permission(self, request):
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
