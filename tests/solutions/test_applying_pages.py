"""Applying in the browser: seven steps, back by the link, and a partner introduced."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.drafts import fresh_key
from solutions.apply_links import LINKS
from solutions.apply_steps import STEPS
from solutions.models import ProviderApplication
from solutions.states import ProviderApplicationState
from tests.factories import (
    AddressedNeedFactory,
    ApplicationSponsorFactory,
    ProposedSolutionFactory,
    ProviderApplicationFactory,
    ProviderQuestionFactory,
)
from tests.factories.applying import ANSWERS
from tests.members.test_joining_pages import A_PDF

ROWS = {"references-TOTAL_FORMS": "1", "references-INITIAL_FORMS": "0"}
TYPED = {
    "source_lang": "ko",
    "title": "학교 대기질 측정",
    "problem": "겨울에 연기가 가득합니다.",
    "description": "옥상 100곳의 센서.",
    "sectors": ["environment"],
    "maturity": "deployed_one",
    "references-0-city": "Busan",
    "references-0-year": "2024",
    **ROWS,
}
START = "/ko/solutions/apply/"


def a_pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("register.pdf", A_PDF, "application/pdf")


def at(name: str, application: ProviderApplication, *more) -> str:
    return reverse(f"apply:{name}", args=[LINKS.token(application), *more])


def test_seven_steps_lead_to_one_application(client, db):
    key = client.get(START).context["form"]["key"].value()
    begun = {"key": key, "email": "sora@example.org", "language": "ko"}
    url = client.post(START, begun | {"kind": "company", "country": "KR"}).url
    url = client.get(url).url

    for step in STEPS[:-1]:
        assert url.endswith(f"/{step.name}/")
        sent = dict(ANSWERS)
        if step.name == "solutions":
            page = client.post(url)
            assert page.status_code == 422
            saved = client.post(page.context["sheet"].another, TYPED)
            assert saved.url == url
        if step.name == "papers":
            sent["certificate"] = a_pdf()
        answer = client.post(url, sent)
        assert answer.status_code == 302, answer.context["form"].errors
        url = answer.url
    checked = client.get(url)
    done = client.post(url, {"declaration": "on"})

    application = ProviderApplication.objects.get()
    assert checked.context["faulty"] is None
    told = checked.content.decode()
    assert "Park Sora · 박소라" in told
    assert "학교 대기질 측정" in told
    assert done.url.endswith("/status/")
    assert application.state == ProviderApplicationState.SUBMITTED
    assert application.certificate.name == "register.pdf"
    assert application.reference in client.get(done.url).content.decode()


def test_what_is_wrong_is_kept_and_told(client, db):
    application = ProviderApplicationFactory(answers=dict(ANSWERS))
    url = at("step", application, "institution")

    answer = client.post(url, ANSWERS | {"founded": "long ago"})

    assert answer.status_code == 422
    assert 'value="long ago"' in client.get(url).content.decode()


def test_a_solution_is_kept_as_it_is_typed_and_taken_off(client, db):
    application, key = ProviderApplicationFactory(reached=4), fresh_key()
    page = at("solution", application, key)
    half = ROWS | {"title": "Half a"}

    assert client.get(page).status_code == 200
    assert client.post(f"{page}draft/", half).status_code == 204
    assert client.post(page, half).status_code == 422
    more = client.post(page, half | {"add": "1"})
    assert len(client.get(more.url).context["sheet"].rows.forms) == 2
    assert 'value="Half a"' in client.get(f"{page}?faults").content.decode()
    assert "Half a" in client.get(f"{page}remove/").content.decode()
    client.post(f"{page}remove/")

    assert not application.proposed.exists()


def test_sending_with_a_fault_leads_to_the_step_that_has_it(client, db):
    application = ProviderApplicationFactory(filled=True, certificate=None)
    ProposedSolutionFactory(application=application)

    answer = client.post(at("step", application, "answers"), {"declaration": "on"})

    assert answer.url.endswith("/papers/?faults")
    assert "Choose a file." in client.get(answer.url).content.decode()


def test_how_it_stands_in_every_state(client, db, django_assert_max_num_queries):
    for state in ProviderApplicationState:
        made = "filled" if state == ProviderApplicationState.DRAFT else state
        application = ProviderApplicationFactory(**{made: True})
        ApplicationSponsorFactory(application=application)
        AddressedNeedFactory(application=application)
        ProposedSolutionFactory.create_batch(3, application=application)
        if state == ProviderApplicationState.MORE_INFO:
            ProviderQuestionFactory(application=application)

        with django_assert_max_num_queries(15):
            answer = client.get(at("status", application))

        assert answer.status_code == 200, state
        assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("step", ["solutions", "answers"])
def test_many_solutions_cost_no_more_than_one(
    client, db, step, django_assert_max_num_queries
):
    for number in (1, 6):
        application = ProviderApplicationFactory(filled=True)
        ProposedSolutionFactory.create_batch(number, application=application)

        with django_assert_max_num_queries(12):
            client.get(at("step", application, step))


def test_what_was_sent_is_taken_back_after_asking(client, db):
    application = ProviderApplicationFactory(submitted=True)

    client.get(at("withdraw", application))
    client.post(at("withdraw", application))

    application.refresh_from_db()
    assert application.state == ProviderApplicationState.WITHDRAWN


def test_an_office_introduces_its_partner_and_sees_how_it_stands(client_of, city):
    page, csco = reverse("apply:introduce"), client_of("csco")
    sent = {
        "key": csco.get(page).context["form"]["key"].value(),
        "sponsor": city.pk,
        "name": "Clear Air Works",
        "kind": "company",
        "country": "KR",
        "note": "Sensors in our schools.",
        "email": "sora@example.org",
        "language": "ko",
    }

    assert csco.post(page, sent).status_code == 422
    csco.post(page, sent | {"gains": "on"})

    application = ProviderApplication.objects.get()
    assert application.sponsor.organisation == city
    assert "Clear Air Works" in client_of("editor").get(page).content.decode()
    steps = csco.get(at("step", application, "institution")).context["steps"]
    assert len(steps) == 5
    assert client_of("reader").get(page).status_code == 403


def test_a_city_under_restrictions_brings_no_partner(client_of, city):
    type(city).objects.filter(pk=city.pk).update(compliance_status="blocked")

    assert client_of("csco").get(reverse("apply:introduce")).status_code == 403
