"""The demo network: the portal in every state, matched by the real jobs.

Loading twice adds nothing. Cities are real; people, firms, plans and figures
are invented, and their rows say so.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from matching import mean_sets
from members.models import User
from neascn.demo import catalogue, network
from neascn.demo.files import read
from solutions import catalogue_vectors, matching
from solutions.models import Ranking, Solution
from vocabulary import loading as vocabulary

Say = Callable[[str], None]


def load(say: Say) -> None:
    """Vocabulary, networks, people, providers, solutions, needs; then the jobs."""
    with transaction.atomic():
        vocabulary.load()
        network.load_providers()
        network.load()
        solutions = catalogue.load_solutions()
    if solutions:
        say(f"{solutions} solutions are being read by the encoder …")
        ids = Solution.objects.published().values_list("pk", flat=True)
        catalogue_vectors.embed_solutions(ids)
        mean_sets.refresh()
    with transaction.atomic():
        needs = catalogue.load_needs()
    if needs or Ranking.objects.filter(done__lt=F("wanted")).exists():
        say("Needs are being matched …")
        match_all()
        if needs:
            # Lists made while needs came in know too little about hubs.
            catalogue_vectors.renew_pulls()
            match_all()


def match_all() -> None:
    after: int | None = 0
    while after is not None:
        after = matching.match_chunk(after)


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, e-mail, language) of one demo person per role."""
    known = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
    return [
        (row["role"], row["email"], row["language"])
        for row in read("people")
        if row["sign_in"] and row["email"] in known
    ]
