"""From a list in a file to a finding that an officer decides on."""

from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import pytest
from django.utils import timezone

from core import jobs
from core.errors import DomainError
from core.models import Outbox
from members import list_files, rescreening, tasks
from members.compliance import Action, allows, is_restricted
from members.models import Finding, ListEntry, Organisation, Screening, ScreeningList
from members.services import screening
from members.states import ComplianceStatus, ListKind, Verdict
from tests.factories import (
    FindingFactory,
    ListEntryFactory,
    OrganisationFactory,
    ScreeningListFactory,
    SeatFactory,
    UploadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = Path(__file__).parent.parent / "data" / "screening_list.csv"
NAME = "Invented list"


@pytest.fixture
def officer():
    return UserFactory(compliance=True)


@pytest.fixture
def entries():
    return list_files.read(LIST.read_bytes())


@pytest.fixture
def imported(entries, officer):
    def take_in(day: int = 3, entries=entries, name=NAME, kind=ListKind.SANCTIONS):
        edition = screening.import_list(
            name, entries, kind=kind, date=date(2026, 5, day), by=officer
        )
        tasks.prepare_list(edition.pk)
        edition.refresh_from_db()
        return edition

    return take_in


def everybody() -> None:
    """The whole chain, as the jobs walk it."""
    following = ("organisation", 0)
    while following:
        following = rescreening.screen_some(*following, until=monotonic() + 60)


def found_for(party) -> list[str]:
    return sorted(f.reference for f in Finding.objects.about(party))


# --- Lists -----------------------------------------------------------------------------


def test_an_edition_is_made_ready_and_everybody_screened(imported):
    edition = imported()

    assert edition.is_current
    assert edition.entry_count == ListEntry.objects.count() == 7
    assert not ListEntry.objects.filter(keys=None).exists()
    assert Outbox.objects.waiting().filter(task="members.screen").count() == 1


def test_a_newer_edition_takes_the_place_of_the_old_one(imported, entries):
    old = imported(3)
    new = imported(4, entries[:2])

    old.refresh_from_db()
    assert (old.is_current, new.is_current) == (False, True)
    assert ListEntry.objects.count() == 2
    assert old.entry_count == 7


def test_lists_of_two_names_stand_beside_each_other(imported, entries):
    imported()
    imported(name="Debarred", kind=ListKind.DEBARMENT)

    assert ScreeningList.objects.current().count() == 2


def test_an_edition_that_is_ready_late_takes_no_newer_ones_place(entries, officer):
    """Both were imported before either was ready."""
    old, new = (
        screening.import_list(
            NAME, entries, kind=ListKind.SANCTIONS, date=date(2026, 5, day), by=officer
        )
        for day in (3, 4)
    )
    assert rescreening.put_to_use(new.pk)

    assert not rescreening.put_to_use(old.pk)
    assert ScreeningList.objects.current().get() == new


@pytest.mark.parametrize("day", [2, 3])
def test_an_older_edition_is_refused(imported, day):
    imported(3)

    with pytest.raises(DomainError):
        imported(day)


def test_a_list_of_tomorrow_is_refused(entries, officer):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(DomainError):
        screening.import_list(
            NAME, entries, kind=ListKind.SANCTIONS, date=tomorrow, by=officer
        )


def test_a_list_is_prepared_in_pieces(entries, officer, monkeypatch):
    monkeypatch.setattr(rescreening, "PREPARED_AT_ONCE", 2)
    monkeypatch.setattr(jobs, "PIECE_SECONDS", -1)
    edition = screening.import_list(
        NAME, entries, kind=ListKind.SANCTIONS, date=date(2026, 5, 3), by=officer
    )
    waiting = Outbox.objects.waiting().filter(task="members.prepare_list")

    for left in (5, 3, 1):
        waiting.delete()
        tasks.prepare_list(edition.pk)
        assert ListEntry.objects.filter(keys=None).count() == left
        assert waiting.exists()
    waiting.delete()
    tasks.prepare_list(edition.pk)

    assert not waiting.exists()
    assert ScreeningList.objects.current().get() == edition


# --- Everybody ---------------------------------------------------------------------------


def test_names_are_found_across_scripts(imported):
    imported()
    parties = {
        OrganisationFactory(company=True, name="Kwangmyong Lantern Trading"): "T-001",
        OrganisationFactory(
            company=True, name="X", native_name="ООО Северный фонарь"
        ): "T-002",
        UserFactory(family_latin="Ri", given_latin="Chol Su"): "T-003",
        UserFactory(
            family_latin="Shcherbakov", given_latin="Yurii", patronymic="Petrovich"
        ): "T-004",
        UserFactory(family_latin="Dunjingarav", given_latin="Khurelkhuu"): "T-005",
        UserFactory(
            family_latin="A", given_latin="B", name_native="三日月 太郎"
        ): "T-006",
        OrganisationFactory(company=True, name="灯塔国际贸易"): "T-007",
    }
    strangers = [
        OrganisationFactory(company=True, name="Lantern Sensors"),
        UserFactory(family_latin="Ri", given_latin="Myong Hui"),
        UserFactory(family_latin="Shcherbakov", given_latin="Oleg"),
    ]

    everybody()

    assert {p: found_for(p) for p in parties} == {p: [r] for p, r in parties.items()}
    for party in parties:
        party.refresh_from_db()
        assert party.compliance_status == ComplianceStatus.POSSIBLE
        assert is_restricted(party)
    assert [found_for(p) for p in strangers] == [[], [], []]


def test_what_happens_by_itself_is_recorded_with_its_lists(imported):
    imported()
    company = OrganisationFactory(company=True, name="Kwangmyong Lantern Trading")

    rescreening.screen_one("organisation", company.pk)

    record = Screening.objects.get(organisation=company)
    assert (record.status, record.by) == (ComplianceStatus.POSSIBLE, None)
    assert record.lists == [{"name": NAME, "kind": "sanctions", "date": "2026-05-03"}]
    assert [fact["reference"] for fact in record.found] == ["T-001"]
    assert Outbox.objects.waiting().filter(task="solutions.match_needs").exists()


def test_nobody_is_blocked_and_no_decision_undone_by_itself(imported):
    imported()
    name = "Kwangmyong Lantern Trading"
    exempted = OrganisationFactory(company=True, name=name, exempted=True)
    blocked = OrganisationFactory(company=True, name=name + " Ltd", blocked=True)

    everybody()

    for party, status in ((exempted, "exempted"), (blocked, "blocked")):
        party.refresh_from_db()
        assert party.compliance_status == status
        assert found_for(party) == ["T-001"]


def test_what_was_dismissed_comes_back_only_with_another_name(imported, officer):
    imported()
    company = OrganisationFactory(company=True, name="Kwangmyong Lantern Trading")
    rescreening.screen_one("organisation", company.pk)
    screening.dismiss(Finding.objects.get(), by=officer, reason="Another town")

    again = rescreening.screen_one("organisation", company.pk)
    company.refresh_from_db()
    company.native_name = "광명등무역"
    company.save()
    renamed = rescreening.screen_one("organisation", company.pk)

    assert (again, renamed) == (0, 1)
    assert Finding.objects.get().verdict == Verdict.OPEN


def test_everybody_is_screened_in_pieces(imported, monkeypatch):
    edition = imported()
    monkeypatch.setattr(jobs, "PIECE_SECONDS", -1)
    OrganisationFactory.create_batch(2)
    UserFactory()
    Outbox.objects.all().delete()
    row, pieces = {}, 0

    while row is not None:
        tasks.screen(**row)
        pieces += 1
        waiting = Outbox.objects.waiting().filter(task="members.screen").first()
        row = waiting and waiting.kwargs
        Outbox.objects.all().delete()

    edition.refresh_from_db()
    assert pieces >= 3
    assert edition.screened_at is not None
    assert edition.found_count == 0


def test_a_list_that_came_meanwhile_is_not_called_screened(imported):
    imported()
    before = timezone.now()
    newer = imported(4)

    rescreening.mark_screened(since=before)

    newer.refresh_from_db()
    assert newer.screened_at is None


def test_by_night_those_are_screened_who_changed(imported):
    imported()
    old, new = (
        OrganisationFactory(company=True, name=f"Kwangmyong Lantern Trading {legal}")
        for legal in ("Ltd", "Co")
    )
    long_ago = timezone.now() - timedelta(days=9)
    events = Organisation.pgh_event_model.objects.filter(pgh_obj_id=old.pk)
    events.update(pgh_created_at=long_ago)

    tasks.screen(changed_only=True)

    assert (found_for(old), found_for(new)) == ([], ["T-001"])


def test_staff_are_not_screened(imported):
    imported()
    staff = UserFactory(family_latin="Ri", given_latin="Chol Su", compliance=True)

    everybody()

    assert found_for(staff) == []


def test_few_queries_for_a_party_on_no_list(imported, django_assert_max_num_queries):
    imported()
    ListEntryFactory.create_batch(30)
    city = OrganisationFactory(name="Quiet Bay")

    with django_assert_max_num_queries(2):
        rescreening.screen_one("organisation", city.pk)


# --- Decisions ---------------------------------------------------------------------------


def doubtful(**facts) -> Organisation:
    return OrganisationFactory(compliance_status=ComplianceStatus.POSSIBLE, **facts)


def test_dismissing_the_last_finding_clears_for_a_year(officer):
    company = doubtful(company=True)
    first, second = FindingFactory.create_batch(2, organisation=company)

    screening.dismiss(first, by=officer, reason="Another year of birth")
    company.refresh_from_db()
    assert company.compliance_status == ComplianceStatus.POSSIBLE
    screening.dismiss(second, by=officer, reason="Another country")

    company.refresh_from_db()
    assert company.compliance_status == ComplianceStatus.CLEAR
    assert company.screened_until == screening.a_year_from(timezone.localdate())


def test_a_confirmed_finding_blocks_a_person(officer):
    person = UserFactory()
    finding = FindingFactory(organisation=None, person=person)

    screening.confirm(finding, by=officer, reason="Same date of birth")

    person.refresh_from_db()
    finding.refresh_from_db()
    assert person.compliance_status == ComplianceStatus.BLOCKED
    assert (finding.verdict, finding.decided_by) == (Verdict.SAME, officer)
    record = Screening.objects.get(person=person)
    assert (record.by, record.reason) == (officer, "Same date of birth")
    assert not allows(Action.RELAY, person, OrganisationFactory())


def test_a_finding_is_decided_once_and_with_a_reason(officer):
    decided = FindingFactory(dismissed=True)
    waiting = FindingFactory()

    with pytest.raises(DomainError):
        screening.confirm(decided, by=officer, reason="No")
    with pytest.raises(DomainError):
        screening.dismiss(waiting, by=officer, reason="  ")


def test_who_is_blocked_stays_so_when_a_finding_is_dismissed(officer):
    company = doubtful(company=True)
    Organisation.objects.update(compliance_status=ComplianceStatus.BLOCKED)

    finding = FindingFactory(organisation=company)
    screening.dismiss(finding, by=officer, reason="Another country")

    company.refresh_from_db()
    assert company.compliance_status == ComplianceStatus.BLOCKED


def test_a_decision_about_the_whole_ends_what_waits(officer):
    company = doubtful()
    FindingFactory(organisation=company)
    evidence = UploadFactory()

    screening.screen(
        company,
        by=officer,
        status=ComplianceStatus.CLEAR,
        reason="Looked at all",
        evidence=evidence,
    )

    record = Screening.objects.get(organisation=company)
    assert Finding.objects.get().verdict == Verdict.OTHER
    assert record.evidence == evidence
    assert record.valid_until == screening.a_year_from(timezone.localdate())
    assert [fact["verdict"] for fact in record.found] == ["other"]


def test_a_person_can_be_exempted(officer):
    person = UserFactory(compliance_status=ComplianceStatus.BLOCKED)

    screening.screen(
        person,
        by=officer,
        status=ComplianceStatus.EXEMPTED,
        reason="A water project",
        reference="Ref. 3",
        until=timezone.localdate(),
    )

    person.refresh_from_db()
    assert not is_restricted(person)


def test_a_screening_is_not_valid_until_yesterday(officer):
    with pytest.raises(DomainError):
        screening.screen(
            OrganisationFactory(),
            by=officer,
            status=ComplianceStatus.CLEAR,
            reason="x",
            valid_until=timezone.localdate() - timedelta(days=1),
        )


def test_a_leap_day_ends_a_year_later():
    assert screening.a_year_from(date(2028, 2, 29)) == date(2029, 2, 28)
    assert screening.a_year_from(date(2026, 11, 23)) == date(2027, 11, 23)


def test_a_seat_does_not_hide_its_holder(officer):
    """A flagged person is restricted, the organisation where they sit is not."""
    seat = SeatFactory(person__compliance_status=ComplianceStatus.BLOCKED)

    assert is_restricted(seat.person)
    assert not is_restricted(seat.organisation)
    assert ScreeningListFactory().is_current is False
