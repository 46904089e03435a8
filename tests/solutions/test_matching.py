import pytest

from members.states import ComplianceStatus
from scaps.services import needs
from solutions import matching, services, tasks
from solutions.models import Match, Ranking
from tests.factories import NeedFactory, ProviderFactory, SolutionFactory, UserFactory
from vocabulary.models import Country, Sector

AIR_MN = {
    "source_lang": "mn",
    "title": "Өвлийн утаа багасгах",
    "text": "Гэр хорооллын айлууд өвөлдөө нүүрс түлж, хотын агаар бохирдоно. "
    "Аль гудамжинд утаа их байгааг хэмжиж, халаалтыг цэвэр болгох арга хайж байна.",
}
AIR_KO = {
    "source_lang": "ko",
    "title": "겨울철 미세먼지 측정망",
    "problem": "난방용 석탄 연기로 겨울 대기질이 나빠지지만 어느 골목이 심한지 모릅니다.",
    "description": "저가 센서를 골목마다 달아 미세먼지를 측정하고 오염 지도를 만듭니다.",
}
BUS_EN = {
    "source_lang": "en",
    "title": "Arrival times for buses",
    "problem": "Passengers do not know when the next bus comes.",
    "description": "Predicts arrivals from vehicle positions and shows them at stops.",
}


@pytest.fixture
def need(city):
    return NeedFactory(organisation=city, published=True, **AIR_MN)


@pytest.fixture
def air():
    return SolutionFactory(published=True, **AIR_KO)


@pytest.fixture
def bus():
    sectors = Sector.objects.filter(code="transportation")
    return SolutionFactory(published=True, sectors=sectors, **BUS_EN)


def order(need) -> list:
    return [match.solution for match in need.matches.order_by("rank")]


def test_a_need_in_mongolian_finds_a_solution_in_korean(need, air, bus, read):
    read(bus, air)

    matching.match(need.pk)

    assert order(need) == [air, bus]
    best, other = need.matches.order_by("rank")
    assert best.value > other.value
    assert sum(bar["points"] for bar in best.reasons["bars"]) == pytest.approx(
        best.value
    )
    text = getattr(air, f"{best.evidence['part']}_ko")
    passage = text[best.evidence["start"] : best.evidence["end"]]
    assert passage.strip()


def test_the_evidence_in_the_first_part_counts_from_its_title(need, air, read):
    read(air)

    matching.match(need.pk)

    evidence = need.matches.get().evidence
    assert set(evidence) == {"part", "start", "end", "hash"}


def test_matching_twice_changes_nothing(need, air, bus, read):
    read(air, bus)
    matching.match(need.pk)
    before = list(need.matches.order_by("pk").values("pk", "value", "rank", "state"))

    matching.match(need.pk)

    assert (
        list(need.matches.order_by("pk").values("pk", "value", "rank", "state"))
        == before
    )


def test_a_decision_is_never_overwritten(need, air, bus, read, csco):
    read(air, bus)
    matching.match(need.pk)
    services.dismiss(need.matches.get(solution=air), by=csco, reason="Too small.")

    matching.match(need.pk)

    match = need.matches.get(solution=air)
    assert (match.state, match.decided_by) == ("dismissed", csco)
    assert match.decision_reason == "Too small."


def test_a_withdrawn_solution_leaves_the_list_but_not_the_decisions(
    need, air, bus, read, csco, secretariat, run_outbox
):
    read(air, bus)
    matching.match(need.pk)
    services.shortlist(need.matches.get(solution=air), by=csco)

    for solution in (air, bus):
        services.withdraw(solution, by=secretariat, reason="Out of date.")
    run_outbox()
    matching.match(need.pk)

    assert order(need) == [air]
    assert need.matches.get().state == "shortlisted"


def test_an_older_job_does_not_overwrite_a_newer_need(need, air, read):
    read(air)
    Ranking.objects.create(need=need, wanted=5, wanted_at=need.created_at)

    assert matching.match(need.pk) is False

    assert not need.matches.exists()
    assert Ranking.objects.get().done == 0


def test_a_solution_that_does_not_serve_the_country_is_counted_not_listed(
    need, air, bus, read
):
    bus.countries.set(Country.objects.filter(code="JP"))
    read(air, bus)

    matching.match(need.pk)

    assert order(need) == [air]
    assert need.ranking.excluded == {"country_served": 1}
    assert need.ranking.considered == 2


def test_nothing_is_computed_for_a_restricted_city(need, air, read):
    read(air)
    need.organisation.country = Country.objects.get(code="KP")
    need.organisation.save(update_fields=["country"])

    matching.match(need.pk)

    assert not Match.objects.exists()
    assert Ranking.objects.get().restricted


@pytest.mark.parametrize(
    "status", [ComplianceStatus.POSSIBLE, ComplianceStatus.BLOCKED]
)
def test_a_provider_with_a_finding_is_not_matched(need, air, read, status):
    read(air)
    air.provider.compliance_status = status
    air.provider.save(update_fields=["compliance_status"])

    matching.match(need.pk)

    assert not Match.objects.exists()


def test_an_empty_catalogue_is_an_answer(need, encoder):
    matching.match(need.pk)

    assert need.ranking.is_ready
    assert not need.matches.exists()


def test_a_text_in_another_language_than_declared_still_matches(city, air, bus, read):
    need = NeedFactory(
        organisation=city, published=True, **(AIR_MN | {"source_lang": "ru"})
    )
    read(air, bus)

    matching.match(need.pk)

    assert order(need) == [air, bus]


def test_saving_a_need_ends_in_a_list(city, csco, air, read, run_outbox):
    read(air)
    data = AIR_MN | {
        "sector": Sector.objects.get(code="environment"),
        "types": [],
        "visibility": "public",
        "languages": ["mn"],
    }
    need = needs.create(city, data, by=csco)

    done = run_outbox()

    assert done == ["solutions.match_need"]
    assert order(need) == [air]


def test_a_new_solution_reaches_needs_that_were_matched_before(
    need, bus, read, run_outbox, secretariat
):
    read(bus)
    matching.match(need.pk)
    air = SolutionFactory(submitted=True, **AIR_KO)

    services.publish(air, by=secretariat)
    run_outbox()

    assert order(need) == [air, bus]


def test_at_most_two_of_a_provider_among_the_first_ten(need, air, read):
    provider = ProviderFactory().organisation
    same = SolutionFactory.create_batch(4, published=True, provider=provider, **AIR_KO)
    others = SolutionFactory.create_batch(9, published=True, **BUS_EN)
    read(air, *same, *others)

    matching.match(need.pk)

    first = [solution.provider for solution in order(need)[:10]]
    assert first.count(provider) == 2


def test_lost_jobs_are_found_again(need, encoder, run_outbox):
    ranking = Ranking.objects.create(need=need, wanted=1, wanted_at=need.created_at)
    assert matching.behind() == []
    Ranking.objects.update(wanted_at="2026-01-01T00:00Z")

    assert matching.behind() == [need.pk]
    run_outbox()
    matching.match(need.pk)
    assert matching.behind() == []
    ranking.refresh_from_db()
    assert ranking.is_ready


def test_who_did_not_wait_is_told(need, air, read, csco, run_outbox):
    read(air)
    Ranking.objects.create(need=need, wanted=1, wanted_at="2026-01-01T00:00Z")
    UserFactory()

    tasks.match_need(need.pk)

    told = {notice.recipient.email for notice in csco.notices.all()}
    assert told == {csco.email}
    notice = csco.notices.get()
    assert f"/finder/{need.pk}/" in notice.body


def test_a_job_that_comes_again_tells_nobody_twice(need, air, read, csco):
    read(air)
    Ranking.objects.create(need=need, wanted=1, wanted_at="2026-01-01T00:00Z")

    for _again in range(3):
        tasks.match_need(need.pk)

    assert csco.notices.count() == 1


def test_changed_facts_of_a_solution_make_new_lists(need, air, read, run_outbox):
    read(air)
    matching.match(need.pk)
    before = need.matches.get().value

    air.sectors.set(Sector.objects.filter(code="transportation"))
    services.refresh(air)
    run_outbox()

    assert need.matches.get().value < before


def test_a_shortlisted_solution_out_of_reach_does_not_block_a_place(
    need, read, csco, secretariat
):
    many = SolutionFactory.create_batch(4, published=True, **AIR_KO)
    read(*many)
    matching.match(need.pk)
    for solution in many[:3]:
        services.shortlist(need.matches.get(solution=solution), by=csco)
    services.withdraw(many[0], by=secretariat, reason="Out of date.")

    services.shortlist(need.matches.get(solution=many[3]), by=csco)

    assert Match.objects.live().filter(state="shortlisted").count() == 3
