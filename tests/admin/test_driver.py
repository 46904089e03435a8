"""Requests for Smart City Driver packages in the hands of the secretariat."""

import pytest

from core.work_queue import QUEUES
from solutions.models import DriverRequest
from tests.admin.conftest import object_page, page
from tests.factories import DriverRequestFactory, ProviderFactory


@pytest.fixture
def asked(city) -> DriverRequest:
    return DriverRequestFactory(need__organisation=city, lang="ko", text="열 손실 <b>")


def move(request, name: str) -> str:
    return page("move", DriverRequest, request.pk, name)


def test_a_request_is_taken_on_and_a_meeting_is_arranged(
    staff_client, asked, secretariat
):
    assert QUEUES["driver-asked"].rows(DriverRequest.objects.all()).get() == asked

    staff_client.post(move(asked, "take"))
    empty = staff_client.post(move(asked, "meet"), {"lang": "ko"})
    answer = staff_client.post(
        move(asked, "meet"),
        {"meets_at": "2027-03-01T14:00", "place": "Room 12", "text": "", "lang": "ko"},
    )

    assert empty.status_code == 422
    assert "열 손실 &lt;b&gt;" in empty.text
    assert answer.url == object_page(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.owner) == ("meeting", secretariat)
    assert asked.steps.last().place == "Room 12"


def test_a_refusal_keeps_what_was_typed(staff_client, asked):
    partner = ProviderFactory().organisation
    asked.package.partners.add(partner)
    staff_client.post(move(asked, "take"))
    asked.need.organisation.country.knowledge_only = True
    asked.need.organisation.country.save()

    answer = staff_client.post(
        move(asked, "introduce"),
        {"partner": partner.pk, "text": "안녕하세요", "lang": "ko"},
    )

    assert answer.status_code == 422
    assert "안녕하세요" in answer.text
    asked.refresh_from_db()
    assert asked.state == "triaged"


def test_the_city_alone_withdraws(staff_client, asked):
    buttons = staff_client.get(object_page(asked)).context["buttons"]

    assert [button.url for button in buttons] == [
        move(asked, "take"),
        move(asked, "decline"),
    ]
    assert staff_client.post(move(asked, "withdraw")).status_code == 404
