"""What a provider's page of subscriptions shows: the needs for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils.functional import cached_property

from core.languages import listed
from members.models import Organisation
from solutions import addressed
from solutions.addressed import Told
from solutions.models import NeedSubscription, SubscribedNeed
from solutions.pinpointing import shown_needs

LISTS = ("sectors", "areas", "types", "countries")


@dataclass(frozen=True)
class Line:
    """A need for the provider, with the names of the subscriptions that found it."""

    told: Told
    is_new: bool
    names: list[str]

    @property
    def meta(self) -> list[str]:
        return addressed.meta(self.told)


class Summary:
    """One subscription in a line or two."""

    def __init__(self, subscription: NeedSubscription) -> None:
        self.subscription = subscription

    @property
    def is_looking(self) -> bool:
        row = self.subscription
        return row.looked_done < row.looked_wanted

    @cached_property
    def facts(self) -> list[str]:
        found = [getattr(self.subscription, name).all() for name in LISTS]
        return [str(listed(terms)) for terms in found if terms]


def subscriptions(provider: Organisation) -> list[Summary]:
    rows = provider.need_subscriptions.prefetch_related(*LISTS)
    return [Summary(row) for row in rows]


def needs(provider: Organisation, *, only: int | None = None):
    """Ids of the needs found that may still be told, what was found last first."""
    rows = SubscribedNeed.objects.filter(
        subscription__organisation=provider, need__in=shown_needs()
    )
    if only is not None:
        rows = rows.filter(subscription=only)
    found = rows.order_by().values("need").annotate(newest=Max("found_at"))
    return found.order_by("-newest", "-need").values_list("need", flat=True)


def count_new(provider: Organisation) -> int:
    rows = SubscribedNeed.objects.filter(
        subscription__organisation=provider, seen_at=None, need__in=shown_needs()
    )
    return rows.values("need").distinct().count()


def lines(provider: Organisation, ids: Iterable[int]) -> list[Line]:
    ids = list(ids)
    told = addressed.told(ids)
    rows = SubscribedNeed.objects.filter(
        subscription__organisation=provider, need__in=ids
    )
    names: dict[int, list[str]] = {}
    new: set[int] = set()
    found = rows.order_by("subscription__name").values_list(
        "need", "subscription__name", "seen_at"
    )
    for need, name, seen_at in found:
        names.setdefault(need, []).append(name)
        if seen_at is None:
            new.add(need)
    return [Line(told[pk], pk in new, names.get(pk, [])) for pk in ids if pk in told]
