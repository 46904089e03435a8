"""For whoever did not want to wait at the page: a notice when the list is there."""

from django.db import transaction

from members.models import User
from notifications import services as notifications
from scaps.states import NeedState
from solutions.matching import WAITS_AT_MOST
from solutions.models import Match, Ranking
from solutions.notices import MatchesReady

FITTING = ("strong", "possible")


@transaction.atomic
def tell(need_id: int) -> None:
    """Tell the office that its list is ready, if the page had given up waiting."""
    ranking = Ranking.objects.select_for_update(of=("self",)).get(need=need_id)
    need = ranking.need
    was_told = ranking.told >= ranking.done
    if was_told or ranking.restricted or need.state == NeedState.CLOSED:
        return
    if ranking.done_at is None or ranking.done_at - ranking.wanted_at <= WAITS_AT_MOST:
        return
    ranking.told = ranking.done
    ranking.save(update_fields=["told"])
    notifications.announce(
        MatchesReady,
        about=need,
        by=None,
        to=User.objects.speaking_for(need.organisation),
        matches=Match.objects.live().filter(need=need, word__in=FITTING).count(),
    )
