from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import WorkflowAdmin
from core.languages import column
from core.work_queue import QueueFilter
from scaps.models import Need
from scaps.services import needs as services
from scaps.states import WORKFLOW
from translations import services as translations
from translations.admin import TextsAdmin, TextsForm, changed_translations

TEXTS = ("title", "text")


class NeedForm(TextsForm):
    """Carries the version it was filled from: of two people one is told."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self):
        data = super().clean()
        saved = Need.objects.values_list("version", flat=True).get(pk=self.instance.pk)
        if data.get("version") != saved:
            raise forms.ValidationError(
                _("Somebody else saved this need while you were writing."),
                code="conflict",
            )
        return data


@admin.register(Need)
class NeedAdmin(TextsAdmin, WorkflowAdmin):
    """Needs are written on the portal's pages; staff correct, translate and move them."""

    form = NeedForm
    workflow, services = WORKFLOW, services
    list_display = ["__str__", "organisation", "sector", "state", "published_at"]
    list_filter = [QueueFilter, "state", "visibility", "source_lang", "is_demo"]
    list_select_related = ["organisation", "sector"]
    search_fields = ["search"]
    date_hierarchy = "created_at"
    readonly_fields = [
        "organisation",
        "state",
        "entered_by",
        "created_at",
        "published_at",
        "published_by",
        "closed_at",
        "closed_by",
        "close_reason",
    ]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def save_model(self, request, obj, form, change):
        """The service compares, counts versions and asks for new matches."""
        lang = obj.source_lang
        data = form.cleaned_data
        texts = {name: data[column(name, lang)] for name in TEXTS}
        need = services.change(
            obj, data | texts, version=data["version"], by=request.user
        )
        for field, code in changed_translations(obj, form):
            text = data[column(field, code)]
            translations.write(need, field, code, text, by=request.user)
