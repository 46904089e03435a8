"""Matches as staff see them, and what the secretariat recommends."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import fetch
from core.admin import Button, StaffAdmin
from core.errors import DomainError
from core.languages import current
from scaps.models import Need
from solutions import quality, services
from solutions.admin.links import link
from solutions.admin.pairs import PairForm, Suggesting
from solutions.advice_forms import PinForm
from solutions.models import Match, Solution
from solutions.states import Dismissal, MatchState
from solutions.wording import WORDS


class RecommendForm(PairForm, PinForm):
    """The same for any pair."""

    field_order = ["need", "solution", "reason", "lang"]


class WordFilter(admin.SimpleListFilter):
    title = _("how well it fits")
    parameter_name = "word"

    def lookups(self, request, model_admin):
        return WORDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(word=self.value()) if self.value() in WORDS else queryset


class BandFilter(admin.SimpleListFilter):
    title = _("place on the list")
    parameter_name = "band"

    def lookups(self, request, model_admin):
        return [(name, name.replace("-", "–")) for name in quality.BANDS]

    def queryset(self, request, queryset):
        limits = quality.BANDS.get(self.value())
        return queryset.filter(rank__range=limits) if limits else queryset


class ReasonFilter(admin.SimpleListFilter):
    title = _("why it was put aside")
    parameter_name = "because"

    def lookups(self, request, model_admin):
        return Dismissal.choices

    def queryset(self, request, queryset):
        """The code is the first line of a reason."""
        if self.value() not in Dismissal.values:
            return queryset
        alone = Q(decision_reason=self.value())
        return queryset.filter(
            alone | Q(decision_reason__startswith=f"{self.value()}\n"),
            state=MatchState.DISMISSED,
        )


class NeedLanguageFilter(admin.ChoicesFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("language of the need")


class SolutionLanguageFilter(admin.ChoicesFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("language of the solution")


@admin.register(Match)
class MatchAdmin(Suggesting, StaffAdmin):
    """Jobs compute matches and cities decide; staff recommend, with a reason."""

    list_display = ["pair", "place", "number", "fits", "state", "pinned_at"]
    list_filter = [
        "state",
        WordFilter,
        BandFilter,
        ReasonFilter,
        ("pinned_at", admin.EmptyFieldListFilter),
        ("need__source_lang", NeedLanguageFilter),
        ("solution__source_lang", SolutionLanguageFilter),
    ]
    list_select_related = ["need", "solution"]
    search_fields = ["need__title"]
    ordering = ["-pk"]
    fields = [
        "need_link",
        "solution_link",
        "place",
        "number",
        "fits",
        "state",
        "decided_at",
        "pinned_at",
        "pinned_by",
        "pin_reason",
        "pin_lang",
    ]
    readonly_fields = fields

    def has_add_permission(self, request):
        return request.user.has_perm("solutions.pin_match")

    def get_search_results(self, request, queryset, search_term):
        """In the texts of both sides, in six languages."""
        if not search_term:
            return queryset, False
        needs = Need.objects.found_by(search_term).values("pk")
        solutions = Solution.objects.found_by(search_term).values("pk")
        return queryset.filter(Q(need__in=needs) | Q(solution__in=solutions)), False

    @admin.display(description=_("match"))
    def pair(self, match):
        return f"{match.need} → {match.solution}"

    @admin.display(description=_("need"))
    def need_link(self, match):
        return link(
            reverse("admin:scaps_need_change", args=[match.need_id]), match.need
        )

    @admin.display(description=_("solution"))
    def solution_link(self, match):
        url = reverse("admin:solutions_solution_change", args=[match.solution_id])
        return link(url, match.solution)

    @admin.display(description=_("place on the list"), ordering="rank")
    def place(self, match):
        return match.rank

    @admin.display(description=_("score"), ordering="value")
    def number(self, match):
        return match.value

    @admin.display(description=_("how well it fits"), ordering="word")
    def fits(self, match):
        return WORDS.get(match.word, match.word)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["subtitle"] = self.pair(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Recommending -------------------------------------------------------------

    def get_urls(self):
        return [
            self.own_path("pin", self.pin_view, "pin"),
            self.own_path("unpin", self.unpin_view, "unpin"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        found = [
            Button(
                _("The list of this need"),
                reverse("solutions:finder", args=[obj.need_id]),
                asks=True,
                tone="quiet",
            )
        ]
        if not request.user.has_perm("solutions.pin_match"):
            return found
        found = [*self.suggest_buttons(request, obj), *found]
        if obj.pinned_at is None:
            pin = Button(_("Recommend"), self.url("pin", obj.pk), asks=True)
            return [pin, *found]
        unpin = Button(
            _("Take the recommendation back"),
            self.url("unpin", obj.pk),
            tone="quiet",
        )
        return [unpin, *found]

    def add_view(self, request, form_url="", extra_context=None):
        """Recommend a solution that may not be on the need's list at all."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"lang": current(), "need": request.GET.get("need")}
        form = RecommendForm(
            request.POST or None, initial=initial, site=self.admin_site
        )
        if form.is_valid() and (match := self._pinned(request, form)):
            return redirect(self.object_url(match))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Recommend a solution for a need"),
            "form": form,
            "label": gettext("Recommend"),
            "object_url": self.url("changelist"),
            "media": self.media + form.media,
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/solutions/match/recommend.html"
        return TemplateResponse(request, template, context, status=status)

    def pin_view(self, request, pk):
        """After a recommendation was taken back, its reason is there to be used again."""
        match = self._match(request, pk)
        form = PinForm(
            request.POST or None, initial={"lang": current(), **_last_reason(match)}
        )
        if form.is_valid() and self._pinned(request, form, match):
            return redirect(self.object_url(match))
        title = gettext("Recommend “%(solution)s”") % {"solution": match.solution}
        return self.ask(
            request, match, form=form, title=title, label=gettext("Recommend")
        )

    def unpin_view(self, request, pk):
        match = self._match(request, pk)
        if request.method != "POST":
            return redirect(self.object_url(match))
        try:
            services.unpin(match, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            words = gettext("The recommendation was taken back.")
            undo = link(self.url("pin", pk), gettext("Recommend it again"))
            messages.success(request, format_html("{} {}", words, undo))
        return redirect(self.object_url(match))

    def _match(self, request, pk) -> Match:
        source = self.get_queryset(request).select_related("need", "solution")
        return fetch(request.user, "solutions.pin_match", source, pk=pk)

    def _pinned(self, request, form, match: Match | None = None) -> Match | None:
        """The match, recommended; or none, with the reason for that in the form."""
        data = form.cleaned_data
        try:
            pinned = services.pin(
                match.need if match else data["need"],
                match.solution if match else data["solution"],
                reason=data["reason"],
                lang=data["lang"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
            return None
        messages.success(
            request, gettext("Recommended. The local government has been told.")
        )
        return pinned


def _last_reason(match: Match) -> dict:
    """Why the pair was recommended last, from the history."""
    events = Match.pgh_event_model.objects.filter(pgh_obj_id=match.pk)
    last = events.exclude(pin_reason="").order_by("-pgh_id").first()
    return {"reason": last.pin_reason, "lang": last.pin_lang} if last else {}
