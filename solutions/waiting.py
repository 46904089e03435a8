"""For whoever did not want to wait at the page: a notice when the list is there."""

from members.models import User
from notifications import services as notifications
from solutions.matching import WAITS_AT_MOST
from solutions.models import Ranking
from solutions.notices import MatchesReady


def tell(need_id: int) -> None:
    """Tell the office that its list is ready, if the page had given up waiting."""
    ranking = Ranking.objects.select_related("need__organisation").get(need=need_id)
    if ranking.done_at is None or ranking.done_at - ranking.wanted_at <= WAITS_AT_MOST:
        return
    notifications.announce(
        MatchesReady,
        about=ranking.need,
        by=None,
        to=User.objects.speaking_for(ranking.need.organisation).distinct(),
        matches=ranking.need.matches.count(),
    )
