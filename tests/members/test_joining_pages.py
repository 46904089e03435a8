"""Joining in the browser: step by step, back by the link, and what staff do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from core.languages import CODES
from members import join_links, units
from members.join_forms import FactsForm, HeadForm, NamesForm, UnitForm
from members.join_sheet import Sheet
from members.join_steps import STEPS
from members.models import Application, Membership
from tests.admin.conftest import object_page, page
from tests.factories import (
    ApplicationFactory,
    ApplicationQuestionFactory,
    DecisionFactory,
    MembershipFactory,
    NetworkFactory,
)
from tests.factories.joining import ANSWERS
from vocabulary.models import HeadTitle, UnitType

COUNTRIES = ["CN", "JP", "KP", "KR", "MN", "RU"]
A_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
FILES = {"csco": "appointment_letter", "paper": "signed_form"}


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", A_PDF, "application/pdf")


def at(name: str, application: Application, *more) -> str:
    return reverse(f"join:{name}", args=[join_links.token(application), *more])


# --- From the first step to the last ---------------------------------------------------


def test_ten_steps_lead_to_one_application(client, db):
    key = client.get("/mn/members/join/").context["form"]["key"].value()
    begun = {"key": key, "email": "clerk@example.org", "language": "mn"}
    url = client.post("/mn/members/join/", begun).url
    url = client.get(url).url

    for step in STEPS[:-1]:
        sent = dict(ANSWERS)
        if step.name in FILES:
            sent[FILES[step.name]] = a_file()
        answer = client.post(url, sent)
        assert answer.status_code == 302, answer.context["form"].errors
        url = answer.url
    checked = client.get(url)
    done = client.post(url, {"declaration": "on"})

    application = Application.objects.get()
    assert checked.context["faulty"] is None
    assert "Тэмүүлэн" in checked.content.decode()
    assert done.url == reverse("join:status", args=[url.split("/")[-3]])
    assert application.state == "submitted"
    assert application.signed_form.name == "letter.pdf"
    assert application.reference in client.get(done.url).content.decode()


def test_nobody_jumps_ahead(client, db):
    application = ApplicationFactory(reached=2)

    answer = client.get(at("step", application, "head"))

    assert answer.url.endswith("/unit/")


def test_what_is_wrong_is_kept_and_told(client, db):
    application = ApplicationFactory(reached=4, answers={"country": "MN"})
    url = at("step", application, "facts")

    answer = client.post(url, {"population": "many", "timezone": "Asia/Hovd"})

    application.refresh_from_db()
    assert answer.status_code == 422
    assert application.answers["population"] == "many"
    assert 'value="many"' in client.get(url).content.decode()


def test_a_file_stays_when_another_answer_is_wrong(client, db):
    application = ApplicationFactory(filled=True, signed_form=None)

    client.post(
        at("step", application, "paper"), {"signed_on": "x", "signed_form": a_file()}
    )

    application.refresh_from_db()
    assert application.signed_form.name == "letter.pdf"


def test_sending_with_a_fault_leads_to_the_step_that_has_it(client, db):
    application = ApplicationFactory(filled=True, signed_form=None)

    answer = client.post(at("step", application, "answers"), {"declaration": "on"})

    assert answer.url.endswith("/paper/?faults")
    assert "Choose a file." in client.get(answer.url).content.decode()


def test_a_question_is_shown_and_answered(client, db):
    question = ApplicationQuestionFactory(text="Who signed this?")
    url = at("step", question.application, "answers")

    assert "Who signed this?" in client.get(url).content.decode()
    assert client.post(url, {"declaration": "on"}).status_code == 422
    client.post(url, {"declaration": "on", "reply": "The mayor."})

    question.refresh_from_db()
    assert question.answer == "The mayor."


def test_whether_an_address_is_known_is_not_told(client, db):
    ApplicationFactory(email="clerk@example.org")

    answers = [
        client.post("/en/members/join/link/", {"email": email}, follow=True)
        for email in ("clerk@example.org", "nobody@example.org")
    ]

    told = [str(next(iter(answer.context["messages"]))) for answer in answers]
    assert told[0] == told[1]


def test_answers_are_in_no_cache_and_no_index(client, db):
    answer = client.get(at("status", ApplicationFactory(submitted=True)))

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("state", ["filled", "more_info", "accepted", "declined"])
def test_how_it_stands_in_every_state(client, db, state):
    application = ApplicationFactory(**{state: True})
    if state == "more_info":
        ApplicationQuestionFactory(application=application)

    assert client.get(at("status", application)).status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_the_form_on_paper_in_six_languages(client, db, code):
    with translation.override(code):
        url = reverse("join:blank")

    assert client.get(url).status_code == 200


def test_what_was_not_sent_is_deleted_when_asked(client, db):
    draft, sent = ApplicationFactory(filled=True), ApplicationFactory(submitted=True)

    for application in (draft, sent):
        client.get(at("discard", application))
        client.post(at("discard", application))

    assert list(Application.objects.all()) == [sent]


# --- Fitting the country -----------------------------------------------------------------


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_unit_of_a_country_has_a_head(db, country):
    fitting = {u.code for u in UnitType.objects.all() if units.fits(u.code, country)}
    titles = set(HeadTitle.objects.values_list("code", flat=True))

    assert set(units.HEADS[country]) == fitting
    for unit in fitting:
        assert set(units.heads(unit, country)) <= titles
        assert units.heads(unit, country)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_zones_and_a_language(country):
    assert units.zones(country)
    assert units.LANGUAGES[country]


def test_a_country_that_nobody_listed_is_offered_everything(db):
    form = UnitForm(known={"country": "ZZ"})

    assert form.fields["unit_type"].queryset.count() == UnitType.objects.count()
    assert not units.heads("city", "ZZ")
    assert len(FactsForm(known={"country": "ZZ"}).fields["timezone"].choices) > 300


@pytest.mark.parametrize(
    ("country", "has_reading", "has_patronymic"),
    [("JP", True, False), ("RU", False, True), ("MN", False, True)],
)
def test_names_are_asked_for_as_they_are_written(
    db, country, has_reading, has_patronymic
):
    known = {"country": country}

    assert ("reading" in NamesForm(known=known).fields) == has_reading
    assert ("head_patronymic" in HeadForm(known=known).fields) == has_patronymic


@pytest.mark.parametrize(
    ("typed", "number"),
    [("10,349,312", 10349312), ("10 349 312", 10349312), ("98 765", 98765)],
)
def test_thousands_are_set_apart_in_any_way(db, typed, number):
    application = ApplicationFactory(
        filled=True, answers=ANSWERS | {"population": typed}
    )

    assert Sheet(application).facts["population"] == number


@pytest.mark.parametrize("typed", ["91", "47°54′N", "north", "1e3"])
def test_degrees_that_are_none(db, typed):
    application = ApplicationFactory(filled=True, answers=ANSWERS | {"latitude": typed})

    assert Sheet(application).faulty.name == "facts"


# --- The secretariat -----------------------------------------------------------------


def test_staff_accept_in_the_admin(client_of, db):
    network = NetworkFactory()
    application = ApplicationFactory(submitted=True)
    staff = client_of("secretariat")
    url = page("move", Application, application.pk, "accept")

    shown = staff.get(object_page(application))
    asked = staff.get(url)
    answer = staff.post(url, {"network": network.pk, "slug": "tsenkher-boomt"})

    membership = Membership.objects.get(organisation__slug="tsenkher-boomt")
    assert shown.context["buttons"][0].url == url
    assert "Тэмүүлэн" in shown.content.decode()
    assert asked.context["form"]["slug"].value() == "tsenkher-boomt"
    assert answer.url == object_page(application)
    assert membership.state == "associate"


@pytest.mark.parametrize("name", ["ask", "decline"])
def test_staff_say_why_in_the_admin(client_of, db, name):
    application = ApplicationFactory(submitted=True)
    staff = client_of("secretariat")
    url = page("move", Application, application.pk, name)

    assert staff.post(url, {"reason": ""}).status_code == 422
    staff.post(url, {"reason": "The seal is missing."})

    application.refresh_from_db()
    assert application.state == {"ask": "more_info", "decline": "declined"}[name]


def test_files_of_applicants_are_for_the_secretariat(client_of, db):
    application = ApplicationFactory(submitted=True)
    url = page("file", Application, application.pk, "signed_form")

    answers = [client_of(who).get(url) for who in ("secretariat", "compliance")]

    assert [answer.status_code for answer in answers] == [200, 404]


def test_staff_move_a_membership_with_a_day_and_a_decision(client_of, db):
    membership = MembershipFactory(associate=True)
    decision = DecisionFactory()
    staff = client_of("secretariat")
    url = page("move", Membership, membership.pk, "approve")

    refused = staff.post(url, {"on": "2026-05-20"})
    answer = staff.post(
        url, {"on": "2026-05-20", "decision": decision.pk, "is_founding": "on"}
    )

    membership.refresh_from_db()
    assert refused.status_code == 422
    assert answer.url == object_page(membership)
    assert (membership.state, membership.is_founding) == ("full", True)
    assert "Steering meeting" in staff.get(object_page(membership)).content.decode()


def test_a_decision_carries_its_paper(client_of, db):
    decision = DecisionFactory()
    staff = client_of("secretariat")

    staff.post(
        object_page(decision),
        {"body": decision.body, "date": "2026-05-20", "file": a_file()},
    )

    decision.refresh_from_db()
    assert decision.file.name == "letter.pdf"
    answer = staff.get(page("file", type(decision), decision.pk))
    assert answer.content == A_PDF


def test_files_are_handed_in_a_few_at_a_time(client, db):
    application = ApplicationFactory(filled=True)
    url = at("step", application, "paper")

    codes = [
        client.post(url, {**ANSWERS, "signed_form": a_file()}).status_code
        for _number in range(7)
    ]

    assert codes == [302] * 6 + [429]
    assert client.post(url, dict(ANSWERS)).status_code == 302
