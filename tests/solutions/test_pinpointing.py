"""The step of an application that finds needs: by name, without one, or not at all."""

import pytest
from django.urls import reverse

from matching.models import Embedding
from members.states import ComplianceStatus
from members.unnamed import unnamed
from scaps.states import Visibility
from solutions import addressed, matching, pinpointed, proposals, tasks
from solutions.apply_links import LINKS
from solutions.models import AddressedNeed
from solutions.services import pinpointing as services
from tests.factories import (
    NeedFactory,
    OrganisationFactory,
    ProposedSolutionFactory,
    ProviderApplicationFactory,
)
from tests.factories.applying import SOLUTION

DATA = SOLUTION | {"description": ""}
SMOKE = {"title": SOLUTION["title"], "text": SOLUTION["problem"]}
BUSES = {"title": "Buses are late", "text": "Nobody knows when buses come."}


@pytest.fixture
def application(db):
    found = ProviderApplicationFactory(filled=True)
    ProposedSolutionFactory(application=found, data=DATA)
    return found


@pytest.fixture
def needs(words, city):
    """Two that fit, one of them for members alone; the others are no stranger's."""
    restricted = OrganisationFactory(compliance_status=ComplianceStatus.BLOCKED)
    found = {
        "public": NeedFactory(organisation=city, published=True, **SMOKE),
        "network": NeedFactory(
            published=True, for_network=True, budget_max=9, currency="USD", **SMOKE
        ),
        "own": NeedFactory(published=True, for_own_office=True, **SMOKE),
        "draft": NeedFactory(draft=True, **SMOKE),
        "restricted": NeedFactory(organisation=restricted, published=True, **SMOKE),
        "buses": NeedFactory(published=True, **BUSES),
    }
    for need in found.values():
        matching.match(need.pk)
        # Compliance may have changed after it was read.
        if not Embedding.objects.filter(subject_id=need.pk).exists():
            like = Embedding.objects.get(subject="need", subject_id=found["public"].pk)
            like.pk, like.subject_id = None, need.pk
            like.save()
    return found


def mark_of(application) -> str:
    return proposals.mark(proposals.of_application(application))


def pinpoint(application):
    services.ask(application, mark=mark_of(application))
    tasks.pinpoint(application.pk)
    application.refresh_from_db()
    return {row["need"]: row for row in application.pinpointed["answers"]}


def address(application) -> str:
    return reverse("apply:needs", args=[LINKS.token(application)])


def test_what_a_stranger_may_be_told_of_is_found_and_nothing_else(application, needs):
    found = pinpoint(application)

    assert {needs["public"].pk, needs["network"].pk} <= found.keys()
    assert not {needs[n].pk for n in ("own", "draft", "restricted")} & found.keys()
    assert found[needs["network"].pk]["anonymous"]
    assert application.pinpointed["considered"] == 3
    assert application.pinpointed["of"] == mark_of(application)


def test_a_budget_that_members_alone_see_moves_no_number(application, needs):
    need = needs["network"]
    data = DATA | {"price_min": "100", "currency": "USD"}
    application.proposed.update(data=data)
    before = pinpoint(application)[need.pk]

    type(need).objects.filter(pk=need.pk).update(budget_max=1_000_000)
    application.proposed.update(data=data | {"price_min": "101"})
    after = pinpoint(application)[need.pk]

    assert after["value"] == before["value"]
    assert "budget_max" not in str(after["reasons"]["plus"] + after["reasons"]["minus"])


def test_countries_that_nobody_serves_are_counted(application, needs):
    application.proposed.update(data=DATA | {"countries": ["JP"]})

    assert pinpoint(application) == {}
    assert application.pinpointed["elsewhere"]["KR"] >= 2


def test_a_job_that_comes_twice_or_late_does_no_harm(application, needs, monkeypatch):
    pinpoint(application)
    monkeypatch.setattr(pinpointed.pinpointing, "pinpoint", None)

    tasks.pinpoint(application.pk)
    services.ask(application, mark=mark_of(application))
    application.refresh_from_db()

    assert application.pinpoint_wanted == application.pinpoint_done == 1
    assert pinpointed.is_current(application, mark_of(application))


def test_the_page_waits_then_shows_what_may_be_shown(client, application, needs):
    url = address(application)
    assert client.get(url).context["kind"] == "waiting"
    assert client.get(url).context["kind"] == "waiting"
    application.refresh_from_db()
    assert application.pinpoint_wanted == 1
    pinpoint(application)
    hidden = needs["network"]
    hidden.organisation.name = "Hidden City"

    page = client.get(url).content.decode()

    assert needs["public"].get_absolute_url() in page
    assert f'id="need-{hidden.pk}"' in page
    assert str(hidden.organisation.slug) not in page
    assert hidden.get_absolute_url() not in page
    # It shares its texts with the public one, once as title and once as text.
    assert page.count(SMOKE["text"]) == 1


def test_up_to_five_are_addressed_with_a_note(client, application, needs):
    pinpoint(application)
    public, network = needs["public"], needs["network"]
    url = address(application)

    sent = client.post(
        url,
        {
            "choice": "1",
            f"take-{public.pk}": "on",
            f"note-{public.pk}": "We did this in Busan.",
        }
        | {f"take-{network.pk}": "on", f"take-{needs['own'].pk}": "on"},
    )

    assert sent.status_code == 302
    rows = list(application.addressed.values_list("need", "note", "place"))
    assert {row[:2] for row in rows} == {
        (public.pk, "We did this in Busan."),
        (network.pk, ""),
    }
    told = {
        answer["label"]: answer["value"] for answer in addressed.answers(application)
    }
    note = "A short note to the local government"
    assert {*told} == {str(public.organisation), unnamed(network.organisation), note}
    assert told[note] == "We did this in Busan."
    client.post(url)
    assert application.addressed.count() == 2
    client.post(url, {"choice": "1", "back": "1", f"take-{network.pk}": "on"})
    assert [one.need for one in application.addressed.all()] == [network]


def test_a_sixth_is_refused_and_what_was_typed_stays(
    client, application, needs, monkeypatch
):
    monkeypatch.setattr("solutions.forms.addressing.MOST_ADDRESSED", 1)
    pinpoint(application)
    pair = needs["public"].pk, needs["network"].pk

    sent = client.post(
        address(application),
        {f"take-{pk}": "on" for pk in pair} | {f"note-{pair[0]}": "Kept."},
    )

    assert sent.status_code == 422
    assert "Kept." in sent.content.decode()
    assert not AddressedNeed.objects.exists()


def test_what_closed_or_turned_inward_since_is_not_shown(client, application, needs):
    pinpoint(application)
    public = needs["public"]
    services.address(application, [services.Chosen(public.pk, 0, "")], lang="en")

    type(public).objects.filter(pk=public.pk).update(visibility=Visibility.NETWORK)
    context = client.get(address(application)).context

    # Found by name, so its reasons are not told; chosen, so it can be taken back.
    assert [one.told.need for one, _fields in context["fitting"]] != [public]
    [(other, _fields)] = context["others"]
    assert (other.need, other.is_anonymous) == (public, True)
    type(public).objects.filter(pk=public.pk).update(visibility=Visibility.OWN)
    assert addressed.of(application) == []


def test_where_compliance_says_so_nothing_is_searched(client, application, needs):
    application.answers["country"] = "KP"
    application.save()

    page = client.get(address(application))
    application.refresh_from_db()

    assert page.context["kind"] == "restricted"
    assert application.pinpoint_wanted == 0
    assert pinpoint(application) == {}
