"""Many solutions at once: nobody who saves a need waits behind them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from solutions import catalogue_vectors, facts, matching, placing, tasks
from solutions.catalogue_vectors import fill
from solutions.models import Ranking, Solution, Sweep
from tests.factories import NeedFactory, RankingFactory
from tests.solutions.listed import catalogue, exact, needs, stored

EMBED, MATCH = "solutions.embed_missing", "solutions.match_needs"
SWEEP = ["solutions.begin_sweep", "solutions.sweep_chunk"]


@pytest.fixture
def many_are_four(monkeypatch):
    monkeypatch.setattr(catalogue_vectors, "MANY", 3)
    monkeypatch.setattr(fill, "__defaults__", (2,))


def test_many_are_placed_together_at_the_end(
    words, city, run_outbox, many_are_four, monkeypatch
):
    asked = needs(city, 2)
    for need in asked:
        matching.match(need.pk)
    catalogue(5)
    monkeypatch.setattr(placing, "place", lambda _ids: pytest.fail("too early"))

    tasks.embed_missing()
    done = run_outbox("solutions.")

    assert done == [EMBED] * 3 + [MATCH] + SWEEP
    for need in asked:
        assert stored(need) == exact(need) != []


def test_a_few_are_placed_at_once(words, city, run_outbox, many_are_four):
    [need] = needs(city, 1)
    matching.match(need.pk)
    catalogue(3)

    tasks.embed_missing()

    assert len(stored(need)) == 2
    assert run_outbox("solutions.") == [EMBED] * 2


def test_lists_that_were_lost_are_made_again_a_few_at_a_time(city, monkeypatch):
    monkeypatch.setattr(matching, "BEHIND_MOST", 2)
    asked = [NeedFactory(organisation=city) for _number in range(3)]
    hours = {asked[0]: 1, asked[1]: 3, asked[2]: 2}
    for need, waited in hours.items():
        Ranking.objects.filter(need=need).delete()
        RankingFactory(need=need, wanted_at=timezone.now() - timedelta(hours=waited))

    assert matching.behind() == [asked[1].pk, asked[2].pk]


def test_a_small_catalogue_is_counted_each_time_and_a_large_one_each_minute(
    db, monkeypatch
):
    first, second, _third = catalogue(3)
    Solution.objects.filter(pk=first.pk).update(state="withdrawn")
    assert facts.considered() == 2

    monkeypatch.setattr(facts, "COUNT_KEPT_FROM", 2)
    assert facts.considered() == 2
    Solution.objects.filter(pk=second.pk).update(state="withdrawn")

    assert facts.considered() == 2


@pytest.fixture
def no_time(monkeypatch):
    """Each piece ends after one need, or one solution."""
    monkeypatch.setattr(jobs, "PIECE_SECONDS", -1)
    monkeypatch.setattr(placing, "NEEDS_AT_ONCE", 1)
    monkeypatch.setattr(catalogue_vectors, "CHECKED", 1)


def test_placing_goes_on_in_pieces(words, city, run_outbox, no_time):
    asked = needs(city, 3)
    for need in asked:
        matching.match(need.pk)
    made = [solution.pk for solution in catalogue(2)]

    tasks.embed_solutions(made)

    assert stored(asked[0]) == exact(asked[0]) != []
    assert stored(asked[1]) == []
    assert run_outbox("solutions.") == ["solutions.place"] * 3
    assert all(stored(need) == exact(need) for need in asked)


def test_a_sweep_in_pieces_counts_all_and_ends(words, city, run_outbox, no_time):
    for need in needs(city, 2):
        matching.match(need.pk)
    catalogue(3)
    catalogue_vectors.embed_solutions(Solution.objects.values_list("pk", flat=True))

    tasks.begin_sweep(full=True)
    done = run_outbox("solutions.")

    assert done == ["solutions.begin_sweep"] * 3 + ["solutions.sweep_chunk"] * 3
    sweep = Sweep.objects.get()
    assert (sweep.pairs, sweep.left) == (6, [])
    assert sweep.finished_at is not None
