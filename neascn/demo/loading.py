"""The demo network: the portal in every state, matched by the real jobs.

Loading twice adds nothing. Cities are real; people, firms, plans and figures
are invented, and their rows say so.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import F

from matching import mean_sets
from members.models import User
from neascn.demo import (
    catalogue,
    driver,
    initiatives,
    introductions,
    joining,
    letters,
    network,
    next_steps,
    partners,
    plans,
    reviewing,
    revisions,
    subscriptions,
)
from neascn.demo.files import places, read
from scaps import overlapping
from scaps.models import Need
from solutions import catalogue_vectors, matching
from solutions.models import Ranking, Solution
from vocabulary import loading as vocabulary

Say = Callable[[str], None]
SAID_EVERY = 1000


def load(say: Say) -> None:
    """Vocabulary, networks, people, providers, solutions, needs, plans; then the jobs."""
    with transaction.atomic():
        vocabulary.load()
        network.load_providers()
        network.load()
        letters.load()
        joining.load()
        solutions = catalogue.load_solutions()
    if solutions:
        say(f"{solutions} solutions are being read by the encoder …")
        ours = [row["key"] for row in read("solutions")]
        listed = Solution.objects.published().filter(slug__in=ours)
        catalogue_vectors.embed_solutions(listed.values_list("pk", flat=True))
        mean_sets.refresh()
    with transaction.atomic():
        needs = catalogue.load_needs()
    if plans.load():
        say("Plans are being compared …")
        _compare_plans()
    initiatives.load()
    introductions.load()
    next_steps.load()
    reviewing.load()
    partners.load()
    revisions.load()
    subscriptions.load()
    driver.load()
    if needs or _behind().exists():
        say("Needs are being matched …")
        _match_ours()
        if needs:
            # Lists made while needs came in know too little about hubs.
            catalogue_vectors.renew_pulls()
            _match_ours()


def embed_all(say: Say) -> None:
    """What the worker's back-fill does in its own time: all vectors, then all lists."""
    done = said = 0
    while made := catalogue_vectors.fill():
        done += len(made)
        if done >= said + SAID_EVERY:
            say(f"{done} solutions were read by the encoder …")
            said = done
    mean_sets.refresh()
    catalogue_vectors.renew_pulls()
    say("Needs are being matched …")
    after: int | None = 0
    while after is not None:
        after = matching.match_chunk(after)


def _compare_plans() -> None:
    """What the sweep of the worker does: overlaps of all that was published."""
    while waiting := overlapping.behind():
        compared = overlapping.prepare(waiting)
        overlapping.compare(compared)
        overlapping.finish(compared)


def _match_ours() -> None:
    """Lists of the needs written by hand; those of generated ones are the worker's."""
    needs = Need.objects.open().filter(organisation__slug__in=places())
    for need_id in needs.order_by("pk").values_list("pk", flat=True):
        matching.match(need_id)


def _behind():
    waiting = Ranking.objects.filter(done__lt=F("wanted"))
    return waiting.filter(need__organisation__slug__in=places())


def sign_ins() -> list[str]:
    """Role, e-mail and language of one demo person per role, and their password."""
    known = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
    lines = [
        f"  {row['role']:16} {row['email']:36} {row['language']}"
        for row in read("people")
        if row["sign_in"] and row["email"] in known
    ]
    return [*lines, f"  password for all: {settings.DEMO_PASSWORD}"]
