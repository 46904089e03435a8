"""Changed solutions into the lists of all needs: exact, and nobody's decision lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from matching.models import Embedding
from matching.ranking import lot
from members.states import ComplianceStatus
from solutions import catalogue_vectors, lists, matching, placing, services
from solutions.models import Match, Ranking
from solutions.placing import place
from tests.factories import NeedFactory, ProviderFactory, SolutionFactory
from tests.people import World
from tests.solutions.listed import catalogue, exact, needs, stored
from vocabulary.models import Country, Sector


def read(solutions) -> list[int]:
    ids = [solution.pk for solution in solutions]
    catalogue_vectors.embed_solutions(ids)
    return ids


def matched(*asked) -> None:
    for need in asked:
        matching.match(need.pk)


def ids(need) -> list[int]:
    return [solution for _rank, solution, _value in stored(need)]


def ranks(need) -> list[int]:
    return list(need.matches.order_by("rank").values_list("rank", flat=True))


SAME = {
    "title": "Smoke sensors",
    "problem": "Smoke of stoves in winter.",
    "description": "Sensors measure dust in all streets.",
}


# --- Exact ----------------------------------------------------------------------------


@pytest.fixture
def short(monkeypatch):
    """`short(3)`: lists keep three."""

    def keep(count):
        for module in (lists, placing, matching):
            monkeypatch.setattr(module, "KEPT", count)

    return keep


def test_lists_are_those_of_scoring_every_pair(words, city, short):
    """More solutions than a list keeps, in chunks, into lists that were empty."""
    short(20)
    asked = needs(city)
    matched(*asked)
    offered = read(catalogue(32))

    for start in range(0, len(offered), 9):
        place(offered[start : start + 9])

    for need in asked:
        expected = exact(need)
        assert len(expected) == 20
        assert [row[:2] for row in stored(need)] == [row[:2] for row in expected]
        values = [row[2] for row in stored(need)]
        assert values == pytest.approx([row[2] for row in expected], abs=1e-9)


def test_placing_gives_what_matching_gives(words, city):
    asked = needs(city)
    matched(*asked)
    place(read(catalogue(30)))
    placed = {need.pk: full(need) for need in asked}

    matched(*asked)

    for need in asked:
        assert placed[need.pk] == full(need)


def full(need) -> list[dict]:
    return list(
        need.matches.order_by("rank").values(
            "rank", "solution", "value", "word", "completeness", "reasons", "evidence"
        )
    )


def test_placing_again_changes_nothing(words, city):
    asked = needs(city, 2)
    matched(*asked)
    offered = read(catalogue(12))

    first, second = place(offered), place(offered)

    assert first.changed == [need.pk for need in asked]
    assert second.changed == []
    assert first.pairs == second.pairs == 24


def test_a_list_with_room_takes_whatever_may_be_matched(words, city):
    (need,) = needs(city, 1)
    matched(need)

    place(read(catalogue(5)))

    assert len(stored(need)) == 4
    assert stored(need) == exact(need)


def test_equal_ones_at_the_end_of_a_full_list_are_drawn_by_lot(words, city, short):
    """An early id is no merit, whoever came first."""
    short(3)
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    equal = SolutionFactory.create_batch(8, published=True, **SAME)
    read(equal)

    for solution in equal:
        place([solution.pk])

    fair = sorted((s.pk for s in equal), key=lambda id_: lot(str(need.pk), id_))
    assert ids(need) == fair[:3]


def test_two_equal_texts_of_two_providers_differ_only_by_their_facts(words, city):
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    cheap, dear, twin = (
        SolutionFactory(published=True, price_min=price, currency="USD", **SAME)
        for price in (10_000, 900_000, 10_000)
    )
    need.budget_max, need.currency = 50_000, "USD"
    need.save()

    place(read([cheap, dear, twin]))

    found = {match.solution_id: match for match in need.matches.all()}
    assert found[cheap.pk].value == found[twin.pk].value > found[dear.pk].value
    one, other = (found[s.pk].reasons["contributions"] for s in (cheap, dear))
    assert {term for term in one if one[term] != other[term]} == {"B"}


# --- What changes ---------------------------------------------------------------------


@pytest.fixture
def listed(words, city):
    """A need with six solutions in its list, best first."""
    (need,) = needs(city, 1)
    matched(need)
    made = {solution.pk: solution for solution in catalogue(6, seed=4, providers=6)}
    place(read(made.values()))
    return need, [made[id_] for id_ in ids(need)]


def test_a_withdrawn_solution_leaves_and_later_ones_move_up(listed, secretariat):
    need, solutions = listed
    before = ids(need)

    services.withdraw(solutions[1], by=secretariat, reason="Out of date.")
    catalogue_vectors.embed_solutions([solutions[1].pk])
    found = place([solutions[1].pk])

    assert found.changed == [need.pk]
    assert ids(need) == [before[0], *before[2:]]
    assert ranks(need) == list(range(1, len(before)))


def test_a_solution_that_no_longer_serves_the_country_leaves(listed):
    need, solutions = listed
    solutions[0].countries.set(Country.objects.filter(code="JP"))

    place([solutions[0].pk])

    assert ids(need) == [solution.pk for solution in solutions[1:]]


def test_the_providers_finding_takes_its_solution_out(listed):
    need, solutions = listed
    provider = solutions[0].provider
    provider.compliance_status = ComplianceStatus.POSSIBLE
    provider.save(update_fields=["compliance_status"])

    place([solutions[0].pk])

    others = [solution for solution in solutions if solution.provider_id != provider.pk]
    assert ids(need) == [solution.pk for solution in others]


def test_another_value_is_another_place(listed):
    need, solutions = listed
    best = solutions[0]
    best.sectors.set(Sector.objects.exclude(pk=need.sector_id)[:1])
    best.price_min, best.currency = 9_000_000, "USD"
    best.save()

    place([best.pk])

    assert ids(need)[0] != best.pk
    assert stored(need) == exact(need)


def test_reasons_follow_facts_even_where_the_value_stays(words, city):
    """Not stated counts a half, and so does English with an interpreter's help."""
    need = NeedFactory(organisation=city, published=True, languages=["mn"])
    matched(need)
    solution = SolutionFactory(published=True, languages=[])
    place(read([solution]))
    before = need.matches.get()

    solution.languages = ["en"]
    solution.save()
    place([solution.pk])

    after = need.matches.get()
    assert after.value == before.value
    assert "term:L" in before.reasons["checks"]
    assert "term:L" not in after.reasons["checks"]
    assert after.completeness > before.completeness


def test_evidence_follows_the_text_even_where_the_value_stays(listed):
    need, solutions = listed
    last = solutions[-1]
    match = need.matches.get(solution=last)
    match.evidence = {**match.evidence, "hash": "of an older text"}
    match.save()

    place([last.pk])

    match.refresh_from_db()
    assert match.evidence["hash"] == matching.text_hash(last)


# --- What people decided --------------------------------------------------------------


def test_decisions_and_recommendations_survive(listed, csco, secretariat, editor):
    need, solutions = listed
    services.shortlist(need.matches.get(solution=solutions[0]), by=csco)
    services.dismiss(need.matches.get(solution=solutions[1]), by=csco, reason="No.")
    Match.objects.filter(need=need, solution=solutions[2]).update(
        pinned_at="2026-01-01T00:00Z",
        pinned_by=secretariat,
        pin_reason="Two members use it.",
        pin_lang="en",
    )
    for solution in solutions[:3]:
        solution.price_min, solution.currency = 9_000_000, "USD"
        solution.save()

    place([solution.pk for solution in solutions])

    kept = {match.solution_id: match for match in need.matches.all()}
    assert kept[solutions[0].pk].state == "shortlisted"
    assert kept[solutions[1].pk].decision_reason == "No."
    assert kept[solutions[2].pk].pin_reason == "Two members use it."
    assert stored(need) == exact(need)


def test_what_was_decided_stays_behind_the_list_when_it_is_out_of_reach(
    listed, csco, secretariat
):
    need, solutions = listed
    services.shortlist(need.matches.get(solution=solutions[0]), by=csco)
    services.withdraw(solutions[0], by=secretariat, reason="Out of date.")
    catalogue_vectors.embed_solutions([solutions[0].pk])

    place([solutions[0].pk])
    place([solutions[2].pk])

    assert ids(need) == [s.pk for s in [*solutions[1:], solutions[0]]]
    assert ranks(need) == list(range(1, len(solutions) + 1))
    assert need.matches.get(solution=solutions[0]).state == "shortlisted"


def test_what_was_decided_stays_when_better_ones_push_it_out(words, city, csco, short):
    short(3)
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    worst = SolutionFactory(
        published=True, sectors=Sector.objects.filter(code="water"), **SAME
    )
    place(read([worst]))
    services.dismiss(need.matches.get(solution=worst), by=csco, reason="No.")

    better = SolutionFactory.create_batch(5, published=True, **SAME)
    place(read(better))
    again = place([solution.pk for solution in better])

    assert len(stored(need)) == 4
    assert ids(need)[-1] == worst.pk
    assert ranks(need) == [1, 2, 3, 4]
    assert again.changed == []


# --- Whom it leaves alone -------------------------------------------------------------


def test_a_restricted_city_gets_nothing(words, city, other_city):
    hidden, open_ = (
        NeedFactory(organisation=organisation, published=True)
        for organisation in (other_city, city)
    )
    matched(hidden, open_)
    other_city.country = Country.objects.get(code="KP")
    other_city.save(update_fields=["country"])

    found = place(read([SolutionFactory(published=True)]))

    assert found.changed == [open_.pk]
    assert not hidden.matches.exists()


def test_a_closed_need_gets_nothing(words, city):
    need = NeedFactory(organisation=city, closed=True)
    matched(need)

    assert place(read([SolutionFactory(published=True)])).changed == []
    assert not need.matches.exists()


def test_a_need_that_waits_for_its_own_list_is_left_to_it(words, city):
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    Ranking.objects.update(wanted=5)

    assert place(read([SolutionFactory(published=True)])).changed == []
    assert not need.matches.exists()


def test_a_need_that_was_never_read_is_left_to_its_job(words, city):
    need = NeedFactory(organisation=city, published=True)

    assert place(read([SolutionFactory(published=True)])).changed == []
    assert not need.matches.exists()


def test_nothing_to_place(words, city):
    matched(*needs(city, 1))

    assert place([]).changed == []
    assert place([987_654]).changed == []


def test_a_solution_without_vectors_is_placed_by_its_facts(words, city):
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    solution = SolutionFactory(published=True)
    read([solution])
    Embedding.objects.filter(subject="solution").delete()

    place([solution.pk])

    match = need.matches.get()
    assert match.word == "weak"
    assert match.evidence == {}


# --- At once --------------------------------------------------------------------------


def test_two_jobs_at_once_leave_one_list(transactional_db, words):
    city = World().city
    asked = needs(city, 2)
    matched(*asked)
    solutions = catalogue(16, seed=5)
    read(solutions)
    barrier = Barrier(2)

    def job(mine):
        try:
            barrier.wait(timeout=20)
            for solution in mine:
                place([solution.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(job, solutions[half::2]) for half in range(2)]:
            done.result(timeout=60)

    for need in asked:
        assert ranks(need) == list(range(1, len(exact(need)) + 1))
        assert stored(need) == exact(need)


def test_a_new_list_and_a_new_solution_at_once(transactional_db, words):
    """Whichever comes last, ranks are whole and the decision is kept."""
    city = World().city
    (need,) = needs(city, 1)
    matched(need)
    solutions = catalogue(10, seed=6)
    place(read(solutions[:9]))
    read(solutions[9:])
    barrier = Barrier(2)

    def job(work):
        try:
            barrier.wait(timeout=20)
            for _time in range(5):
                work()
        finally:
            connection.close()

    works = [
        lambda: matching.match(need.pk),
        lambda: place([solution.pk for solution in solutions]),
    ]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(job, work) for work in works]:
            done.result(timeout=60)

    assert ranks(need) == list(range(1, len(exact(need)) + 1))
    assert stored(need) == exact(need)


def test_providers_share_the_first_ten(words, city):
    need = NeedFactory(organisation=city, published=True)
    matched(need)
    firm = ProviderFactory().organisation
    same = SolutionFactory.create_batch(4, published=True, provider=firm, **SAME)
    others = SolutionFactory.create_batch(
        9, published=True, sectors=Sector.objects.filter(code="water")
    )

    for solution in [*same, *others]:
        place(read([solution]))

    first = need.matches.filter(rank__lte=10, solution__provider=firm)
    assert first.count() == 2
    assert stored(need) == exact(need)
