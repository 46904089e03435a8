"""A need and a solution, chosen by staff: recommended, or brought together."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin import Button
from core.errors import DomainError
from core.languages import current
from core.pages import sent
from core.text import whole_number
from scaps.models import Need
from solutions.forms.introducing import SuggestForm
from solutions.models import Match, Solution
from solutions.services import introducing


class SearchBox(AutocompleteSelect):
    """Shows nothing chosen for what is no number of a row."""

    def optgroups(self, name, value, attr=None):
        known = [pk for pk in value if whole_number(str(pk)) is not None]
        return super().optgroups(name, known, attr)


class PairForm(forms.Form):
    """Any pair; the boxes search as the lists of the admin do."""

    need = forms.ModelChoiceField(label=_("Need"), queryset=Need.objects.all())
    solution = forms.ModelChoiceField(
        label=_("Solution"),
        help_text=_("Published solutions of providers that matching may reach."),
        queryset=Solution.objects.all(),
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("need", "solution"):
            field = self.fields[name]
            field.widget = SearchBox(Match._meta.get_field(name), site)
            field.widget.choices = field.choices


class SuggestPairForm(PairForm, SuggestForm):
    field_order = ["need", "solution", "text", "lang"]


class Suggesting:
    """Of an admin of matches: the secretariat suggests that the two sides talk."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.suggest_view)
        return [
            path("suggest/", view, name="solutions_match_suggest"),
            *super().get_urls(),
        ]

    def suggest_buttons(self, request, match: Match) -> list[Button]:
        if not request.user.has_perm("solutions.suggest_introduction"):
            return []
        pair = urlencode({"need": match.need_id, "solution": match.solution_id})
        return [
            Button(
                gettext("Suggest an introduction"),
                f"{self.url('suggest')}?{pair}",
                asks=True,
                tone="quiet",
            )
        ]

    def suggest_view(self, request):
        """Both sides are asked; names show when both have agreed."""
        if not request.user.has_perm("solutions.suggest_introduction"):
            raise PermissionDenied
        first = {name: request.GET.get(name) for name in ("need", "solution")}
        form = SuggestPairForm(
            sent(request),
            initial=first | {"lang": current()},
            site=self.admin_site,
        )
        if form.is_valid() and (introduction := _suggested(request, form)):
            return redirect(
                reverse(
                    "admin:introductions_introduction_change", args=[introduction.pk]
                )
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Suggest an introduction"),
            "form": form,
            "label": gettext("Suggest an introduction"),
            "object_url": self.url("changelist"),
            "media": self.media + form.media,
        }
        status = 422 if form.is_bound else 200
        template = "admin/solutions/match/recommend.html"
        return TemplateResponse(request, template, context, status=status)


def _suggested(request, form):
    """The introduction; or none, with the reason for that in the form."""
    try:
        found = introducing.suggest(by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, gettext("Both sides are asked, and told of it."))
    return found
