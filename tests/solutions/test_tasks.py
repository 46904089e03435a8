"""Jobs of the Finder that go on in pieces, through the outbox as a worker does them."""

import pytest

from matching.models import Embedding, Pull
from solutions import catalogue_vectors, matching, tasks
from solutions.catalogue_vectors import fill
from solutions.models import Ranking
from tests.factories import NeedFactory, SolutionFactory
from tests.solutions.listed import catalogue, exact, needs, stored

EMBED = "solutions.embed_missing"


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(fill, "__defaults__", (2,))


def test_what_was_listed_while_no_worker_listened_is_read_and_placed(
    words, city, run_outbox, two_at_once
):
    asked = needs(city, 2)
    for need in asked:
        matching.match(need.pk)
    catalogue(5)

    tasks.embed_missing()
    done = run_outbox("solutions.")

    assert done == [EMBED] * 3
    for need in asked:
        assert stored(need) == exact(need) != []


def test_nothing_missing_asks_for_nothing(words, city, run_outbox):
    catalogue_vectors.embed_solutions([SolutionFactory(published=True).pk])

    tasks.embed_missing()

    assert run_outbox() == []


def test_drafts_and_withdrawn_ones_are_not_read(words, run_outbox):
    SolutionFactory(draft=True)
    SolutionFactory(submitted=True)
    SolutionFactory(withdrawn=True)

    tasks.embed_missing()

    assert run_outbox() == []
    assert not Embedding.objects.exists()


def test_a_job_that_comes_twice_reads_nothing_twice(words, city):
    solution = SolutionFactory(published=True)
    matching.match(NeedFactory(organisation=city, published=True).pk)
    tasks.embed_solutions([solution.pk])
    before = list(Embedding.objects.order_by("pk").values_list("pk", flat=True))

    tasks.embed_solutions([solution.pk])

    assert list(Embedding.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_solution_that_is_no_longer_listed_leaves_nothing_behind(words, city):
    solution = SolutionFactory(published=True)
    need = NeedFactory(organisation=city, published=True)
    matching.match(need.pk)
    tasks.embed_solutions([solution.pk])
    assert need.matches.exists()

    solution.state = "withdrawn"
    solution.save(update_fields=["state"])
    tasks.embed_solutions([solution.pk])

    assert not need.matches.exists()
    assert not Embedding.objects.filter(subject="solution").exists()
    assert not Pull.objects.exists()


def test_all_lists_are_made_in_pieces(words, city, run_outbox, monkeypatch):
    monkeypatch.setattr(matching, "CHUNK_SECONDS", 0)
    asked = needs(city, 3)
    catalogue_vectors.embed_solutions([s.pk for s in catalogue(4)])

    tasks.match_needs()
    done = run_outbox("solutions.")

    assert done == ["solutions.match_needs"] * 3
    assert Ranking.objects.filter(done=1).count() == 3
    assert all(stored(need) for need in asked)


def test_a_sweep_follows_when_it_was_asked_for(words, city, run_outbox, monkeypatch):
    monkeypatch.setattr(matching, "CHUNK_SECONDS", 0)
    needs(city, 2)
    catalogue_vectors.embed_solutions([s.pk for s in catalogue(3)])

    tasks.match_needs(then_sweep=True)
    done = run_outbox("solutions.")

    assert done == ["solutions.match_needs"] * 2 + [
        "solutions.begin_sweep",
        "solutions.sweep_chunk",
    ]


def test_an_odd_need_does_not_keep_others_from_their_lists(
    words, city, monkeypatch, caplog
):
    odd, plain = needs(city, 2)
    work = matching.match

    def match(need_id):
        if need_id == odd.pk:
            raise ValueError("odd")
        return work(need_id)

    monkeypatch.setattr(matching, "match", match)
    matching.match_chunk()

    assert Ranking.objects.get().need == plain
    assert "could not be matched" in caplog.text
