from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from core.admin import StaffAdmin
from vocabulary import models


class TermAdmin(StaffAdmin, TranslationAdmin):
    """Names in six languages. The code is what everything else refers to: it stays."""

    group_fieldsets = True
    list_display = ["code", "name", "order"]
    search_fields = ["code", "name"]
    ordering = ["order", "code"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


admin.site.register(
    [
        models.SolutionArea,
        models.NeedType,
        models.Stage,
        models.FocusArea,
        models.Goal,
        models.Maturity,
        models.Urgency,
        models.PriceModel,
        models.UnitType,
        models.HeadTitle,
    ],
    TermAdmin,
)


@admin.register(models.Sector)
class SectorAdmin(TermAdmin):
    list_display = ["code", "name", "parent", "order"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]


@admin.register(models.GateCriterion)
class GateCriterionAdmin(TermAdmin):
    list_display = ["code", "name", "stage", "order"]
    list_filter = ["stage"]


@admin.register(models.Country)
class CountryAdmin(TermAdmin):
    """`knowledge_only` is shown: whom it opens or closes is compliance's to record."""

    list_display = ["code", "name", "region", "knowledge_only"]
    list_filter = ["region", "knowledge_only"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "knowledge_only"]


@admin.register(models.ExchangeRate)
class ExchangeRateAdmin(StaffAdmin):
    list_display = ["currency", "date", "usd", "source"]
    list_filter = ["currency"]
    date_hierarchy = "date"
