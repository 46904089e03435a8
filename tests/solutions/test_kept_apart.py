"""Partners: what was not read is not listed, who left gets no link, keys stay inside."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core import mailed_forms
from introductions.models import Introduction
from members.states import ComplianceStatus, Role, Verdict
from scaps.states import Visibility
from solutions import renewals
from solutions.apply_links import LINKS
from solutions.models import Renewal
from solutions.review_checks import Check, Outcome
from solutions.services import applying, reviewing, revisions
from tests.factories import (
    AddressedNeedFactory,
    FindingFactory,
    ListEntryFactory,
    NeedFactory,
    OrganisationFactory,
    ProviderApplicationFactory,
    ProviderFactory,
    SeatFactory,
    SolutionFactory,
    SolutionRevisionFactory,
    UserFactory,
)
from tests.solutions.test_reviewing import approve, letters, make_ready


def test_a_need_that_went_back_to_its_office_is_not_answered(db):
    clerk = UserFactory(secretariat=True)
    application = ProviderApplicationFactory(submitted=True, language="ko")
    make_ready(application, by=clerk)
    need = NeedFactory(published=True)
    AddressedNeedFactory(application=application, need=need)
    type(need).objects.filter(pk=need.pk).update(visibility=Visibility.OWN)

    approve(application, by=clerk)

    assert not Introduction.objects.exists()


def test_only_the_change_that_was_read_is_listed(client_of, provider, provider_owner):
    revision = SolutionRevisionFactory(solution__provider=provider)
    staff = client_of("secretariat")
    page = reverse("admin:solutions_solutionrevision_change", args=[revision.pk])
    buttons = staff.get(page).context["buttons"]
    (accept,) = [b.url for b in buttons if "/accept" in b.url]
    unread = revision.changes | {"title": "Miracle heat"}

    revisions.propose(revision.solution, unread, by=provider_owner)
    staff.post(accept)

    revision.refresh_from_db()
    revision.solution.refresh_from_db()
    assert revision.state == "submitted"
    assert revision.solution.title_en != "Miracle heat"


def test_who_owned_a_profile_before_gets_no_link_to_its_renewal(db):
    reviewed = timezone.now() - timedelta(days=365 * renewals.VALID_YEARS - 30)
    organisation = ProviderFactory(reviewed_at=reviewed).organisation
    SolutionFactory(provider=organisation, published=True)
    seat = SeatFactory(organisation=organisation, role=Role.OWNER)
    renewals.remind()
    renewal = Renewal.objects.get()
    old_link = LINKS.token(renewal.application)
    type(seat).objects.filter(pk=seat.pk).update(ended_at=timezone.now())
    heir = SeatFactory(organisation=organisation, role=Role.OWNER).person

    day = timezone.localdate() + timedelta(days=25)
    renewals.write(organisation, renewal.due_on, today=day)

    assert letters()[-1]["to"] == [heir.email]
    assert LINKS.form_of(old_link) is None


def test_who_asks_for_links_again_and_again_waits_longer_each_time(db):
    application = ProviderApplicationFactory()
    asked = []
    for minutes in (3, 3, 5, 5):
        since = timezone.now() - timedelta(minutes=minutes)
        type(application).objects.update(linked_at=since)
        asked.append(applying.send_links(application.email))

    assert asked == [1, 0, 1, 0]
    assert mailed_forms.rest(1000) == timedelta(days=1)


def test_a_check_of_an_applicant_settles_no_doubt_about_a_known_profile(db):
    clerk, officer = UserFactory(secretariat=True), UserFactory(compliance=True)
    application = ProviderApplicationFactory(submitted=True, language="ko")
    ListEntryFactory(name="Clear Air Works", reference="X-1")
    make_ready(application, by=clerk)
    reviewing.check(
        application,
        check_code=Check.SCREENED,
        outcome=Outcome.FINE,
        note="Another country.",
        by=officer,
    )
    known = OrganisationFactory(
        company=True, compliance_status=ComplianceStatus.POSSIBLE
    )
    doubt = FindingFactory(organisation=known)

    approve(application, by=clerk, organisation=known, slug="")

    known.refresh_from_db()
    doubt.refresh_from_db()
    assert known.compliance_status == ComplianceStatus.POSSIBLE
    assert doubt.verdict == Verdict.OPEN
