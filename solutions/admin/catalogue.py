from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import StaffInline
from core.work_queue import Queue, QueueFilter
from scaps.models import Need
from solutions import matching, services
from solutions.admin.as_read import AsReadAdmin
from solutions.gaps import SOLUTION_FACTS
from solutions.models import Match, Reference, Solution
from solutions.report_words import FACTS
from solutions.states import WORKFLOW, SolutionState
from translations.admin import TextsAdmin

NEW = timedelta(days=7)
LAGS = timedelta(minutes=1)


class ReferenceInline(StaffInline, admin.StackedInline):
    model = Reference
    autocomplete_fields = ["country"]


class GapFilter(admin.SimpleListFilter):
    """Solutions that leave out a fact, as the quality report counts them."""

    title = _("what is not stated")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return FACTS.items()

    def queryset(self, request, queryset):
        is_missing = SOLUTION_FACTS.get(self.value())
        return queryset if is_missing is None else queryset.filter(is_missing)


@admin.register(Solution)
class SolutionAdmin(TextsAdmin, AsReadAdmin):
    workflow, services = WORKFLOW, services
    list_display = ["__str__", "provider", "state", "submitted_at", "published_at"]
    list_filter = [
        QueueFilter,
        "state",
        GapFilter,
        "source_lang",
        "maturity",
        "is_demo",
    ]
    list_select_related = ["provider"]
    search_fields = ["search"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["provider"]
    inlines = [ReferenceInline]
    kept = [
        "state",
        "state_reason",
        "submitted_at",
        "submitted_by",
        "published_at",
        "published_by",
        "created_at",
        "updated_at",
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["provider", "slug", *self.kept] if obj else self.kept

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        """A match is recommended among those that matching may reach."""
        found, doubles = super().get_search_results(request, queryset, search_term)
        if is_asked_for_a_match(request):
            found = found.filter(pk__in=matching.eligible().values("pk"))
        return found, doubles

    def save_model(self, request, obj, form, change):
        """Whoever is writing at the provider meets what staff saved meanwhile."""
        obj.version += change
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """What is listed is matched anew, once its sectors and references are saved."""
        super().save_related(request, form, formsets, change)
        if form.instance.state == SolutionState.PUBLISHED:
            services.refresh(form.instance)


def is_asked_for_a_match(request) -> bool:
    """Whether the box that completes what is typed stands for a match's solution."""
    asked = request.GET.get("model_name"), request.GET.get("field_name")
    return asked == ("match", "solution")


def _lagging(needs):
    return needs.filter(
        ranking__done__lt=F("ranking__wanted"),
        ranking__wanted_at__lt=timezone.now() - LAGS,
    )


def _without_a_strong_match(needs):
    """Only those that matching may serve, and has served."""
    strong = Match.objects.filter(need=OuterRef("pk"), word="strong")
    return needs.published().filter(
        ~Exists(strong),
        published_at__gte=timezone.now() - NEW,
        ranking__restricted=False,
        ranking__done__gte=F("ranking__wanted"),
    )


work_queue.register(
    Queue(
        name="submitted",
        label=_("Solutions submitted and waiting for review"),
        model=Solution,
        rows=lambda rows: rows.filter(state=SolutionState.SUBMITTED),
        since="submitted_at",
    )
)
work_queue.register(
    Queue(
        name="lagging",
        label=_("Needs whose matching lags"),
        model=Need,
        rows=_lagging,
        since="ranking__wanted_at",
    )
)
work_queue.register(
    Queue(
        name="without-strong-match",
        label=_("Needs published in the last 7 days without a strong match"),
        model=Need,
        rows=_without_a_strong_match,
        since="published_at",
    )
)
