"""What answers carry in this process: caching, history, time zones, hosts."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from core.middleware import History
from members.models import User
from tests.factories import HeartbeatFactory, NeedFactory, OutboxFactory


def test_pages_of_a_signed_in_person_are_never_kept(client_of):
    for who, kept in (("csco", False), ("visitor", True)):
        headers = client_of(who).get(reverse("home")).headers
        assert ("no-store" in headers.get("Cache-Control", "")) is not kept


def test_another_host_is_refused(db, settings):
    settings.ALLOWED_HOSTS = ["localhost"]

    response = Client(HTTP_HOST="evil.example").get("/en/")

    assert response.status_code == 400


def test_a_form_without_its_token_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["csco"])

    assert client.post(reverse("inbox")).status_code == 403


@pytest.mark.parametrize("path", ["/", "/members/", "/xx/members/"])
def test_an_address_without_language_leads_to_one(db, path):
    response = Client(HTTP_ACCEPT_LANGUAGE="ko").get(path)

    if path.startswith("/xx"):
        assert response.status_code == 404
    else:
        assert response.headers["Location"] == f"/ko{path}"


def test_changes_are_recorded_with_who_and_where(client_of, people, city):
    need = NeedFactory(organisation=city)
    path = reverse("needs:move", args=[need.pk, "publish"])

    client_of("csco").post(path)

    event = need.events.order_by("-pgh_id").first()
    assert event.state == "published"
    assert event.pgh_context.metadata["user"] == people["csco"].pk
    assert event.pgh_context.metadata["path"] == path


def test_no_key_of_a_link_is_kept_with_the_history(rf, people):
    word = signing.dumps([123, 4], salt="tests")
    request = rf.post(f"/en/members/join/a/{word}/facts/")
    request.user = people["visitor"]

    context = History(lambda _request: None).get_context(request)

    assert context["path"] == "/en/members/join/a/…/facts/"


def test_ready_when_everything_behind_us_answers(db, servers, client):
    HeartbeatFactory(name="tick")

    response = client.get("/readyz")

    assert response.json() == dict.fromkeys(response.json(), True)
    assert response.status_code == 200


def test_not_ready_without_a_beat(db, servers, client):
    assert client.get("/readyz").json()["beat"] is False


def test_not_ready_while_jobs_pile_up(db, servers, client):
    row = OutboxFactory()
    type(row).objects.update(created_at="2020-01-01T00:00Z")

    assert client.get("/readyz").json()["outbox"] is False


def test_times_are_in_the_persons_zone(client_of, people):
    User.objects.filter(pk=people["csco"].pk).update(timezone="Asia/Ulaanbaatar")

    assert client_of("csco").get(reverse("home")).status_code == 200
