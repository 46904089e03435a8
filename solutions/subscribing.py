"""Open needs of a kind that a provider subscribed to: by what they state, and in meaning.

A job looks and writes; a reader sees only what may still be told. What is new is told
to the provider's people once a day at most.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from matching import engines, hubs, store, terms, weights_in_use
from matching.models import Side
from matching.ranking import many_scores, pulls
from matching.store import Item
from members.compliance import is_restricted
from members.models import Organisation, User
from notifications import services as notifications
from notifications.models import Event
from scaps.models import Need
from solutions.matching import NEED
from solutions.models import NeedSubscription, Ranking, SubscribedNeed
from solutions.notices import NeedsForYou
from solutions.pinpointing import shown_needs

MOST = 50
# A line or two say less than the text of a solution, so that less counts as near.
NEAR_ENOUGH = 0.1
AT_MOST_EVERY = timedelta(days=1)
Nearness = dict[int, float | None]


def narrowed(subscription: NeedSubscription):
    """Needs that state what is subscribed to; a list that is empty says any."""
    needs = shown_needs().exclude(organisation=subscription.organisation_id)
    for field, path in (
        ("sectors", "sector"),
        ("areas", "areas"),
        ("types", "types"),
        ("countries", "organisation__country"),
    ):
        wanted = list(getattr(subscription, field).values_list("pk", flat=True))
        if wanted:
            # Asked apart: a join would list a need once for each area it names.
            of_these = Need.objects.filter(**{f"{path}__in": wanted})
            needs = needs.filter(pk__in=of_these.order_by().values("pk"))
    return needs


def nearness(subscription: NeedSubscription) -> Nearness:
    """Fitting needs, with how near their text is where words were given."""
    needs = narrowed(subscription)
    if not subscription.words:
        newest = needs.order_by("-published_at", "-pk")[:MOST]
        return dict.fromkeys(newest.values_list("pk", flat=True))
    (engine, by), weights = engines.answering(), weights_in_use.current()
    item = Item(subscription.pk, subscription.lang, (subscription.words,))
    texts, _passages = store.unkept_texts([item], by=by)
    among = needs.order_by().values("pk")
    ids = store.nearest(
        NEED, texts.vectors, engine=engine, among=among, limit=MOST, side=Side.NEED
    )
    vectors = store.many_vectors(NEED, ids, engine)
    pull = pulls(hubs.sample(NEED, engine), texts)
    t = 2 * many_scores(list(vectors.values()), texts)[:, 0] - pull[0]
    near = terms.text(t, middle=weights.text_middle, width=weights.text_width)
    pairs = zip(vectors, near.tolist(), strict=True)
    return {need: round(value, 3) for need, value in pairs if value >= NEAR_ENOUGH}


def look(subscription_id: int) -> None:
    """Bring what a subscription found up to date."""
    rows = NeedSubscription.objects.select_related("organisation__country")
    found = rows.filter(pk=subscription_id).first()
    if found is not None:
        closed = is_restricted(found.organisation)
        _keep(found, {} if closed else nearness(found))


@transaction.atomic
def _keep(read: NeedSubscription, near: Nearness) -> None:
    """Unless it was changed meanwhile. What it finds first is there, and is no news."""
    locked = NeedSubscription.objects.select_for_update(of=("self",), no_key=True)
    row = locked.filter(pk=read.pk, looked_wanted=read.looked_wanted).first()
    if row is None:
        return
    now = timezone.now()
    is_first = row.looked_done < row.looked_wanted
    row.found.exclude(need__in=near).delete()
    known = set(row.found.values_list("need", flat=True))
    SubscribedNeed.objects.bulk_create(
        [
            SubscribedNeed(
                subscription=row,
                need_id=need,
                nearness=value,
                found_at=now,
                told_at=now if is_first else None,
            )
            for need, value in near.items()
            if need not in known
        ],
        ignore_conflicts=True,
    )
    row.looked_done, row.looked_at = row.looked_wanted, now
    row.save(update_fields=["looked_done", "looked_at"])


def look_for_all(*, after: int, until: float) -> int | None:
    """Those for whom something may be new; the last one when the time is up."""
    for pk in _behind(after):
        look(pk)
        if monotonic() > until:
            return pk
    return None


def _behind(after: int) -> Iterator[int]:
    """Looked at before the newest need was read."""
    rows = NeedSubscription.objects.filter(pk__gt=after).order_by("pk")
    newest = _newest()
    behind = Q(looked_at=None) | Q(looked_done__lt=F("looked_wanted"))
    if newest is not None:
        behind |= Q(looked_at__lt=newest)
    yield from rows.filter(behind).values_list("pk", flat=True)


def _newest() -> datetime | None:
    """When a need was changed last, or its text read."""
    changed = Need.objects.published().aggregate(at=Max("updated_at"))["at"]
    read = Ranking.objects.aggregate(at=Max("done_at"))["at"]
    return max((at for at in (changed, read) if at), default=None)


def tell_all() -> None:
    rows = SubscribedNeed.objects.filter(told_at=None).order_by()
    for pk in rows.values_list("subscription__organisation", flat=True).distinct():
        tell(pk)


@transaction.atomic
def tell(organisation_id: int) -> None:
    """Tell a provider's people what is new, unless they were told today already."""
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    provider = rows.get(pk=organisation_id)
    if is_restricted(provider) or _was_told(provider):
        return
    new = SubscribedNeed.objects.filter(
        subscription__organisation=provider, told_at=None, need__in=shown_needs()
    )
    needs = sorted(set(new.values_list("need", flat=True)))
    if not needs:
        return
    people = User.objects.active().filter(
        seats__organisation=provider, seats__ended_at=None
    )
    notifications.announce(
        NeedsForYou, about=provider, by=None, to=people.distinct(), needs=needs
    )
    new.update(told_at=timezone.now())


def _was_told(provider: Organisation) -> bool:
    return Event.objects.filter(
        kind=NeedsForYou.slug,
        target_id=provider.pk,
        at__gt=timezone.now() - AT_MOST_EVERY,
    ).exists()
