"""A notice to the city when strong matches arrive after its first list."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from members.compliance import is_restricted
from members.models import User
from notifications import services as notifications
from notifications.models import Event
from scaps.models import Need
from scaps.states import NeedState
from solutions.models import Match, Ranking
from solutions.notices import StrongMatch

AT_MOST_EVERY = timedelta(hours=24)
STRONG = "strong"
# Stands in `strong_told` for “the first list was shown”; no solution has this id.
FIRST_LIST = 0


@transaction.atomic
def tell_of_strong(need_id: int) -> None:
    """Tell the office of strong matches that it was never told of.

    The first list tells nothing: whoever saved the need is looking at it. A day
    passes between two notices about one need; what came meanwhile is told together.
    """
    ranking = (
        Ranking.objects.select_for_update(of=("self",))
        .select_related("need__organisation__country")
        .filter(need=need_id, done__gt=0)
        .first()
    )
    if ranking is None or not _may_be_told(ranking):
        return
    told = set(ranking.strong_told)
    strong = Match.objects.live().undecided().filter(need=need_id, word=STRONG)
    found = list(strong.order_by("rank").values_list("solution", flat=True))
    new = [solution for solution in found if solution not in told]
    if FIRST_LIST not in told:
        _keep(ranking, [FIRST_LIST, *new])
    elif new and not _was_told_lately(ranking.need):
        _keep(ranking, new)
        notifications.announce(
            StrongMatch,
            about=ranking.need,
            by=None,
            to=User.objects.speaking_for(ranking.need.organisation),
            matches=len(new),
            solution=new[0],
        )


def tell_the_rest() -> None:
    """Once a night: what had to wait because a notice had just gone out."""
    strong = Match.objects.undecided().filter(word=STRONG)
    needs = Need.objects.open().filter(pk__in=strong.values("need"))
    for need_id in needs.order_by("pk").values_list("pk", flat=True):
        tell_of_strong(need_id)


def _may_be_told(ranking: Ranking) -> bool:
    need = ranking.need
    closed = need.state == NeedState.CLOSED
    return not (closed or ranking.restricted or is_restricted(need.organisation))


def _was_told_lately(need: Need) -> bool:
    return Event.objects.filter(
        kind=StrongMatch.slug,
        target_type=ContentType.objects.get_for_model(Need),
        target_id=need.pk,
        at__gt=timezone.now() - AT_MOST_EVERY,
    ).exists()


def _keep(ranking: Ranking, solutions: list[int]) -> None:
    ranking.strong_told = sorted({*ranking.strong_told, *solutions})
    ranking.save(update_fields=["strong_told"])
