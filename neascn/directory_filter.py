"""The facets of the member directory, those included that look into plans and needs."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    Count,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    Subquery,
)
from django.utils.translation import gettext_lazy as _

from core import facets
from members import filters
from members.filters import CodesFilter, MemberFilter
from members.models import Network
from scaps import circles
from scaps.models import Scap
from scaps.states import NeedState
from vocabulary.models import NeedType, Sector, UnitType


def members(user):
    """Members, with the sectors of their plan and the needs that the reader may see."""
    plan = Scap.objects.visible_to(user).published().filter(organisation=OuterRef("pk"))
    newest = plan.order_by("-current__published_at").values("current__sectors")
    return filters.directory(user).alias(
        plan_sectors=Subquery(
            newest[:1], output_field=ArrayField(CharField(max_length=40))
        ),
        open_need=FilteredRelation(
            "needs",
            condition=Q(
                needs__state=NeedState.PUBLISHED,
                needs__visibility__in=circles.open_to(user),
            ),
        ),
    )


class DirectoryFilter(MemberFilter):
    sector = CodesFilter(label=_("Sector of the plan"), method="by_sector")
    seeking = CodesFilter(label=_("Looking for"), field_name="open_need__types__code")

    def by_sector(self, queryset, name, codes):
        return queryset.filter(plan_sectors__overlap=codes) if codes else queryset

    def groups(self, lands: list, user) -> list[facets.Facet]:
        words = facets.words(
            {
                "type": UnitType.objects.filter(
                    localgovernment__organisation__in=self.queryset.values("pk")
                ).distinct(),
                "sector": Sector.objects.all(),
                "seeking": NeedType.objects.all(),
            }
        )
        of_plans = facets.groups(
            self, {"sector": words.pop("sector")}, self.sector_counts(user)
        )
        terms = {
            "country": lands,
            "network": Network.objects.annotate(code=F("slug")),
            "type": words["type"],
            "seeking": words["seeking"],
        }
        *others, seeking = facets.groups(self, terms)
        return [*others, *of_plans, seeking]

    def sector_counts(self, user) -> dict[tuple[str, str], int]:
        """Counted in the plans: a list of codes is no relation to group by."""
        rows = (
            Scap.objects.visible_to(user)
            .published()
            .filter(organisation__in=facets.rows_without(self, "sector").values("pk"))
            .order_by()
            .annotate(
                code=Func(
                    F("current__sectors"), function="unnest", output_field=CharField()
                )
            )
            .values("code")
            .annotate(n=Count("organisation", distinct=True))
        )
        return {("sector", row["code"]): row["n"] for row in rows}
