"""Ways into an introduction: a shortlist, a solution, a need, and the secretariat."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from introductions import services as introductions
from introductions.models import Introduction, Outcome
from members.states import ComplianceStatus
from solutions import introduced, introduced_tables, introducing
from solutions.models import Pairing
from solutions.services import introducing as services
from tests.factories import (
    NeedFactory,
    NextStepFactory,
    OutcomeFactory,
    PairingFactory,
    RankingFactory,
    SolutionFactory,
)
from tests.solutions.scored import match_of

WORDS = {"text": "How does it work at minus forty?", "lang": "en"}


@pytest.fixture
def need(city):
    found = NeedFactory(organisation=city, published=True, title="Warmer schools")
    RankingFactory(need=found, ready=True, considered=12)
    return found


@pytest.fixture
def shortlist(need, provider):
    """Three of two providers, of which one is the world's."""
    return [
        match_of(need, shortlisted=True, solution=solution).solution
        for solution in (
            SolutionFactory(published=True, provider=provider),
            SolutionFactory(published=True, provider=provider),
            SolutionFactory(published=True),
        )
    ]


def test_two_solutions_of_one_provider_are_one_introduction(need, shortlist, csco):
    asked = services.ask_providers(need, shortlist, by=csco, **WORDS)

    assert len(asked.introductions) == 2
    assert {x.asker for x in asked.introductions} == {need.organisation}
    pairs = Pairing.objects.live().filter(need=need)
    assert {p.solution for p in pairs} == set(shortlist)
    assert {(p.word, p.rank is None) for p in pairs} == {("strong", False)}
    assert {x.state for x in introducing.by_solution(need).values()} == {"proposed"}


def test_who_cannot_be_asked_does_not_keep_the_others_from_it(need, shortlist, csco):
    blocked = shortlist[2].provider
    blocked.compliance_status = ComplianceStatus.BLOCKED
    blocked.save()

    asked = services.ask_providers(need, shortlist, by=csco, **WORDS)

    assert [x.asked for x in asked.introductions] == [shortlist[0].provider]
    assert len(asked.refusals) == 1
    assert str(blocked) in asked.refusals[0]
    with pytest.raises(DomainError):
        services.ask_providers(need, shortlist, by=csco, **WORDS)
    assert Introduction.objects.count() == 1


def test_a_draft_is_published_first(city, shortlist, csco):
    draft = NeedFactory(organisation=city)

    for verb in (services.offer, services.suggest):
        with pytest.raises(DomainError, match="Publish"):
            verb(draft, shortlist[0], by=csco, **WORDS)


def test_asked_from_the_shortlist(client_of, need, shortlist):
    browser = client_of("csco")
    address = reverse("solutions:introduce", args=[need.pk])
    finder = reverse("solutions:finder", args=[need.pk])
    assert address in browser.get(finder).content.decode()
    form = browser.get(address).context["form"]
    assert sorted(form.initial["solutions"]) == sorted(s.pk for s in shortlist)

    nothing = browser.post(address, WORDS)
    assert nothing.status_code == 422
    assert "How does it work" in nothing.content.decode()
    chosen = [shortlist[0].pk, shortlist[2].pk]
    page = browser.post(address, {"solutions": chosen, **WORDS}, follow=True)

    assert page.redirect_chain[-1][0] == reverse("introductions:index")
    assert "2 providers were asked" in page.content.decode()
    text = browser.get(finder).content.decode()
    assert text.count("waits for an answer") >= 2
    left = browser.get(address).context["form"]
    assert list(left.known) == [shortlist[1].pk]


def test_a_city_asks_about_a_solution(client_of, need, shortlist, other_city):
    solution = shortlist[0]
    address = reverse("solutions:ask-provider", args=[solution.slug])
    browser = client_of("csco")
    assert address in browser.get(solution.get_absolute_url()).content.decode()

    browser.post(address, {"need": need.pk, **WORDS})
    page = client_of("other_csco").post(address, {"need": "", **WORDS}, follow=True)

    assert page.status_code == 200
    about = {x.asker: x.about_kind for x in Introduction.objects.all()}
    assert about == {need.organisation: "need", other_city: "solution"}
    foreign = client_of("other_csco").post(address, {"need": need.pk, **WORDS})
    assert foreign.status_code == 422


def test_a_provider_answers_a_need_and_finds_the_thread_again(
    client_of, need, provider
):
    solution = SolutionFactory(published=True, provider=provider, title="Heat bank")
    browser = client_of("provider_owner")
    address = reverse("solutions:offer", args=[need.pk])
    assert address in browser.get(need.get_absolute_url()).content.decode()
    assert (
        address not in client_of("csco").get(need.get_absolute_url()).content.decode()
    )

    first = browser.post(address, {"solution": solution.pk, **WORDS})
    second = browser.post(address, {"solution": solution.pk, **WORDS})

    introduction = Introduction.objects.get()
    assert (introduction.asker, introduction.origin) == (provider, "need")
    assert first.url == second.url == introduction.get_absolute_url()
    thread = client_of("csco").get(first.url).content.decode()
    assert "Heat bank" in thread


def test_what_introductions_led_to_is_counted(need, shortlist, csco, provider_owner):
    asked = services.ask_providers(need, shortlist, by=csco, **WORDS)
    ours = next(x for x in asked.introductions if x.asked == shortlist[0].provider)
    introductions.agree(ours, by=provider_owner)
    for result in ("study", "pilot"):
        OutcomeFactory(introduction=ours, result=result)
    lone = PairingFactory(introduction__agreed=True)
    OutcomeFactory(introduction=lone.introduction, not_now=True)

    found = introduced.figures()

    words = {row["word"]: row for row in found["words"]}
    assert (words["strong"]["asked"], words["strong"]["agreed"]) == (3, 2)
    assert (words["strong"]["pilot"], words["strong"]["study"]) == (2, 0)
    assert (words[""]["asked"], words[""]["not_now"]) == (1, 1)
    assert found["reasons"] == [{"reason": "budget", "count": 1}]
    assert Outcome.objects.count() == 3
    captions = [table.code for table in introduced_tables.tables(found)]
    assert captions[0] == "introduced-words"
    assert introduced_tables.tables(None) == []


def test_the_secretariat_suggests_that_two_talk(client_of, need, shortlist):
    browser = client_of("secretariat")
    address = reverse("admin:solutions_match_suggest")
    match = need.matches.first()
    page = browser.get(reverse("admin:solutions_match_change", args=[match.pk]))
    assert f"{address}?need={need.pk}" in page.content.decode()

    pair = {"need": need.pk, "solution": shortlist[2].pk}
    assert browser.post(address, pair).status_code == 422
    browser.post(address, pair | WORDS)

    found = Introduction.objects.get()
    assert (found.origin, found.has_agreed("asker")) == ("staff", False)
    assert found.pairings.get().solution == shortlist[2]
    NextStepFactory(introduction=found, kind="pilot")
    inside = browser.get(
        reverse("admin:introductions_introduction_change", args=[found.pk])
    )
    assert "Pilot agreement" in inside.content.decode()
