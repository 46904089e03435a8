"""Organisations and who sits there; networks and who belongs to them."""

from datetime import timedelta

from django.contrib import admin
from django.shortcuts import redirect
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
    CscoTerm,
    Decision,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    Seat,
    User,
)
from members.services import offices, screening
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
    autocomplete_fields = ["decision"]


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


@admin.register(Membership)
class MembershipAdmin(StaffAdmin):
    list_display = ["organisation", "network", "state", "is_founding", "since"]
    list_filter = ["network", "state", "is_founding"]
    list_select_related = ["organisation", "network"]
    search_fields = ["organisation__slug", "organisation__name"]
    autocomplete_fields = ["organisation", "network", "decision"]
    date_hierarchy = "since"

    def get_readonly_fields(self, request, obj=None):
        return ["network", "organisation"] if obj else []


@admin.register(Decision)
class DecisionAdmin(StaffAdmin):
    list_display = ["body", "date", "reference"]
    search_fields = ["body", "reference"]
    date_hierarchy = "date"


@admin.register(Seat)
class SeatAdmin(StaffAdmin):
    list_display = ["person", "organisation", "role", "created_at", "ended_at"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__family_latin", "organisation__slug"]
    autocomplete_fields = ["person", "organisation"]
    date_hierarchy = "created_at"

    def get_readonly_fields(self, request, obj=None):
        return ["person", "organisation", "ended_at"] if obj else ["ended_at"]

    def has_change_permission(self, request, obj=None):
        """A seat that ended is history."""
        if obj is not None and obj.ended_at is not None:
            return False
        return super().has_change_permission(request, obj)

    def get_urls(self):
        return [self.own_path("end", self.end_view, "end"), *super().get_urls()]

    def buttons(self, request, obj):
        if not self.has_change_permission(request, obj):
            return []
        url = self.url("end", obj.pk)
        return [Button(gettext("End this seat"), url, tone="quiet")]

    def end_view(self, request, pk):
        seat = fetch(request.user, "members.change_seat", Seat, pk=pk)
        if request.method != "POST":
            return redirect(self.object_url(seat))
        return self.perform(request, seat, offices.end_seat)


@admin.register(CscoTerm)
class CscoTermAdmin(StaffAdmin):
    list_display = ["person", "organisation", "starts", "ends", "is_acting"]
    list_filter = ["is_acting"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__family_latin", "organisation__slug"]
    autocomplete_fields = ["person", "organisation"]
    date_hierarchy = "starts"


@admin.register(User)
class UserAdmin(StaffAdmin):
    """People. Passwords and second factors are theirs; staff is a superuser's matter."""

    list_display = ["__str__", "email", "language", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", "is_demo", "language"]
    search_fields = ["email", "family_latin", "given_latin", "name_native"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    fields = [
        "email",
        "name_native",
        "name_lang",
        "family_latin",
        "given_latin",
        "patronymic",
        "display_order",
        "salutation",
        "language",
        "timezone",
        "is_active",
        "is_staff",
        "staff_roles",
        "is_superuser",
        "last_login",
        "date_joined",
    ]
    staff_fields = ["is_staff", "staff_roles", "is_superuser"]

    def get_readonly_fields(self, request, obj=None):
        """An address is changed by its owner, who confirms the new one."""
        kept = ["last_login", "date_joined", *(["email"] if obj else [])]
        return kept if request.user.is_superuser else [*kept, *self.staff_fields]

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_staff and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """Somebody new sets a password by the link of “forgot your password”."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


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
