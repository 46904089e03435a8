"""Versions of the weights: what they are, what they would change, which is in use.

The model is of `matching`; its page stands here because it names needs.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import fetch
from core.admin import Button, StaffAdmin
from core.errors import DomainError
from matching import services
from matching.forms import LABELS, WeightsForm
from matching.models import WeightSet
from matching.terms import TERMS
from matching.weights import START, Weights
from matching.weights_in_use import current, weights_of
from scaps.models import Need
from solutions import preview
from solutions.wording import WORDS
from translations import services as translations

LANGUAGES = dict(settings.LANGUAGES)
SHIPPED = "shipped"


@admin.register(WeightSet)
class WeightSetAdmin(StaffAdmin):
    list_display = ["version", "state", "made_at", "made_by", "used_since", "used_by"]
    list_filter = ["state"]
    list_select_related = ["made_by", "used_by"]
    ordering = ["-made_at", "-pk"]
    fields = [
        "version",
        "state",
        "made_at",
        "made_by",
        "used_since",
        "used_by",
        "note",
    ]
    readonly_fields = fields

    def get_urls(self):
        return [
            self.own_path("copy", self.copy_view, "copy"),
            self.own_path("edit", self.edit_view, "edit"),
            self.own_path("preview", self.preview_view, "preview"),
            self.own_path("use", self.use_view, "use"),
            self.own_path("discard", self.discard_view, "discard"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        def may(verb: str) -> bool:
            return request.user.has_perm(f"matching.{verb}_weightset", obj)

        found = []
        if may("use") and services.is_previewed(obj, current().version):
            found.append(
                Button(_("Use these weights"), self.url("use", obj.pk), asks=True)
            )
        if may("preview"):
            label = _("Preview again") if obj.previewed_at else _("Preview")
            found.append(Button(label, self.url("preview", obj.pk)))
        if may("edit"):
            found += [
                Button(_("Change the numbers"), self.url("edit", obj.pk), asks=True),
                Button(_("Discard"), self.url("discard", obj.pk), tone="quiet"),
            ]
        if may("add"):
            url = self.url("copy", obj.pk)
            found.append(
                Button(_("New version from this one"), url, asks=True, tone="quiet")
            )
        return found

    def changelist_view(self, request, extra_context=None):
        """Says which version scores today: it may be the one that was shipped."""
        context = {"weights": current(), "is_shipped": current() == START}
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        in_use = current()
        context |= {
            "table": table(weights_of(obj), in_use),
            "singles": singles(weights_of(obj), in_use),
            "in_use": in_use.version,
            "found": shown(obj, in_use),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Pages behind the buttons ---------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        base = START if SHIPPED in request.GET else current()
        return self._new(request, base, back=self.url("changelist"))

    def copy_view(self, request, pk):
        row = fetch(request.user, "matching.add_weightset", WeightSet, pk=pk)
        return self._new(request, weights_of(row), back=self.object_url(row))

    def edit_view(self, request, pk):
        row = fetch(request.user, "matching.edit_weightset", WeightSet, pk=pk)
        form = WeightsForm(request.POST or None, base=weights_of(row), note=row.note)
        if form.is_valid():
            return self.perform(
                request,
                row,
                services.change,
                changes=form.changes(),
                note=form.cleaned_data["note"],
            )
        title = gettext("Numbers of version %(version)s") % {"version": row.version}
        return self.ask(request, row, form=form, title=title, label=gettext("Save"))

    def preview_view(self, request, pk):
        row = fetch(request.user, "matching.preview_weightset", WeightSet, pk=pk)
        if request.method != "POST":
            return redirect(self.object_url(row))
        return self.perform(request, row, services.preview)

    def use_view(self, request, pk):
        """Asks once more, with what would change before one's eyes."""
        row = fetch(request.user, "matching.use_weightset", WeightSet, pk=pk)
        if request.method == "POST":
            return self.perform(request, row, services.use)
        in_use = current()
        context = {
            **self.page_context(request, row),
            "title": gettext("Use version %(version)s") % {"version": row.version},
            "label": gettext("Use these weights"),
            "in_use": in_use.version,
            "found": shown(row, in_use),
        }
        template = "admin/matching/weightset/use.html"
        return TemplateResponse(request, template, context)

    def discard_view(self, request, pk):
        row = fetch(request.user, "matching.edit_weightset", WeightSet, pk=pk)
        if request.method != "POST":
            return redirect(self.object_url(row))
        try:
            services.discard(row, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.object_url(row))
        messages.success(request, gettext("Discarded."))
        return redirect(self.url("changelist"))

    def _new(self, request, base: Weights, *, back: str):
        form = WeightsForm(request.POST or None, base=base)
        if form.is_valid():
            row = services.draft(
                base,
                form.changes(),
                note=form.cleaned_data["note"],
                by=request.user,
            )
            messages.success(
                request,
                gettext("The draft is saved. Preview it before it can be used."),
            )
            return redirect(self.object_url(row))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("New weights, from version %(version)s")
            % {"version": base.version},
            "form": form,
            "label": gettext("Save as a draft"),
            "object_url": back,
            "media": self.media + form.media,
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/matching/weightset/new.html"
        return TemplateResponse(request, template, context, status=status)


def table(weights: Weights, in_use: Weights) -> list[dict]:
    """One row a term: its weight, what it adds at most, and both in use now."""
    return [
        {
            "label": LABELS[term],
            "weight": weights.weight[term],
            "points": weights.points(term),
            "points_in_use": in_use.points(term),
            "missing": weights.missing[term],
            "missing_in_use": in_use.missing[term],
            "differs": (weights.weight[term], weights.missing[term])
            != (in_use.weight[term], in_use.missing[term]),
        }
        for term in TERMS
    ]


def singles(weights: Weights, in_use: Weights) -> list[dict]:
    return [
        {
            "label": WeightsForm.base_fields[name].label,
            "value": getattr(weights, name),
            "in_use": getattr(in_use, name),
        }
        for name in services.SINGLE
    ]


def shown(row: WeightSet, in_use: Weights) -> dict:
    """The preview in words; how far it has come while it is being computed."""
    found = row.preview
    if not found:
        return {"state": "none"}
    if "rows" not in found:
        return {"state": "computing", "done": 0, "of": 0}
    done, left = len(found["rows"]), len(found["left"])
    if row.previewed_at is None:
        return {"state": "computing", "done": done, "of": done + left}
    needs = Need.objects.select_related("organisation").in_bulk(
        [change["need"] for change in preview.most_changed(found)]
    )
    translations.prepare(needs.values())
    return {
        "state": "ready" if services.is_previewed(row, in_use.version) else "old",
        "at": row.previewed_at,
        "against": found["against"],
        "total": preview.total(found),
        "languages": [
            (LANGUAGES[change.lang], change) for change in preview.by_language(found)
        ],
        "words": [
            {**counted, "label": WORDS[counted["word"]]}
            for counted in preview.words(found)
        ],
        "changed": [
            {
                **change,
                "title": translations.read(needs[change["need"]], "title"),
                "language": LANGUAGES[change["lang"]],
            }
            for change in preview.most_changed(found)
            if change["need"] in needs
        ],
        "judged": found["judged"],
    }
