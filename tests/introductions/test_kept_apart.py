"""What may no longer pass between two sides, nor be read beside the thread."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from introductions import services
from introductions.models import ContactShare
from introductions.services import steps, threads
from members.states import ComplianceStatus
from tests.factories import NextStepFactory


def contact(client, introduction, act: str):
    return client.post(reverse("introductions:contact", args=[introduction.pk, act]))


def test_words_of_the_sides_are_not_in_what_staff_read_without_a_reason(
    agreed, csco, client_of
):
    step = NextStepFactory(introduction=agreed)
    steps.finish(step, outcome="They have the lantern budget.", lang="en", by=csco)
    services.close(agreed, by=csco, reason="Go on with the lantern mail.")

    staff = client_of("secretariat")
    for name in ("change", "history"):
        page = reverse(f"admin:introductions_introduction_{name}", args=[agreed.pk])
        answer = staff.get(page)
        assert answer.status_code == 200
        assert "lantern" not in answer.content.decode()


def test_contact_details_are_taken_back_when_all_is_over(agreed, csco, client_of):
    threads.share_contact(agreed, by=csco)
    services.close(agreed, by=csco, reason="Done.")

    city = client_of("csco")
    shown = city.get(agreed.get_absolute_url()).content.decode()
    contact(city, agreed, "hide")

    assert reverse("introductions:contact", args=[agreed.pk, "hide"]) in shown
    assert not ContactShare.objects.exists()


def test_what_the_secretariat_stopped_carries_nothing_more(
    agreed, csco, provider_owner, secretariat, client_of
):
    threads.share_contact(agreed, by=csco)
    services.stop(agreed, by=secretariat, reason="Advertising.")

    page = client_of("provider_owner").get(agreed.get_absolute_url())
    agreed.refresh_from_db()

    assert csco.email not in page.content.decode()
    assert not provider_owner.has_perm("introductions.conclude_introduction", agreed)
    assert secretariat.has_perm("introductions.conclude_introduction", agreed)
    with pytest.raises(DomainError):
        steps.conclude(agreed, result="pilot", text="Once more!", by=provider_owner)


def test_a_reason_is_no_way_around_compliance(
    agreed, provider, csco, provider_owner, client_of
):
    services.close(agreed, by=provider_owner, reason="Write to the harbour office.")
    provider.compliance_status = ComplianceStatus.BLOCKED
    provider.save()

    theirs = client_of("csco").get(agreed.get_absolute_url()).content.decode()

    assert "harbour office" not in theirs


def test_moves_and_steps_are_limited(agreed, client_of):
    city = client_of("csco")
    page = reverse("introductions:conclude", args=[agreed.pk])

    answers = [city.post(page, {}).status_code for _time in range(30)]

    assert 429 in answers
