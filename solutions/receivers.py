from django.utils import timezone

from core import outbox
from matching.signals import preview_wanted, weights_changed
from members.signals import screened
from scaps.signals import need_changed
from solutions.models import Ranking


def connect() -> None:
    need_changed.connect(ask_for_matches, dispatch_uid="solutions.ask_for_matches")
    screened.connect(match_again, dispatch_uid="solutions.match_again")
    weights_changed.connect(score_again, dispatch_uid="solutions.score_again")
    preview_wanted.connect(preview_weights, dispatch_uid="solutions.preview_weights")


def ask_for_matches(sender, need_id: int, text_version: int, **_kwargs) -> None:
    """Inside the need's transaction: what is wanted, and the job that does it."""
    Ranking.objects.update_or_create(
        need_id=need_id,
        defaults={"wanted": text_version, "wanted_at": timezone.now()},
    )
    outbox.enqueue(
        "solutions.match_need", key=f"need-{need_id}-{text_version}", need_id=need_id
    )


def match_again(sender, organisation_id: int, **_kwargs) -> None:
    """An organisation was opened or closed to matching: every list may change."""
    outbox.enqueue("solutions.match_needs", key="all")


def score_again(sender, version: str, **_kwargs) -> None:
    """Other weights are in use: every list is made anew."""
    outbox.enqueue("solutions.match_needs", key="all")


def preview_weights(sender, weight_set_id: int, **_kwargs) -> None:
    outbox.enqueue(
        "solutions.preview_weights",
        key=f"weights-{weight_set_id}",
        weight_set_id=weight_set_id,
    )
