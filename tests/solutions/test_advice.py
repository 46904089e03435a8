"""Recommendations of the secretariat, and questions to it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import DomainError
from matching.facets import NeedFacets, OfferFacets
from matching.scoring import score
from matching.weights import START
from members.states import ComplianceStatus, Role
from notifications.models import Event, Notice
from solutions import matching, services
from solutions.models import Match, Question
from tests.factories import (
    MatchFactory,
    NeedFactory,
    ProviderFactory,
    QuestionFactory,
    RankingFactory,
    SeatFactory,
    SolutionFactory,
    UserFactory,
)

PIN = {"reason": "Two members use it in the same climate.", "lang": "en"}
ASKED = {"text": "Аль нь хүйтэнд ажилладаг вэ?", "lang": "mn"}


@pytest.fixture(autouse=True)
def scored(monkeypatch):
    """A list lacks the pair: its own score comes from the engine."""
    found = score(NeedFacets(country="MN"), OfferFacets(), 0.3, weights=START)
    monkeypatch.setattr(matching, "scored", lambda *_pair: (found, 0.3))
    return found


@pytest.fixture
def need(city):
    need = NeedFactory(organisation=city, published=True)
    RankingFactory(need=need, ready=True)
    return need


@pytest.fixture
def solution():
    return SolutionFactory(published=True)


def told(slug: str) -> list:
    notices = Notice.objects.filter(event__kind=slug).order_by("recipient__email")
    return [notice.recipient for notice in notices]


# --- Recommendations ------------------------------------------------------------------


def test_a_solution_that_the_list_lacks_is_added_with_its_own_score(
    need, solution, scored, csco, deputy, secretariat
):
    MatchFactory(need=need, rank=7)

    match = services.pin(need, solution, **PIN, by=secretariat)

    match.refresh_from_db()
    assert (match.value, match.word) == (scored.value, scored.word)
    assert match.reasons["bars"] == [
        {"code": bar.code, "points": bar.points, "most": bar.most}
        for bar in scored.bars
    ]
    assert (match.rank, match.pinned_by) == (8, secretariat)
    assert (match.pin_reason, match.pin_lang) == (PIN["reason"], "en")
    assert told("solution-recommended") == [csco, deputy]


def test_what_the_list_has_keeps_its_score_and_its_decision(
    need, solution, csco, secretariat
):
    match = MatchFactory(need=need, solution=solution, value=64.2, word="possible")
    services.shortlist(match, by=csco)

    services.pin(need, solution, **PIN, by=secretariat)

    match = need.matches.get()
    assert (match.value, match.word, match.state) == (64.2, "possible", "shortlisted")


def test_what_the_office_put_aside_is_not_recommended_to_it(
    need, solution, csco, secretariat
):
    match = MatchFactory(need=need, solution=solution)
    services.dismiss(match, cause="too_dear", by=csco)

    with pytest.raises(DomainError):
        services.pin(need, solution, **PIN, by=secretariat)

    match.refresh_from_db()
    assert (match.state, match.pinned_at) == ("dismissed", None)
    assert not Event.objects.filter(kind="solution-recommended").exists()


@pytest.mark.parametrize("asked", ["abc", "٣", "9" * 5000])
def test_an_odd_need_in_the_address_is_left_aside(client_of, asked):
    address, staff = reverse("admin:solutions_match_add"), client_of("secretariat")

    assert staff.get(f"{address}?need={asked}").status_code == 200
    assert staff.post(address, {**PIN, "need": asked}).status_code == 422


def test_a_recommendation_is_told_with_its_reason_while_it_stands(
    need, solution, csco, secretariat
):
    match = services.pin(need, solution, **PIN, by=secretariat)
    notice = Notice.objects.get(recipient=csco)
    assert notice.may_be_read()
    assert "recommends a solution" in notice.subject
    assert solution.title in notice.body
    assert PIN["reason"] in notice.body

    services.unpin(match, by=secretariat)

    assert not Notice.objects.get(recipient=csco).may_be_read()


@pytest.mark.parametrize("closed", ["need", "provider", "unpublished", "closed need"])
def test_compliance_and_states_are_asked_first(need, solution, secretariat, closed):
    if closed == "need":
        need.organisation.compliance_status = ComplianceStatus.POSSIBLE
        need.organisation.save()
    elif closed == "provider":
        solution.provider.compliance_status = ComplianceStatus.BLOCKED
        solution.provider.save()
    elif closed == "unpublished":
        solution = SolutionFactory(submitted=True)
    else:
        need = NeedFactory(closed=True)

    with pytest.raises(DomainError):
        services.pin(need, solution, **PIN, by=secretariat)

    assert not Match.objects.exists()
    assert not Event.objects.exists()


def test_a_recommendation_is_taken_back_and_made_again(need, solution, secretariat):
    match = services.pin(need, solution, **PIN, by=secretariat)

    match = services.unpin(match, by=secretariat)
    assert (match.pinned_at, match.pin_reason, match.pin_lang) == (None, "", "")
    with pytest.raises(DomainError):
        services.unpin(match, by=secretariat)

    again = services.pin(need, solution, **PIN, by=secretariat)
    assert again.pk == match.pk
    labels = Match.pgh_event_model.objects.filter(pgh_obj_id=match.pk)
    assert labels.exclude(pin_reason="").count() == 2


def test_what_was_recommended_is_no_news_as_a_strong_match(need, solution, secretariat):
    services.pin(need, solution, **PIN, by=secretariat)

    need.ranking.refresh_from_db()
    assert need.ranking.strong_told == [solution.pk]


def test_two_recommend_the_same_at_once_and_one_is_refused(transactional_db):
    """Both run to the end in their own connections; the pair has one row."""
    need, solution = NeedFactory(published=True), SolutionFactory(published=True)
    RankingFactory(need=need, ready=True)
    staff = [UserFactory(secretariat=True) for _ in range(2)]

    def pin(person) -> str:
        try:
            services.pin(need, solution, **PIN, by=person)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(pin, staff))

    assert found == ["This solution is recommended for this need already.", "done"]
    assert Match.objects.get().pinned_at is not None
    assert Event.objects.count() == 1


def test_a_job_that_stores_the_list_is_waited_for_and_does_not_lock_up(
    transactional_db,
):
    """The job holds the ranking and refers to the need, as `matching` does."""
    need, solution = NeedFactory(published=True), SolutionFactory(published=True)
    ranking = RankingFactory(need=need, ready=True)
    staff = UserFactory(secretariat=True)

    def pin() -> Match:
        try:
            return services.pin(need, solution, **PIN, by=staff)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            type(ranking).objects.select_for_update().get(pk=ranking.pk)
            pinning = pool.submit(pin)
            with pytest.raises(TimeoutError):
                pinning.result(timeout=0.4)
            MatchFactory(need=need, solution=solution, value=55.5)
        match = pinning.result(timeout=5)

    assert (Match.objects.get().pk, match.value) == (match.pk, 55.5)
    assert match.pinned_at is not None


# --- Questions ------------------------------------------------------------------------


def test_a_question_goes_to_the_secretariat_and_the_answer_to_the_office(
    need, editor, csco, deputy, secretariat
):
    question = services.ask(need, **ASKED, by=editor)
    assert told("question-asked") == [secretariat]

    services.answer(question, text="The second one.", lang="en", by=secretariat)

    question.refresh_from_db()
    assert (question.text, question.lang) == (ASKED["text"], "mn")
    assert (question.answer, question.answer_lang) == ("The second one.", "en")
    assert question.answered_by == secretariat
    assert told("question-answered") == [csco, deputy, editor]


def test_the_words_of_the_notices(need, csco, secretariat):
    services.ask(need, **ASKED, by=csco)
    asked = Notice.objects.get(recipient=secretariat)
    assert need.organisation.name in asked.subject
    url = reverse("admin:solutions_question_change", args=[Question.objects.get().pk])
    assert url in asked.body

    services.answer(Question.objects.get(), text="Yes.", lang="en", by=secretariat)
    answered = Notice.objects.get(recipient=csco)
    assert answered.may_be_read()
    assert reverse("solutions:finder", args=[need.pk]) in answered.body


def test_one_question_waits_at_a_time(need, csco, editor, secretariat):
    first = services.ask(need, **ASKED, by=csco)

    with pytest.raises(DomainError, match="waits for its answer"):
        services.ask(need, **ASKED, by=editor)

    services.answer(first, text="Yes.", lang="en", by=secretariat)
    assert services.ask(need, **ASKED, by=editor).pk


def test_a_question_is_answered_once(need, csco, secretariat):
    question = services.ask(need, **ASKED, by=csco)
    services.answer(question, text="Yes.", lang="en", by=secretariat)

    with pytest.raises(DomainError):
        services.answer(question, text="No.", lang="en", by=secretariat)

    question.refresh_from_db()
    assert question.answer == "Yes."


def test_the_database_holds_one_waiting_question_too(need):
    QuestionFactory(need=need)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(need=need)


def test_a_restricted_office_asks_and_is_answered(need, csco, secretariat):
    need.organisation.compliance_status = ComplianceStatus.BLOCKED
    need.organisation.save()
    assert csco.has_perm("solutions.ask_secretariat", need)

    question = services.ask(need, **ASKED, by=csco)
    services.answer(question, text="Yes.", lang="en", by=secretariat)

    assert Notice.objects.get(recipient=csco).may_be_read()


def test_who_left_the_office_is_not_told_of_the_answer(need, secretariat):
    seat = SeatFactory(organisation=need.organisation, role=Role.EDITOR)
    question = services.ask(need, **ASKED, by=seat.person)
    seat.ended_at = question.asked_at
    seat.save()

    services.answer(question, text="Yes.", lang="en", by=secretariat)

    assert not Notice.objects.get(recipient=seat.person).may_be_read()


# --- Pages ----------------------------------------------------------------------------


def test_an_official_asks_from_the_page(client_of, need):
    url = reverse("solutions:ask", args=[need.pk])
    client = client_of("editor")
    assert client.get(url).status_code == 200

    answer = client.post(url, ASKED, follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"/finder/{need.pk}/#ask")
    assert Question.objects.get().text == ASKED["text"]


def test_what_was_typed_is_kept_when_it_is_refused(client_of, need):
    QuestionFactory(need=need)
    url = reverse("solutions:ask", args=[need.pk])

    answer = client_of("csco").post(url, ASKED)

    assert answer.status_code == 422
    assert ASKED["text"] in answer.text
    assert "waits for its answer" in answer.text
    assert Question.objects.count() == 1


def test_the_form_is_not_offered_while_a_question_waits(client_of, need):
    QuestionFactory(need=need)

    page = client_of("csco").get(reverse("solutions:ask", args=[need.pk]))

    assert "Your question waits for its answer" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 403), ("secretariat", 403), ("other_csco", 404)]
)
def test_others_do_not_ask_in_its_name(client_of, city, who, status):
    need = NeedFactory(organisation=city)

    answer = client_of(who).post(reverse("solutions:ask", args=[need.pk]), ASKED)

    assert answer.status_code == status
    assert not Question.objects.exists()


def test_nobody_asks_about_a_closed_need(city, csco):
    need = NeedFactory(organisation=city, closed=True)

    assert not csco.has_perm("solutions.ask_secretariat", need)


def test_answers_stand_beside_the_list_in_their_language(client_of, need):
    QuestionFactory(need=need, answered=True, lang="mn", answer_lang="ko", answer="네.")

    page = client_of("reader").get(reverse("solutions:ask", args=[need.pk]))
    assert page.status_code == 403

    page = client_of("csco").get(reverse("solutions:ask", args=[need.pk]))
    assert '<p lang="ko">네.</p>' in page.text
    assert '<p lang="mn">' in page.text


def test_a_provider_that_is_closed_is_not_named_in_a_notice(need, csco, secretariat):
    provider = ProviderFactory().organisation
    solution = SolutionFactory(published=True, provider=provider)
    services.pin(need, solution, **PIN, by=secretariat)

    provider.compliance_status = ComplianceStatus.BLOCKED
    provider.save()

    assert not Notice.objects.get(recipient=csco).may_be_read()
