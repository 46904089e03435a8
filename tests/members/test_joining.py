"""Joining: the link, what is kept, what is sent, and what the secretariat decides."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation

from core import mailed_forms, mailed_links
from core.drafts import fresh_key
from core.errors import DomainError
from core.models import Outbox
from members import framework, join_links
from members.join_sheet import Sheet
from members.join_steps import STEPS
from members.models import Application, Invitation, Membership, Organisation, User
from members.services import admission, joining
from members.states import ApplicationState, MembershipState
from notifications.models import Notice
from tests.factories import (
    ApplicationFactory,
    ApplicationQuestionFactory,
    DecisionFactory,
    LocalGovernmentFactory,
    MembershipFactory,
    NetworkFactory,
    UserFactory,
)


def begin(**more) -> Application:
    return joining.begin(
        **{"email": "clerk@example.org", "language": "mn", "key": fresh_key()} | more
    )


def letters() -> list[dict]:
    rows = Outbox.objects.filter(task="notifications.send_letter").order_by("pk")
    return [row.kwargs for row in rows]


@pytest.fixture
def network(db):
    return NetworkFactory(slug="neascn", acronym="NEASCN")


@pytest.fixture
def clerk(db):
    return UserFactory(secretariat=True)


def accepted(application, *, by, network, **more):
    facts = Sheet(application).facts
    more = {"slug": "tsenkher-boomt"} | more
    return admission.accept(application, facts, by=by, network=network, **more)


# --- The link ------------------------------------------------------------------------


def test_the_link_is_mailed_in_the_applicants_language(db):
    with translation.override("ko"):
        application = begin(language="mn")

    (letter,) = letters()
    assert letter["to"] == ["clerk@example.org"]
    (word,) = re.findall(r"/mn/members/join/a/([\w:-]+)/", letter["body"])
    assert join_links.application_of(word) == application


def test_a_beginning_that_is_sent_twice_is_one(db):
    key = fresh_key()

    first, second = begin(key=key), begin(key=key)

    assert first == second
    assert len(letters()) == 1


def test_one_address_is_not_flooded(db):
    for _number in range(5):
        begin()

    with pytest.raises(DomainError):
        begin(email="Clerk@example.org")


def test_a_new_link_ends_the_old_one(db):
    application = begin()
    old = join_links.token(application)
    Application.objects.update(linked_at=timezone.now() - timedelta(hours=1))

    assert joining.send_links("CLERK@example.org") == 1

    application.refresh_from_db()
    assert join_links.application_of(old) is None
    assert join_links.application_of(join_links.token(application)) == application


def test_links_are_not_asked_for_twice_in_a_minute(db):
    begin()

    assert joining.send_links("clerk@example.org") == 0


@pytest.mark.parametrize("word", ["", "x", "1:2:3", "é"])
def test_a_made_up_link_leads_nowhere(db, word):
    assert join_links.application_of(word) is None


def test_a_link_is_good_for_thirty_days(db, monkeypatch):
    application = ApplicationFactory()
    word = join_links.token(application)
    monkeypatch.setattr(mailed_links, "VALID_FOR", timedelta(seconds=-1))

    assert join_links.application_of(word) is None


# --- What is kept and sent -------------------------------------------------------------


def test_steps_are_kept_one_on_top_of_the_other(db):
    application = begin()

    joining.keep(application, {"country": "KR"}, reached=2)
    joining.keep(application, {"native_name": "부"}, reached=1)

    application.refresh_from_db()
    assert application.answers == {"country": "KR", "native_name": "부"}
    assert application.reached == 2


def test_what_was_sent_is_not_written_on(db):
    application = ApplicationFactory(submitted=True)

    with pytest.raises(DomainError):
        joining.keep(application, {"country": "KR"})


def test_what_was_sent_is_not_forgotten(db):
    application = ApplicationFactory(submitted=True)

    with pytest.raises(DomainError):
        joining.discard(application)

    assert Application.objects.get() == application


def test_sending_tells_the_secretariat_and_the_applicant(db, clerk):
    application = ApplicationFactory(filled=True)

    sent = joining.submit(application, Sheet(application).facts)

    assert sent.state == ApplicationState.SUBMITTED
    assert (sent.name, sent.country.code) == ("Tsenkher Boomt", "MN")
    assert sent.framework_version == framework.VERSION
    assert [n.recipient for n in Notice.objects.all()] == [clerk]
    assert [letter["to"] for letter in letters()] == [[application.email]]


def test_sent_twice_it_was_sent_once(db, clerk):
    application = ApplicationFactory(filled=True)
    facts = Sheet(application).facts

    joining.submit(application, facts)
    joining.submit(application, facts)

    assert Notice.objects.count() == 1


def test_without_the_signed_form_the_database_refuses(db):
    application = ApplicationFactory(filled=True, signed_form=None)

    with pytest.raises(IntegrityError, match="application_sent_has_its_facts"):
        joining.submit(application, Sheet(application).facts)


def test_every_step_has_its_questions_and_the_answers_hold(db):
    sheet = Sheet(ApplicationFactory(filled=True))

    assert sheet.faulty is None
    assert [step for step, _form in sheet.checked] == list(STEPS[:-1])
    assert sheet.facts["population"] == 98765
    assert str(sheet.facts["latitude"]) == "47.9077"


def test_a_file_that_is_missing_is_a_fault(db):
    sheet = Sheet(ApplicationFactory(filled=True, appointment_letter=None))

    assert sheet.faulty.name == "csco"


# --- The secretariat -------------------------------------------------------------------


def test_a_question_gives_the_form_back_and_is_answered_on_it(db, clerk):
    application = ApplicationFactory(submitted=True, language="ru")

    question = joining.ask(application, by=clerk, reason="Кто подписал?")
    application.refresh_from_db()
    assert application.state == ApplicationState.MORE_INFO
    assert "Кто подписал?" in letters()[0]["body"]
    with pytest.raises(DomainError):
        joining.submit(application, Sheet(application).facts)
    answered = joining.submit(application, Sheet(application).facts, reply="Мэр")

    assert answered.submitted_at == application.submitted_at
    question.refresh_from_db()
    assert question.answer == "Мэр"
    assert question.answered_at is not None


@pytest.mark.parametrize(
    ("language", "name"),
    [("mn", "Цэнхэр боомт"), ("ko", "쳉헤르 보옴트"), ("ja", "Tsenkher Boomt")],
)
def test_a_letter_names_the_applicant_in_its_language(db, clerk, language, name):
    application = ApplicationFactory(submitted=True, language=language)

    joining.ask(application, by=clerk, reason="?")

    assert name in letters()[0]["subject"]


def test_declining_gives_the_reason(db, clerk):
    application = ApplicationFactory(submitted=True)

    joining.decline(application, by=clerk, reason="Not a local government.")

    application.refresh_from_db()
    assert application.decided_by == clerk
    assert "Not a local government." in letters()[0]["body"]


def test_accepting_makes_an_associate_with_a_head_and_an_invited_csco(
    db, clerk, network
):
    application = ApplicationFactory(submitted=True)

    membership = accepted(application, by=clerk, network=network)

    city = membership.organisation
    place = city.local_government
    assert membership.state == MembershipState.ASSOCIATE
    assert membership.since == timezone.localdate()
    assert (city.name_en, city.name_mn, city.name_ko) == (
        "Tsenkher Boomt",
        "Цэнхэр боомт",
        "쳉헤르 보옴트",
    )
    assert city.native_lang == "mn"
    assert city.is_public
    assert (place.unit_type.code, place.population) == ("capital_city", 98765)
    assert place.timezone == "Asia/Ulaanbaatar"
    head = city.head_terms.get()
    assert (str(head), head.title.code) == ("B. Saran", "governor_capital_mayor")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("csco.tsenkher@example.org", "csco")
    assert invitation.language == "mn"
    term = city.csco_terms.get()
    assert term.letter == application.appointment_letter
    assert str(term.person) == "D. Temuulen"
    assert not term.person.has_usable_password()
    assert [step.state for step in membership.timeline.all()] == [
        MembershipState.APPLIED,
        MembershipState.ASSOCIATE,
    ]
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert application.email in [letter["to"][0] for letter in letters()]


def test_somebody_who_has_an_account_keeps_it(db, clerk, network):
    person = UserFactory(email="CSCO.tsenkher@example.org", family_latin="Kept")

    membership = accepted(ApplicationFactory(submitted=True), by=clerk, network=network)

    assert membership.organisation.seats.get().person == person
    assert User.objects.get(pk=person.pk).family_latin == "Kept"
    assert not Invitation.objects.exists()


def test_a_city_that_comes_back_keeps_its_profile(db, clerk, network):
    place = LocalGovernmentFactory()
    before = MembershipFactory(
        network=network, organisation=place.organisation, withdrawn=True
    )

    membership = accepted(
        ApplicationFactory(submitted=True),
        by=clerk,
        network=network,
        organisation=place.organisation,
    )

    assert membership == before
    assert membership.state == MembershipState.ASSOCIATE
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("state", ["associate", "full", "suspended"])
def test_a_member_is_not_accepted_again(db, clerk, network, state):
    place = LocalGovernmentFactory()
    more = {"decision": DecisionFactory()} if state == "full" else {}
    MembershipFactory(
        network=network, organisation=place.organisation, **{state: True}, **more
    )

    with pytest.raises(DomainError):
        accepted(
            ApplicationFactory(submitted=True),
            by=clerk,
            network=network,
            organisation=place.organisation,
        )
    assert Membership.objects.get().state == state


def test_an_address_that_is_taken_is_refused_and_nothing_is_left_behind(
    transactional_db, clerk
):
    network = NetworkFactory()
    LocalGovernmentFactory(organisation__slug="tsenkher-boomt")
    application = ApplicationFactory(submitted=True)

    with pytest.raises(DomainError):
        accepted(application, by=clerk, network=network)

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert not Membership.objects.exists()


# --- Every state and every move ----------------------------------------------------------


@pytest.mark.parametrize("state", ["filled", "accepted", "declined", "more_info"])
def test_questions_are_asked_about_what_was_sent(db, clerk, state):
    application = ApplicationFactory(**{state: True})

    with pytest.raises(DomainError):
        joining.ask(application, by=clerk, reason="Why?")


def test_one_question_at_a_time(db):
    question = ApplicationQuestionFactory()

    with pytest.raises(IntegrityError, match="application_one_open_question"):
        ApplicationQuestionFactory(application=question.application)


# --- Forgetting ----------------------------------------------------------------------------


def test_what_was_never_sent_is_forgotten_with_its_history(db):
    kept = [ApplicationFactory(), ApplicationFactory(submitted=True)]
    old = ApplicationFactory()
    long_ago = timezone.now() - timedelta(days=91)
    Application.objects.filter(pk__in=[old.pk, kept[1].pk]).update(updated_at=long_ago)

    assert mailed_forms.forget(Application) == 1

    assert set(Application.objects.all()) == set(kept)
    history = Application.pgh_event_model.objects
    assert not history.filter(pgh_obj_id=old.pk).exists()
