"""Applying as a provider: the link, what is kept, what is sent, what is taken back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from core import mailed_forms
from core.drafts import fresh_key
from core.errors import DomainError
from core.models import Outbox
from members.states import OrganisationKind
from notifications.models import Notice
from solutions.apply_links import LINKS
from solutions.apply_sheet import Sheet
from solutions.apply_steps import FINANCING, SPONSORED, STEPS
from solutions.forms.applying import InstitutionForm, PeopleForm
from solutions.forms.applying_terms import OfferForm, PapersForm
from solutions.models import ProposedSolution, ProviderApplication
from solutions.services import applying
from solutions.states import APPLYING, ProviderApplicationState
from tests.factories import (
    AddressedNeedFactory,
    ProposedSolutionFactory,
    ProviderApplicationFactory,
    ProviderQuestionFactory,
    UserFactory,
)
from tests.factories.applying import ANSWERS, SOLUTION


def begin(**more) -> ProviderApplication:
    facts = {"kind": "company", "country": "KR", "language": "ko", "key": fresh_key()}
    return applying.begin(**{"email": "sora@example.org"} | facts | more)


def letters() -> list[dict]:
    rows = Outbox.objects.filter(task="notifications.send_letter").order_by("pk")
    return [row.kwargs for row in rows]


def whole(**more) -> ProviderApplication:
    """An application with nothing left to answer."""
    return ProposedSolutionFactory(
        application=ProviderApplicationFactory(**{"filled": True} | more)
    ).application


# --- The link and what is kept -------------------------------------------------------


def test_the_link_is_mailed_in_the_applicants_language(db):
    key = fresh_key()
    with translation.override("ja"):
        first, second = begin(key=key), begin(key=key)

    (letter,) = letters()
    (word,) = re.findall(r"/ko/solutions/apply/a/([\w:-]+)/", letter["body"])
    assert first == second == LINKS.form_of(word)


def test_a_new_link_ends_the_old_one(db):
    application = begin()
    old = LINKS.token(application)
    assert applying.send_links("sora@example.org") == 0
    ProviderApplication.objects.update(linked_at=timezone.now() - timedelta(hours=1))

    assert applying.send_links("SORA@example.org") == 1

    application.refresh_from_db()
    assert LINKS.form_of(old) is None
    assert LINKS.form_of(LINKS.token(application)) == application


def test_a_solution_is_kept_under_its_key_as_it_was_typed(db):
    application, key = begin(), fresh_key()

    applying.keep_solution(application, key=key, data={"title": "Half a"})
    applying.keep_solution(application, key=key, data={"title": "Half a thought"})

    assert application.proposed.get().title == "Half a thought"


def test_an_application_holds_ten_solutions(db):
    application = begin()
    ProposedSolutionFactory.create_batch(
        applying.MOST_SOLUTIONS, application=application
    )

    with pytest.raises(DomainError):
        applying.keep_solution(application, key=fresh_key(), data={})


def test_what_was_sent_is_not_written_on(db):
    application = whole(submitted=True)
    key = application.proposed.get().key

    for change in (
        lambda: applying.keep_solution(application, key=key, data={}),
        lambda: applying.remove_solution(application, key=key),
        lambda: mailed_forms.keep(application, {"name_en": "Another"}),
        lambda: mailed_forms.discard(application),
    ):
        with pytest.raises(DomainError):
            change()


def test_what_was_never_sent_is_forgotten_with_its_parts_and_history(db):
    kept, forgotten = whole(), whole()
    AddressedNeedFactory(
        application=forgotten, solution=forgotten.proposed.get(), note="Secret"
    )
    old = timezone.now() - mailed_forms.DRAFTS_LIVE - timedelta(days=1)
    ProviderApplication.objects.filter(pk=forgotten.pk).update(updated_at=old)

    assert mailed_forms.forget(ProviderApplication) == 1

    assert ProviderApplication.objects.get() == kept
    for model in (ProviderApplication, ProposedSolution):
        assert (
            model.pgh_event_model.objects.values("pgh_obj_id").distinct().count() == 1
        )
    history = AddressedNeedFactory._meta.model.pgh_event_model
    assert not history.objects.exists()


# --- Sending -------------------------------------------------------------------------


def test_sending_tells_the_secretariat_and_the_applicant_once(db):
    clerk, application = UserFactory(secretariat=True), whole()
    sheet = Sheet(application)
    assert sheet.faulty is None

    for _time in range(2):
        sent = applying.submit(application, sheet.facts)

    assert sent.state == ProviderApplicationState.SUBMITTED
    assert (sent.kind, sent.name, sent.country.code) == (
        OrganisationKind.COMPANY,
        "Clear Air Works",
        "KR",
    )
    assert [notice.recipient for notice in Notice.objects.all()] == [clerk]
    assert [letter["to"] for letter in letters()] == [[application.email]]


def test_a_question_is_answered_before_it_is_sent_again(db):
    question = ProviderQuestionFactory(application=whole(more_info=True))
    application, facts = question.application, Sheet(question.application).facts

    with pytest.raises(DomainError):
        applying.submit(application, facts)
    applying.submit(application, facts, reply="Mr Lee, Busan.")

    question.refresh_from_db()
    assert question.answer == "Mr Lee, Busan."


def test_what_is_in_review_can_be_taken_back_and_nothing_else(db):
    for state in ("submitted", "more_info"):
        assert applying.withdraw(ProviderApplicationFactory(**{state: True})).is_over
    for state in ("filled", "approved", "declined"):
        with pytest.raises(DomainError):
            applying.withdraw(ProviderApplicationFactory(**{state: True}))

    assert len(letters()) == 2


def test_a_partner_is_introduced_by_name_and_asked_less(world, people):
    application = applying.introduce(
        sponsor=world.city,
        name="Clear Air Works",
        email="sora@example.org",
        language="ko",
        key=fresh_key(),
        kind="company",
        country="KR",
        note="Sensors in our schools since 2023.",
        lang="ko",
        by=people["csco"],
    )

    (letter,) = letters()
    assert str(world.city) in letter["subject"]
    assert application.sponsor.introduced_by == people["csco"]
    assert Sheet(application).steps == SPONSORED


# --- The questions -------------------------------------------------------------------


@pytest.mark.parametrize("kind", APPLYING)
def test_the_questions_fit_the_kind(kind):
    asked = {
        form: set(form(known={"kind": kind}).fields)
        for form in (InstitutionForm, PeopleForm, OfferForm, PapersForm)
    }
    is_company = kind == OrganisationKind.COMPANY

    assert ("registration_number" in asked[InstitutionForm]) is is_company
    assert ("owners" in asked[PeopleForm]) is is_company
    assert ("instruments" in asked[OfferForm]) is (kind in FINANCING)
    assert ("certificate" in asked[PapersForm]) is (kind not in FINANCING)
    assert "conflict" in asked[PapersForm]


def test_another_kind_is_asked_other_questions_at_once():
    form = InstitutionForm({"kind": "development_bank"}, known={"kind": "company"})

    assert "registration_number" not in form.fields
    assert [code for code, _label in form.fields["level"].choices] == [
        "multilateral",
        "national",
    ]


def test_a_reading_is_asked_in_japan_alone():
    assert "reading" in InstitutionForm(known={"country": "JP"}).fields
    assert "reading" not in InstitutionForm(known={"country": "KR"}).fields


@pytest.mark.parametrize("name", ["debarment", "sanctions", "conflict"])
def test_a_yes_wants_an_explanation(name):
    form = PapersForm(ANSWERS | {name: "yes"}, {}, known=ANSWERS)

    assert "explanation" in form.errors


def test_a_bank_may_come_without_a_solution_and_a_company_not(db):
    for kind, is_right in (("company", False), ("development_bank", True)):
        answers = ANSWERS | {"kind": kind}
        sheet = Sheet(ProviderApplicationFactory(answers=answers))

        assert sheet.answered(sheet.steps.named("solutions")).is_valid() is is_right


def test_a_solution_with_a_fault_holds_the_application_up(db):
    application = whole()
    application.proposed.update(data=SOLUTION | {"sectors": []})

    assert Sheet(application).faulty == STEPS.named("solutions")
