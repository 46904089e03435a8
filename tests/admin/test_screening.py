"""The compliance officer's pages: screening, findings, lists."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Outbox
from members.models import Finding, ListEntry, Screening, ScreeningList, User
from members.states import ComplianceStatus
from tests.admin.conftest import object_page, page
from tests.factories import (
    FindingFactory,
    OrganisationFactory,
    ScreeningFactory,
    UserFactory,
)

LIST = Path(__file__).parent.parent / "data" / "screening_list.csv"
ADD = "admin:members_screeninglist_add"


@pytest.fixture
def officers_client(client_of):
    return client_of("compliance")


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("search.pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")


def test_an_officer_screens_a_person_with_evidence(officers_client):
    person = UserFactory()
    url = page("screen", User, person.pk)

    buttons = officers_client.get(object_page(person)).context["buttons"]
    facts = {"status": "clear", "reason": "Nothing found", "evidence": letter()}
    answer = officers_client.post(url, facts)

    record = Screening.objects.get(person=person)
    person.refresh_from_db()
    assert url in [button.url for button in buttons]
    assert answer.url == object_page(person)
    assert person.compliance_status == ComplianceStatus.CLEAR
    assert (record.evidence.name, record.by.email) == (
        "search.pdf",
        record.evidence.uploaded_by.email,
    )
    shown = officers_client.get(object_page(record)).content.decode()
    assert reverse("admin:members_screening_evidence", args=[record.pk]) in shown


def test_evidence_is_kept_while_the_reason_is_written(officers_client):
    person = UserFactory()
    url = page("screen", User, person.pk)

    first = officers_client.post(
        url, {"status": "clear", "reason": "", "evidence": letter()}
    )
    widget = first.context["form"]["evidence"].subwidgets[0].data
    second = officers_client.post(
        url,
        {"status": "clear", "reason": "Nothing", "evidence-kept": widget["claim"]},
    )

    assert (first.status_code, second.status_code) == (422, 302)
    assert Screening.objects.get(person=person).evidence.name == "search.pdf"


@pytest.mark.parametrize("who", ["secretariat", "translator"])
def test_others_screen_nobody(client_of, who):
    client = client_of(who)
    person, finding = UserFactory(), FindingFactory()

    assert client.post(page("screen", User, person.pk)).status_code == 403
    assert client.post(page("confirm", Finding, finding.pk)).status_code == 404
    assert client.get(reverse(ADD)).status_code == 403
    assert client.get(page("changelist", Finding)).status_code == 403


@pytest.mark.parametrize(
    ("verb", "status"), [("confirm", "blocked"), ("dismiss", "clear")]
)
def test_a_finding_is_decided_with_a_reason(officers_client, verb, status):
    company = OrganisationFactory(compliance_status="possible")
    finding = FindingFactory(organisation=company)
    url = page(verb, Finding, finding.pk)

    buttons = officers_client.get(object_page(finding)).context["buttons"]
    without = officers_client.post(url, {"reason": ""})
    answer = officers_client.post(url, {"reason": "Date of birth"})

    company.refresh_from_db()
    assert url in [button.url for button in buttons]
    assert without.status_code == 422
    assert answer.status_code == 302
    assert company.compliance_status == status
    assert officers_client.get(object_page(finding)).context["buttons"] == []


def test_a_list_is_imported(officers_client):
    facts = {
        "name": "Invented list",
        "kind": "debarment",
        "date": "2026-05-03",
        "file": SimpleUploadedFile("list.csv", LIST.read_bytes()),
    }

    assert officers_client.get(reverse(ADD)).status_code == 200
    answer = officers_client.post(reverse(ADD), facts)

    edition = ScreeningList.objects.get()
    assert answer.url == page("changelist", ScreeningList)
    assert (edition.date, edition.kind) == (date(2026, 5, 3), "debarment")
    assert ListEntry.objects.count() == edition.entry_count == 7
    assert Outbox.objects.filter(task="members.prepare_list").exists()
    again = officers_client.post(
        reverse(ADD), facts | {"file": SimpleUploadedFile("l.csv", LIST.read_bytes())}
    )
    assert again.status_code == 422


def test_a_bad_list_is_refused_with_its_line(officers_client):
    facts = {"name": "x", "kind": "sanctions", "date": "2026-05-03"}
    bad = SimpleUploadedFile("list.csv", b"name,kind\nA,person\nB,ship\n")

    answer = officers_client.post(reverse(ADD), facts | {"file": bad})

    assert answer.status_code == 422
    assert "Line 3:" in str(answer.context["form"].errors["file"])
    assert not ScreeningList.objects.exists()


def test_records_are_only_shown(officers_client):
    record = ScreeningFactory()

    shown = officers_client.get(object_page(record))

    assert shown.status_code == 200
    assert b'name="status"' not in shown.content
    assert officers_client.get(page("add", Screening)).status_code == 403
