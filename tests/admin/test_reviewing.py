"""The pages on which staff check, judge and decide about a provider's application."""

import pytest
from django.urls import reverse

from members.models import Organisation
from solutions import criteria
from solutions.models import ProviderApplication
from solutions.review_checks import Check
from solutions.states import ProviderApplicationState
from tests.admin.conftest import object_page
from tests.factories import (
    ProposedSolutionFactory,
    ProviderApplicationFactory,
    ReviewCheckFactory,
    ReviewScoreFactory,
)

POINTS = dict.fromkeys(criteria.CODES, "4") | {"recommendation": "approve"}


def page(name: str, application, *args) -> str:
    return reverse(
        f"admin:solutions_providerapplication_{name}", args=[application.pk, *args]
    )


@pytest.fixture
def application(db):
    made = ProviderApplicationFactory(submitted=True, language="ko")
    ProposedSolutionFactory(application=made)
    return made


def test_from_the_first_check_to_the_profile(client_of, application):
    clerk = client_of("secretariat")
    ReviewScoreFactory(application=application)
    for code in Check:
        clerk.post(
            page("check", application, code), {"outcome": "fine", "note": "Found so."}
        )
    clerk.post(page("score", application), POINTS)

    row = application.proposed.get()
    shown = clerk.get(object_page(application)).content.decode()
    answer = clerk.post(
        page("move", application, "approve"),
        {
            "slug": "clear-air-works",
            "listed": [row.pk],
            "verified": [row.mark_of("Busan", 2024)],
            "owner_email": "kim@clear-air.example.org",
            "owner_language": "ko",
            "reason": "Good references.",
        },
    )

    assert "Nothing. It can be approved." in shown
    assert answer.status_code == 302, answer.content.decode()
    organisation = Organisation.objects.get(slug="clear-air-works")
    assert organisation.name_ko == "맑은공기"
    (solution,) = organisation.solutions.published()
    assert solution.references.get().is_verified


def test_what_stands_in_the_way_is_said_and_nothing_is_lost(client_of, application):
    clerk = client_of("secretariat")

    shown = clerk.get(object_page(application))
    answer = clerk.post(
        page("move", application, "approve"),
        {
            "slug": "clear-air-works",
            "owner_email": "kim@clear-air.example.org",
            "owner_language": "ko",
            "reason": "We know them.",
        },
    )

    assert "2 judgements of reviewers are missing." in shown.content.decode()
    assert page("move", application, "approve") not in shown.content.decode()
    assert answer.status_code == 422
    assert "We know them." in answer.content.decode()


def test_the_other_reviewers_points_are_not_on_the_page(client_of, application):
    ReviewScoreFactory(application=application, remark="Known to nobody yet.")
    clerk = client_of("secretariat")

    urls = [object_page(application), page("history", application)]
    shown = "".join(clerk.get(url).content.decode() for url in urls)

    assert "Known to nobody yet." not in shown
    assert "1 of 2 are in." in shown


@pytest.mark.parametrize(
    ("who", "view", "check", "score"),
    [
        ("secretariat", 200, 200, 200),
        ("compliance", 200, 200, 403),
        ("translator", 404, 404, 404),
    ],
)
def test_who_does_what(client_of, application, who, view, check, score):
    client = client_of(who)

    assert client.get(page("file", application, "certificate")).status_code == view
    assert client.get(page("check", application, "screened")).status_code == check
    assert client.get(page("score", application)).status_code == score


def test_a_page_asks_little(client_of, application, django_assert_max_num_queries):
    for code in Check:
        ReviewCheckFactory(application=application, check_code=code)
    clerk = client_of("secretariat")
    clerk.get(object_page(application))

    for _number in range(2):
        with django_assert_max_num_queries(25):
            clerk.get(object_page(application))
        ProposedSolutionFactory(application=application)


def test_a_question_names_its_step(client_of, application):
    client_of("secretariat").post(
        page("move", application, "ask"), {"step": "papers", "reason": "Which year?"}
    )

    application = ProviderApplication.objects.get(pk=application.pk)
    assert application.state == ProviderApplicationState.MORE_INFO
    assert application.questions.get().step == "papers"
