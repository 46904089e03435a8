"""Review of providers: checks, two blind judgements, the decision, what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Outbox
from introductions.models import Introduction
from introductions.states import Origin
from members.models import Finding, Invitation, Organisation
from members.states import ComplianceStatus, OrganisationKind, Role
from notifications.models import Notice
from solutions import criteria, offers, renewals, review_standing
from solutions.forms.solution import SolutionSheet
from solutions.models import ProviderApplication, Renewal, ReviewScore, Solution
from solutions.review_checks import Check, Outcome
from solutions.services import approving, reviewing
from solutions.states import ProviderApplicationState, SolutionState
from tests.factories import (
    AddressedNeedFactory,
    ApplicationSponsorFactory,
    ListEntryFactory,
    NeedFactory,
    OrganisationFactory,
    ProposedSolutionFactory,
    ProviderApplicationFactory,
    ProviderFactory,
    ReviewCheckFactory,
    ReviewScoreFactory,
    SeatFactory,
    SolutionFactory,
    UserFactory,
)

POINTS = dict.fromkeys(criteria.CODES, 4)
OFFER = {
    "source_lang": "ko",
    "title": "학교 공기 측정",
    "problem": "학교 안 공기가 나쁘다.",
    "description": "교실마다 센서를 단다.",
    "sectors": ["environment"],
    "maturity": "prototype",
    "references": [],
}
FACTS = {
    "name_en": "Clear Air Works",
    "native_name": "맑은공기",
    "native_lang": "ko",
    "website": "https://clear-air.example.org",
    "languages": ["ko", "en"],
    "summary": "우리는 공기를 잽니다.",
    "founded": 2011,
    "staff_band": "10-49",
}


@pytest.fixture
def clerk(db):
    return UserFactory(secretariat=True)


@pytest.fixture
def officer(db):
    return UserFactory(compliance=True)


@pytest.fixture
def application(db):
    return ProviderApplicationFactory(submitted=True, language="ko")


def make_ready(application, *, by) -> None:
    """All checks are fine, both judgements are in."""
    for code in Check:
        ReviewCheckFactory(application=application, check_code=code, by=by)
    ReviewScoreFactory(application=application)
    ReviewScoreFactory(application=application)


def approve(application, *, by, listed=True, **more) -> ProviderApplication:
    rows = list(application.proposed.all())
    sheets = {}
    for row in rows:
        sheet = SolutionSheet(row.data, check=True)
        assert sheet.is_valid(), sheet.form.errors
        sheets[row.pk] = sheet.cleaned
    return approving.approve(
        application,
        FACTS,
        by=by,
        reason="Good references.",
        sheets=sheets,
        listed={row.pk for row in rows} if listed else set(),
        **{"slug": "clear-air-works"} | more,
    )


def letters() -> list[dict]:
    rows = Outbox.objects.filter(task="notifications.send_letter").order_by("pk")
    return [row.kwargs for row in rows]


# --- Checks -----------------------------------------------------------------------------


def test_a_check_is_recorded_and_written_anew(application, clerk, officer):
    reviewing.check(
        application,
        check_code=Check.COMPLETE,
        outcome=Outcome.PROBLEM,
        note="No number.",
        by=clerk,
    )
    reviewing.check(
        application,
        check_code=Check.COMPLETE,
        outcome=Outcome.FINE,
        note="",
        by=officer,
    )

    (check,) = application.checks.all()
    assert (check.outcome, check.note, check.by) == (Outcome.FINE, "", officer)


def test_names_like_listed_ones_are_for_compliance_officers(
    application, clerk, officer
):
    ListEntryFactory(name="Clear Air Works", reference="X-1")
    facts = {"check_code": Check.SCREENED, "outcome": Outcome.FINE}

    with pytest.raises(DomainError, match="compliance officer"):
        reviewing.check(application, **facts, note="Looks fine.", by=clerk)
    check = reviewing.check(application, **facts, note="Another country.", by=officer)

    assert [fact["reference"] for fact in check.found] == ["X-1"]
    assert len(check.lists) == 1


def test_owners_and_people_are_screened_too(application, officer):
    application.answers = {"owners": "Bright Harbour Ltd\nKim Cheol-su"}
    application.save()
    ListEntryFactory(name="KIM Chol Su", kind="person", reference="P-1")
    ListEntryFactory(name="Bright Harbor Limited", reference="B-1")

    check = reviewing.check(
        application,
        check_code=Check.SCREENED,
        outcome=Outcome.PROBLEM,
        note="An owner is listed.",
        by=officer,
    )

    assert {fact["reference"] for fact in check.found} == {"P-1", "B-1"}


# --- Judgements ---------------------------------------------------------------------------


def test_judgements_are_blind_until_both_are_in(application, clerk):
    other = UserFactory(secretariat=True)
    reviewing.score(application, by=clerk, points=POINTS, recommendation="approve")

    before = list(ReviewScore.objects.visible_to(other))
    reviewing.score(application, by=other, points=POINTS, recommendation="decline")
    after = ReviewScore.objects.visible_to(clerk)

    assert before == []
    assert {score.reviewer for score in after} == {clerk, other}


def test_points_change_until_both_are_in_and_never_after(application, clerk):
    reviewing.score(application, by=clerk, points=POINTS, recommendation="approve")
    reviewing.score(
        application, by=clerk, points=POINTS | {"reach": 1}, recommendation="ask"
    )
    ReviewScoreFactory(application=application)

    with pytest.raises(DomainError, match="in already"):
        reviewing.score(application, by=clerk, points=POINTS, recommendation="ask")

    assert application.scores.get(reviewer=clerk).points["reach"] == 1


def test_who_has_an_interest_takes_no_part(application, clerk):
    reviewing.stand_aside(application, by=clerk, reason="My brother works there.")

    for verb, facts in (
        (reviewing.score, {"points": POINTS, "recommendation": "approve"}),
        (reviewing.decline, {"reason": "No."}),
        (reviewing.ask, {"reason": "Why?"}),
    ):
        with pytest.raises(DomainError, match="interest"):
            verb(application, by=clerk, **facts)
    assert not clerk.has_perm("solutions.review_providerapplication", application)
    assert review_standing.judgements(application) == []


# --- The decision ---------------------------------------------------------------------------


def test_a_question_goes_out_and_the_form_comes_back(application, clerk):
    question = reviewing.ask(
        application, by=clerk, reason="Whose figure?", step="people"
    )

    application.refresh_from_db()
    assert application.state == ProviderApplicationState.MORE_INFO
    assert (question.text, question.step) == ("Whose figure?", "people")
    assert "Whose figure?" in letters()[-1]["body"]


def test_declined_with_a_reason_that_the_applicant_reads(application, clerk):
    sponsor = ApplicationSponsorFactory(application=application)
    csco = SeatFactory(organisation=sponsor.organisation, role=Role.CSCO).person

    declined = reviewing.decline(application, by=clerk, reason="No reference holds.")

    assert declined.state == ProviderApplicationState.DECLINED
    assert declined.decided_by == clerk
    assert "No reference holds." in letters()[-1]["body"]
    (notice,) = Notice.objects.visible_to(csco)
    assert "was declined" in notice.subject
    assert "No reference holds." not in notice.body


def test_nothing_is_approved_before_it_was_looked_at(application, clerk):
    with pytest.raises(DomainError) as refused:
        approve(application, by=clerk)

    said = str(refused.value)
    assert "Completeness" in said
    assert "2 judgements" in said
    assert not Organisation.objects.filter(slug="clear-air-works").exists()


def test_a_list_that_changed_since_is_looked_at_again(application, clerk):
    make_ready(application, by=clerk)
    ListEntryFactory(name="Clear Air Works")

    with pytest.raises(DomainError, match="Screen them again"):
        approve(application, by=clerk)


def test_approved_is_listed_owned_and_introduced(application, clerk):
    make_ready(application, by=clerk)
    row = ProposedSolutionFactory(application=application, data=OFFER)
    need = NeedFactory(published=True)
    barred = NeedFactory(published=True, organisation__knowledge_only=True)
    for place, wanted in enumerate((need, barred), start=1):
        AddressedNeedFactory(application=application, need=wanted, place=place)

    approved = approve(
        application,
        by=clerk,
        owner_email="kim@clear-air.example.org",
        owner_language="ko",
    )

    organisation = approved.organisation
    assert organisation.kind == OrganisationKind.COMPANY
    assert (organisation.name_en, organisation.name_ko) == (
        "Clear Air Works",
        "맑은공기",
    )
    assert organisation.provider.reviewed_at is not None
    row.refresh_from_db()
    assert row.solution.state == SolutionState.PUBLISHED
    assert row.solution.title_ko == OFFER["title"]
    invitation = Invitation.objects.get(organisation=organisation)
    assert (invitation.role, invitation.language) == (Role.OWNER, "ko")
    (introduction,) = Introduction.objects.all()
    assert (introduction.asker, introduction.asked) == (organisation, need.organisation)
    assert introduction.origin == Origin.APPLICATION
    assert len(offers.of(organisation).kinds) == 2


def test_a_solution_that_is_not_chosen_becomes_a_draft(application, clerk):
    make_ready(application, by=clerk)
    ProposedSolutionFactory(application=application, data=OFFER)

    approve(application, by=clerk, listed=False)

    assert Solution.objects.get().state == SolutionState.DRAFT


def test_what_the_officer_said_of_a_name_holds_for_the_profile(
    application, clerk, officer
):
    ListEntryFactory(name="Clear Air Works", reference="X-1")
    make_ready(application, by=clerk)
    reviewing.check(
        application,
        check_code=Check.SCREENED,
        outcome=Outcome.FINE,
        note="Another country, another number.",
        by=officer,
    )

    organisation = approve(application, by=clerk).organisation

    organisation.refresh_from_db()
    assert organisation.compliance_status == ComplianceStatus.CLEAR
    assert Finding.objects.about(organisation).get().decided_by == officer


def test_a_profile_that_is_known_gets_no_twin(application, clerk):
    make_ready(application, by=clerk)
    known = OrganisationFactory(company=True)

    approved = approve(application, by=clerk, organisation=known, slug="")

    assert approved.organisation == known
    assert not Organisation.objects.filter(slug="clear-air-works").exists()


# --- Renewal --------------------------------------------------------------------------------


@pytest.fixture
def reviewed(db):
    """A provider with one listed solution whose review runs out in a month."""
    provider = ProviderFactory(
        reviewed_at=timezone.now() - timedelta(days=365 * renewals.VALID_YEARS - 30)
    )
    organisation = provider.organisation
    SolutionFactory(provider=organisation, published=True, title="Clean heat")
    SeatFactory(organisation=organisation, role=Role.OWNER, person__language="ja")
    return organisation


def test_before_a_review_runs_out_the_form_comes_back_filled_in(reviewed):
    written = [renewals.remind(), renewals.remind()]

    assert written == [1, 0]
    renewal = Renewal.objects.get(organisation=reviewed)
    form = renewal.application
    assert (form.renews, form.language, form.is_writable) == (reviewed, "ja", True)
    (row,) = form.proposed.all()
    assert row.data["title"] == "Clean heat"
    assert row.renews == reviewed.solutions.get()
    assert len(letters()) == 1


def test_a_renewal_changes_what_is_listed_and_takes_off_the_rest(reviewed, clerk):
    left_out = SolutionFactory(provider=reviewed, published=True)
    renewals.remind()
    form = Renewal.objects.get().application
    form.proposed.get(renews=left_out).delete()
    row = form.proposed.get()
    row.data |= {"problem": "Smoke in winter.", "maturity": "prototype"}
    row.save()
    ProviderApplication.objects.filter(pk=form.pk).update(
        state=ProviderApplicationState.SUBMITTED,
        submitted_at=timezone.now(),
        name="Lantern Works",
        country=reviewed.country,
    )
    form.refresh_from_db()
    make_ready(form, by=clerk)

    approve(form, by=clerk, slug="")

    solution = row.renews
    solution.refresh_from_db()
    left_out.refresh_from_db()
    reviewed.provider.refresh_from_db()
    assert solution.state == SolutionState.PUBLISHED
    assert solution.problem_en == "Smoke in winter."
    assert left_out.state == SolutionState.WITHDRAWN
    assert reviewed.provider.reviewed_at > timezone.now() - timedelta(minutes=1)
    assert reviewed.solutions.count() == 2
    assert renewals.remind() == 0
