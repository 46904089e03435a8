"""What the admin pages of all apps share.

Rights come from `rules`, asked about the object; nothing is deleted unless a
rule says who may. What has a life cycle shows the moves that are open to the
reader as buttons, and a button calls the app's service.
"""

from collections.abc import Callable
from dataclasses import dataclass

import rules
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import history
from core.access import fetch
from core.errors import DomainError
from core.forms import CleanCharField, ReasonForm
from core.workflow import Move, Workflow

HISTORY_PAGE = 50


@dataclass(frozen=True)
class Button:
    """Something to do with the object of a page; `asks` opens a form first."""

    label: str
    url: str
    asks: bool = False
    tone: str = ""


class WholeForm(forms.ModelForm):
    """Asks all constraints of the model, also those about columns it does not show."""

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)


class LightList(ChangeList):
    """Loads no long texts for a list that does not show them."""

    def get_queryset(self, *args, **kwargs):
        heavy = [
            field.name
            for field in self.opts.concrete_fields
            if isinstance(field, models.TextField | SearchVectorField)
            and field.name not in self.list_display
        ]
        return super().get_queryset(*args, **kwargs).defer(*heavy)


class FieldsOfOurs:
    """Form fields that keep what people meant, and lists of choices as boxes."""

    form = WholeForm
    formfield_overrides = {
        models.CharField: {"form_class": CleanCharField, "empty_value": ""},
        models.TextField: {
            "form_class": CleanCharField,
            "lines": True,
            "empty_value": "",
            "widget": AdminTextareaWidget,
        },
        models.SlugField: {"widget": AdminTextInputWidget},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        choices = isinstance(db_field, ArrayField) and db_field.base_field.choices
        if not choices:
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
            return look_but_do_not_touch(field)
        return forms.MultipleChoiceField(
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            required=not db_field.blank,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Word lists are short: boxes need no script and read well."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def look_but_do_not_touch(field):
    """A row that is chosen here is made and changed on its own page."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = field.widget.can_change_related = False
    return field


class ReadOnly:
    """Rows that are written elsewhere: the admin adds and changes none."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class StaffAdmin(FieldsOfOurs, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    # --- Rights -----------------------------------------------------------------

    def may(self, verb: str, request, obj=None) -> bool:
        """Ask the rule; where there is none, nobody may, superusers included."""
        permission = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        return rules.perm_exists(permission) and request.user.has_perm(permission, obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.may("view", request, obj) or self.may("change", request, obj)

    def has_add_permission(self, request):
        return self.may("add", request)

    def has_change_permission(self, request, obj=None):
        return self.may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may("delete", request, obj)

    # --- Lists --------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return LightList

    def get_search_results(self, request, queryset, search_term):
        """Search in six languages where the model can: `search_fields = ["search"]`."""
        if hasattr(queryset, "found_by"):
            return queryset.found_by(search_term), False
        return super().get_search_results(request, queryset, search_term)

    # --- Object pages ---------------------------------------------------------------

    def buttons(self, request, obj) -> list[Button]:
        """What the reader may do with the object, beside editing it."""
        return []

    def get_fieldsets(self, request, obj=None):
        """Columns that are only shown come first, under a heading of their own."""
        fieldsets = super().get_fieldsets(request, obj)
        readonly = self.get_readonly_fields(request, obj)
        editable = []
        for name, options in fieldsets:
            fields = [field for field in options["fields"] if field not in readonly]
            if fields:
                editable.append((name, {**options, "fields": fields}))
        kept = [f for f in readonly if f not in flatten_fieldsets(editable)]
        if obj is None or not kept:
            return editable
        return [(_("Kept by the portal"), {"fields": kept}), *editable]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["buttons"] = self.buttons(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A service may refuse what a form let through; nothing is saved then."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)

    def history_view(self, request, object_id, extra_context=None):
        """The events of the row and of its parts, instead of what the admin logged."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not hasattr(self.model, "pgh_event_model"):
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        found = Paginator(history.entries(self.histories(obj)), HISTORY_PAGE)
        context = {
            **self.page_context(request, obj),
            "title": gettext("History of %(thing)s") % {"thing": obj},
            "page": found.get_page(request.GET.get("page")),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def histories(self, obj) -> list:
        """Events of the object, and of the parts that its page shows."""
        sources = [history.events_of(self.model, pgh_obj_id=obj.pk)]
        for inline in self.inlines:
            link = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            sources.append(history.events_of(inline.model, **{link.attname: obj.pk}))
        return [source for source in sources if source is not None]

    # --- For pages of one's own -----------------------------------------------------

    def page_context(self, request, obj) -> dict:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "object_url": self.object_url(obj),
        }

    def object_url(self, obj) -> str:
        return self.url("change", obj.pk)

    def url(self, name: str, *args) -> str:
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{self.admin_site.name}:{prefix}_{name}", args=args)

    def own_path(self, route: str, view: Callable, name: str):
        """An address of this model behind the admin's door: `<pk>/<route>/`."""
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        return path(
            f"<int:pk>/{route}/",
            self.admin_site.admin_view(view),
            name=f"{prefix}_{name}",
        )

    def ask(self, request, obj, *, form, title: str, label: str, lead: str = ""):
        """A page with a form that a button opened; `lead` says what to know first."""
        context = {
            **self.page_context(request, obj),
            "title": title,
            "lead": lead,
            "form": form,
            "label": label,
            "media": self.media + form.media,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ask.html", context, status=status)

    def perform(self, request, obj, verb: Callable, **facts):
        """Call a service for whoever is signed in and go back to the object."""
        try:
            verb(obj, by=request.user, **facts)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Done."))
        return redirect(self.object_url(obj))


class WorkflowAdmin(StaffAdmin):
    """Admin of a model with a life cycle: `workflow` is its table, `services` its verbs."""

    workflow: Workflow
    services: object

    def get_urls(self):
        return [
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        return [
            Button(
                move.label, self.url("move", obj.pk, move.name), move.reason, move.tone
            )
            for move in self.workflow.open_to(request.user, obj)
        ]

    def move_view(self, request, pk, name):
        if name not in self.workflow.moves:
            raise Http404
        move: Move = self.workflow.moves[name]
        obj = fetch(request.user, move.permission, self.get_queryset(request), pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method != "POST" and not move.reason:
            return redirect(self.object_url(obj))
        if move.reason and not form.is_valid():
            title = f"{move.label}: {obj}"
            return self.ask(request, obj, form=form, title=title, label=move.label)
        facts = {"reason": form.cleaned_data["reason"]} if move.reason else {}
        return self.perform(request, obj, getattr(self.services, name), **facts)


class StaffInline(FieldsOfOurs):
    """Parts on the page of their whole. Where a part has no rule of its own, whoever
    may change the whole may change its parts."""

    extra = 0
    can_delete = False
    show_change_link = True

    def may(self, verb: str, request, whole) -> bool:
        own = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        if rules.perm_exists(own):
            return request.user.has_perm(own)
        whole_opts = self.parent_model._meta
        if verb != "view":
            verb = "change" if whole else "add"
        return request.user.has_perm(
            f"{whole_opts.app_label}.{verb}_{whole_opts.model_name}", whole
        )

    def has_view_permission(self, request, obj=None):
        return self.may("view", request, obj)

    def has_add_permission(self, request, obj=None):
        return self.may("add", request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return False
