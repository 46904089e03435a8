"""The secretariat's pages for recommendations and questions."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from matching.facets import NeedFacets, OfferFacets
from matching.scoring import score
from matching.weights import START
from members.states import ComplianceStatus
from solutions import matching
from solutions.models import Match, Question
from tests.admin.conftest import object_page, page
from tests.factories import (
    MatchFactory,
    NeedFactory,
    ProviderFactory,
    QuestionFactory,
    SolutionFactory,
)

REASON = {"reason": "Two members use it.", "lang": "ko"}


@pytest.fixture(autouse=True)
def scored(monkeypatch):
    found = score(NeedFacets(country="MN"), OfferFacets(), 0.3, weights=START)
    monkeypatch.setattr(matching, "scored", lambda *_pair: (found, 0.3))


def buttons(client, obj) -> list[str]:
    return [button.url for button in client.get(object_page(obj)).context["buttons"]]


def test_staff_recommend_what_the_list_lacks(staff_client, people):
    need, solution = NeedFactory(published=True), SolutionFactory(published=True)
    url = page("add", Match)
    form = staff_client.get(url, {"need": need.pk}).context["form"]
    assert form["need"].value() == str(need.pk)

    answer = staff_client.post(url, {"need": need.pk, "solution": solution.pk} | REASON)

    match = Match.objects.get()
    assert answer.url == object_page(match)
    assert (match.need, match.solution) == (need, solution)
    assert (match.pin_reason, match.pin_lang) == (REASON["reason"], "ko")
    assert match.pinned_by == people["secretariat"]


def test_a_refusal_keeps_what_was_typed(staff_client):
    need, draft = NeedFactory(published=True), SolutionFactory()

    answer = staff_client.post(
        page("add", Match), {"need": need.pk, "solution": draft.pk} | REASON
    )

    assert answer.status_code == 422
    assert "Only a published solution" in answer.text
    assert REASON["reason"] in answer.text
    assert draft.title in answer.text


def test_only_what_matching_may_reach_is_offered(staff_client):
    blocked = ProviderFactory(
        organisation__compliance_status=ComplianceStatus.BLOCKED
    ).organisation
    wanted = SolutionFactory(published=True, title="Clean heat one")
    SolutionFactory(published=True, title="Clean heat two", provider=blocked)
    SolutionFactory(title="Clean heat three")
    asked = {"term": "heat", "app_label": "solutions", "model_name": "match"}

    answer = staff_client.get(
        reverse("admin:autocomplete"), asked | {"field_name": "solution"}
    )

    assert [row["id"] for row in answer.json()["results"]] == [str(wanted.pk)]


def test_a_recommendation_is_taken_back_and_can_be_made_again(staff_client):
    match = MatchFactory(pinned=True)
    assert page("unpin", Match, match.pk) in buttons(staff_client, match)

    answer = staff_client.post(page("unpin", Match, match.pk), follow=True)

    match.refresh_from_db()
    assert match.pinned_at is None
    undo = page("pin", Match, match.pk)
    assert f'<a href="{undo}">' in answer.text
    form = staff_client.get(undo).context["form"]
    assert form["reason"].value() == "Two members use it in the same climate."
    staff_client.post(undo, REASON)
    match.refresh_from_db()
    assert match.pin_reason == REASON["reason"]


def test_moves_are_made_by_post_alone(staff_client):
    match = MatchFactory(pinned=True)

    staff_client.get(page("unpin", Match, match.pk))

    match.refresh_from_db()
    assert match.pinned_at is not None


def test_matches_are_found_by_both_sides_and_by_reason(staff_client):
    by_need = MatchFactory(need=NeedFactory(title="Lanterns", source_lang="en"))
    by_solution = MatchFactory(solution=SolutionFactory(title="Ropeways"))
    dear = MatchFactory(dismissed=True, decision_reason="too_dear\nBy far.")
    MatchFactory(dismissed=True, decision_reason="other_stage")

    def found(**query):
        answer = staff_client.get(page("changelist", Match), query)
        return list(answer.context["cl"].queryset)

    assert found(q="Lanterns") == [by_need]
    assert found(q="Ropeways") == [by_solution]
    assert found(because="too_dear") == [dear]
    assert found(because="other") == []


def test_a_question_is_answered_once(staff_client, people):
    question = QuestionFactory(lang="mn", text="Аль нь дээр вэ?")
    url = page("answer", Question, question.pk)
    assert url in buttons(staff_client, question)
    assert '<div lang="mn"><p>Аль нь дээр вэ?</p></div>' in staff_client.get(url).text

    answer = staff_client.post(url, {"text": "The second.", "lang": "en"})

    assert answer.url == object_page(question)
    question.refresh_from_db()
    assert (question.answer, question.answer_lang) == ("The second.", "en")
    assert question.answered_by == people["secretariat"]
    assert url not in buttons(staff_client, question)

    late = staff_client.post(url, {"text": "The third.", "lang": "en"})
    assert late.status_code == 422
    assert "The third." in late.text


@pytest.mark.parametrize("who", ["compliance", "translator", "csco"])
def test_others_neither_recommend_nor_answer(client_of, who):
    match, question = MatchFactory(), QuestionFactory()
    client = client_of(who)

    for url, data in [
        (page("add", Match), REASON),
        (page("pin", Match, match.pk), REASON),
        (page("unpin", Match, match.pk), {}),
        (page("answer", Question, question.pk), {"text": "Yes.", "lang": "en"}),
    ]:
        assert client.post(url, data).status_code in {302, 403, 404}, url
    match.refresh_from_db()
    question.refresh_from_db()
    assert (match.pinned_at, question.answered_at) == (None, None)


def test_the_page_says_that_it_was_told(staff_client):
    match = MatchFactory()

    answer = staff_client.post(page("pin", Match, match.pk), REASON)

    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "Recommended. The local government has been told."
    ]
