"""Overlaps as staff see them: computed by jobs, decided by cities, changed by nobody."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import StaffAdmin, StaffInline
from scaps.models import Overlap, OverlapDecision


class DecisionInline(StaffInline, admin.TabularInline):
    model = OverlapDecision
    fields = ["organisation", "verdict", "cause", "reason", "decided_at", "decided_by"]
    readonly_fields = fields


class DecidedFilter(admin.SimpleListFilter):
    title = _("decided on")
    parameter_name = "decided"

    def lookups(self, request, model_admin):
        return [("yes", _("by a city at least")), ("no", _("by nobody"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(decisions__isnull=self.value() == "no").distinct()


@admin.register(Overlap)
class OverlapAdmin(StaffAdmin):
    list_display = ["a", "b", "cities", "score", "is_live", "scored_at"]
    list_filter = [DecidedFilter, "is_live", "weights_version"]
    list_select_related = ["a__organisation", "b__organisation"]
    ordering = ["-score", "pk"]
    fields = [
        "a",
        "b",
        "score",
        "terms",
        "sectors",
        "weights_version",
        "scored_at",
        "is_live",
        "reopened_at",
    ]
    readonly_fields = fields
    inlines = [DecisionInline]

    @admin.display(description=_("cities"))
    def cities(self, overlap):
        return f"{overlap.a.organisation} · {overlap.b.organisation}"
