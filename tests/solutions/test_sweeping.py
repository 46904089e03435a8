"""The nightly exact run: what it finds, what it counts, and when it does nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching import mean_sets
from matching.models import Embedding, Pull
from solutions import catalogue_vectors, matching, sweeping, tasks
from solutions.models import Match, Ranking, Sweep
from solutions.placing import place
from tests.factories import NeedFactory, SolutionFactory
from tests.solutions.listed import catalogue, exact, needs, stored


@pytest.fixture
def asked(words, city):
    """Two needs with full lists over twelve solutions."""
    asked = needs(city, 2)
    solutions = catalogue(12)
    catalogue_vectors.embed_solutions([solution.pk for solution in solutions])
    for need in asked:
        matching.match(need.pk)
    catalogue_vectors.renew_pulls()
    place([solution.pk for solution in solutions])
    return asked


def sweep(*, full=False) -> Sweep | None:
    """A whole run; None when there was nothing to do."""
    ranges = sweeping.begin(full=full)
    for first, last in ranges:
        sweeping.sweep_chunk(first, last)
    return Sweep.objects.first() if ranges else None


def hide(need, rank=1) -> Match:
    """As if the index had not found it."""
    match = need.matches.get(rank=rank)
    Match.objects.filter(pk=match.pk).delete()
    return match


def long_ago(**since) -> None:
    """All that was done until now was done then."""
    then = timezone.now() - timedelta(**since)
    Sweep.objects.update(started_at=then, finished_at=then)
    Ranking.objects.update(done_at=then - timedelta(hours=1))


# --- What it finds --------------------------------------------------------------------


def test_what_the_index_missed_is_listed_and_counted(asked):
    need, other = asked
    before = stored(need), stored(other)
    places = Match.objects.filter(rank__lte=10).count()
    hide(need)

    found = sweep()

    assert (stored(need), stored(other)) == before
    assert (found.missed, found.places) == (1, places - 1)
    assert found.recall == pytest.approx(1 - 1 / (places - 1))
    assert found.finished_at is not None
    assert (found.needs, found.solutions, found.pairs) == (2, 12, 24)


def test_a_whole_list_has_all_places(asked):
    found = sweep()

    assert (found.missed, found.recall) == (0, 1)
    assert stored(asked[0]) == exact(asked[0])


def test_what_was_missed_behind_the_first_ten_is_no_miss(words, city):
    (need,) = needs(city, 1)
    solutions = catalogue(18, providers=18)
    catalogue_vectors.embed_solutions([solution.pk for solution in solutions])
    matching.match(need.pk)
    last = hide(need, rank=need.matches.count())

    found = sweep()

    assert found.missed == 0
    assert need.matches.filter(solution=last.solution).exists()


def test_without_any_place_there_is_no_recall(words, city):
    NeedFactory(organisation=city, published=True)
    need = NeedFactory(organisation=city, published=True)
    matching.match(need.pk)
    SolutionFactory(published=True)

    assert sweep().recall is None


def test_who_got_better_lists_is_named(asked):
    need, _other = asked
    hide(need)

    ((first, last),) = sweeping.begin()

    assert sweeping.sweep_chunk(first, last).changed == [need.pk]


# --- When -----------------------------------------------------------------------------


def test_the_first_run_takes_all(asked):
    assert sweep().is_full


def test_a_quiet_night_sweeps_nothing(asked):
    sweep()
    long_ago(hours=24)

    assert sweep() is None
    assert Sweep.objects.count() == 1


def test_a_need_that_was_matched_since_is_swept_alone(asked):
    sweep()
    long_ago(hours=24)
    need, other = asked
    matching.match(need.pk)
    hidden = hide(need), hide(other)

    found = sweep()

    assert (found.is_full, found.needs, found.pairs, found.missed) == (False, 1, 12, 1)
    assert need.matches.filter(solution=hidden[0].solution).exists()
    assert not other.matches.filter(solution=hidden[1].solution).exists()


def test_after_a_week_all_are_swept_again(asked):
    sweep()
    long_ago(days=7, minutes=1)

    found = sweep()

    assert (found.is_full, found.needs) == (True, 2)


def test_six_nights_are_no_week(asked):
    sweep()
    long_ago(days=6)

    assert not sweeping.is_due()
    assert sweep() is None


def test_whoever_asks_gets_all(asked):
    sweep()
    long_ago(hours=24)

    assert sweep(full=True).is_full


def test_many_more_needs_are_a_reason(asked, city):
    """Offers are held back by how near they are to needs in general."""
    sweep()
    long_ago(hours=24)

    for need in needs(city, 3, seed=9):
        matching.match(need.pk)

    assert sweeping.is_due()
    catalogue_vectors.renew_pulls()
    assert not sweeping.is_due()


def test_restricted_and_waiting_needs_are_not_swept(asked):
    Ranking.objects.filter(need=asked[0]).update(restricted=True)
    Ranking.objects.filter(need=asked[1]).update(wanted=9)

    assert sweeping.begin(full=True) == []


def test_an_empty_catalogue_needs_no_run(words, city):
    matching.match(NeedFactory(organisation=city, published=True).pk)

    assert sweeping.begin(full=True) == []
    assert not Sweep.objects.exists()


# --- Chunks ---------------------------------------------------------------------------


@pytest.fixture
def in_fives(monkeypatch):
    monkeypatch.setattr(sweeping, "CHUNK", 5)


def test_chunks_cover_the_catalogue_once(asked, in_fives):
    ranges = sweeping.begin()

    assert len(ranges) == 3
    assert all(first <= last for first, last in ranges)
    assert Sweep.objects.get().left == [first for first, _last in ranges]


def test_a_run_is_done_when_its_last_chunk_is(asked, in_fives):
    hide(asked[0])
    ranges = sweeping.begin()

    for number, (first, last) in enumerate(reversed(ranges), start=1):
        assert Sweep.objects.get().finished_at is None
        sweeping.sweep_chunk(first, last)
        assert len(Sweep.objects.get().left) == 3 - number

    found = Sweep.objects.get()
    assert found.finished_at is not None
    assert (found.pairs, found.missed) == (24, 1)


def test_a_chunk_delivered_twice_counts_once(asked, in_fives):
    hide(asked[0])
    ranges = sweeping.begin()

    for first, last in [*ranges, *ranges[:2]]:
        sweeping.sweep_chunk(first, last)
        sweeping.sweep_chunk(first, last)

    found = Sweep.objects.get()
    assert (found.pairs, found.missed, found.left) == (24, 1, [])
    assert stored(asked[0]) == exact(asked[0])


def test_a_chunk_of_no_run_does_nothing(asked):
    assert sweeping.sweep_chunk(1, 10**9).changed == []
    assert not Sweep.objects.exists()


def test_a_run_that_was_lost_is_made_up_for(asked, in_fives):
    """Two chunks died with their worker: the next night takes what this one missed."""
    sweep()
    long_ago(hours=24)
    matching.match(asked[0].pk)
    hide(asked[0])
    (first, last), *_lost = sweeping.begin()
    sweeping.sweep_chunk(first, last)

    found = sweep()

    assert found.finished_at is not None
    assert stored(asked[0]) == exact(asked[0])


# --- The night ------------------------------------------------------------------------


def test_a_night_goes_through_all_its_jobs(asked, run_outbox, monkeypatch):
    monkeypatch.setattr(mean_sets, "DRIFT", 2)
    hide(asked[0])

    tasks.nightly()
    done = run_outbox("solutions.")

    assert done == [
        "solutions.begin_sweep",
        "solutions.quality_report",
        "solutions.sweep_chunk",
    ]
    assert Sweep.objects.get().missed == 1
    assert stored(asked[0]) == exact(asked[0])


def test_a_quiet_night_is_short(asked, run_outbox):
    tasks.nightly()
    run_outbox()
    long_ago(hours=24)

    tasks.nightly()

    assert run_outbox("solutions.") == [
        "solutions.begin_sweep",
        "solutions.quality_report",
    ]


def test_new_means_make_new_lists_before_they_are_swept(asked, run_outbox, monkeypatch):
    """Values by old means and by new ones do not compare."""
    tasks.nightly()
    run_outbox()
    long_ago(hours=24)
    monkeypatch.setattr(mean_sets, "DRIFT", -1)

    tasks.nightly()
    done = run_outbox("solutions.")

    assert [name.partition(".")[2] for name in done if "report" not in name] == [
        "match_needs",
        "begin_sweep",
        "sweep_chunk",
    ]
    assert Sweep.objects.first().is_full
    for need in asked:
        assert stored(need) == exact(need)


def test_the_pulls_are_renewed_before_a_full_run_alone(asked, run_outbox):
    Pull.objects.update(value=5)
    tasks.begin_sweep()
    assert not Pull.objects.filter(value=5).exists()
    run_outbox()
    long_ago(hours=24)

    Pull.objects.update(value=5)
    tasks.begin_sweep()

    assert not Pull.objects.exclude(value=5).exists()


def test_a_text_whose_job_was_lost_is_read_at_night(asked, run_outbox):
    tasks.nightly()
    run_outbox()
    solution = asked[0].matches.get(rank=1).solution
    Pull.objects.filter(subject_id=solution.pk).update(value=9)
    solution.title_en = "Something else"
    solution.save()

    tasks.nightly()

    rows = Embedding.objects.filter(subject="solution", subject_id=solution.pk)
    assert {row.text_hash for row in rows} == {matching.text_hash(solution)}
    assert Pull.objects.get(subject_id=solution.pk).value < 9
    match = asked[0].matches.get(solution=solution)
    assert match.evidence["hash"] == matching.text_hash(solution)
