"""What jobs find among published projects, and what they leave alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.models import Outbox
from notifications.models import Notice
from scaps import overlap_telling, overlap_vectors, overlapping, tasks
from scaps.models import Comparison, Overlap, OverlapDecision, ProjectVersion
from scaps.notices import OverlapsFound
from scaps.services import overlaps as services
from scaps.services import plans
from scaps.states import OverlapDismissal, Visibility
from tests.factories import ProjectFactory, ScapFactory, ScapVersionFactory
from tests.matching.words import speak as speak
from tests.matching.words import words as words
from vocabulary.models import Sector

AIR = "sensors measure winter air beside every stove"
BUS = "buses get a lane of their own downtown"

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def publish(people):
    """`publish(city, text)` publishes a plan with one project and gives the project."""

    def make(city, text=AIR, *, plan=(), **fields):
        scap = ScapFactory(
            organisation=city, entered_by=people["secretariat"], **dict(plan)
        )
        project = ProjectFactory(scap=scap, title="A plan", status=text, **fields)
        project.sectors.set([Sector.objects.get(code="environment")])
        ScapVersionFactory(scap=scap)
        return project

    return make


@pytest.fixture
def again(people):
    """`again(project, **texts)` publishes the plan anew with other texts."""

    def change(project, **fields):
        scap = plans.revise(project.scap, by=people["csco"])
        for name, value in fields.items():
            setattr(project, f"{name}_en", value)
        project.save()
        ScapVersionFactory(scap=scap)

    return change


@pytest.fixture
def air(publish, city, other_city, run_outbox):
    """Two cities whose projects are about the same thing, and found to be so."""
    publish(city)
    publish(other_city)
    run_outbox("scaps.")
    return Overlap.objects.get()


# --- Found ----------------------------------------------------------------------------


def test_publishing_a_plan_finds_what_overlaps(publish, city, other_city, run_outbox):
    one, bus = publish(city), publish(other_city, BUS)
    other = publish(other_city)
    run_outbox("scaps.")

    found = Overlap.objects.get()
    assert (found.a, found.b) == (one, other)
    assert found.sectors == ["environment"]
    assert found.terms["values"]["sector"] == 1
    assert found.a_hash == found.b_hash == one.versions.get().text_hash
    assert Comparison.objects.filter(project=bus).exists()


def test_projects_of_one_city_never_overlap(publish, city, run_outbox):
    publish(city)
    publish(city)
    run_outbox("scaps.")

    assert not Overlap.objects.exists()


@pytest.mark.parametrize(
    "hidden",
    [
        {"plan": {"visibility": Visibility.OWN}},
        {"is_open": False},
        {"standing": "cancelled"},
    ],
    ids=str,
)
def test_what_is_not_for_others_is_not_even_read(
    publish, city, other_city, run_outbox, words, hidden
):
    publish(city)
    publish(other_city, f"{AIR} secretly", **hidden)
    run_outbox("scaps.")

    assert not Overlap.objects.exists()
    assert not any("secretly" in text for text in words.read)


@pytest.mark.parametrize(
    ("visibility", "is_read"),
    [(Visibility.NETWORK, True), (Visibility.OWN, False)],
)
def test_needs_are_read_where_others_may_read_them(
    publish, city, run_outbox, words, visibility, is_read
):
    publish(city, plan={"needs_visibility": visibility}, needs_text="quiet pumps")
    run_outbox("scaps.")

    assert any("quiet pumps" in text for text in words.read) == is_read


def test_who_offers_what_the_other_seeks_is_kept(publish, city, other_city, run_outbox):
    publish(city, needs_text="calibrate in frost")
    publish(other_city, offers="calibrate in frost")
    run_outbox("scaps.")

    from_a, from_b = Overlap.objects.get().terms["gives"]
    assert from_b > 0.9 > from_a


# --- When something changes --------------------------------------------------------------


def test_another_text_ends_an_overlap_that_nobody_decided_on(air, again, run_outbox):
    again(air.a, status=BUS)
    run_outbox("scaps.")

    assert not Overlap.objects.exists()


def test_a_decision_outlives_the_overlap(air, again, run_outbox, city, csco):
    services.confirm(air, city=city, by=csco)
    again(air.a, status=BUS)
    run_outbox("scaps.")

    air.refresh_from_db()
    assert not air.is_live
    assert OverlapDecision.objects.get().verdict == "confirmed"


def test_a_plan_that_is_withdrawn_takes_its_overlaps_along(air, run_outbox, city, csco):
    plans.withdraw(air.a.scap, by=csco, reason="A new council.")
    tasks.sweep_overlaps(goes_on=True)
    run_outbox("scaps.")

    assert not Overlap.objects.exists()
    assert not Comparison.objects.filter(project=air.a).exists()


def dismissed(overlap, city, by):
    services.dismiss(overlap, city=city, by=by, cause=OverlapDismissal.OTHER_THING)
    return OverlapDecision.objects.get()


def test_what_was_dismissed_stays_so_while_a_text_is_polished(
    air, again, run_outbox, city, csco
):
    decision = dismissed(air, city, csco)
    again(air.b, status=f"{AIR} again")
    run_outbox("scaps.")

    air.refresh_from_db()
    assert air.is_live
    assert air.reopened_at is None
    assert not Overlap.objects.shown_to(csco).exists()
    decision.refresh_from_db()


def test_another_text_opens_it_again_and_keeps_the_decision(
    air, again, run_outbox, city, other_city, csco, monkeypatch
):
    decision = dismissed(air, city, csco)
    new = "stoves beside every winter house get filters and people who care"
    monkeypatch.setattr(overlap_vectors, "similarity", lambda old, new: 0.5)
    monkeypatch.setattr(overlapping, "START", shows_everything())
    again(air.b, status=new)
    run_outbox("scaps.")

    assert Overlap.objects.get() in Overlap.objects.shown_to(csco)
    # Both are told anew, once the day after the last notice is over.
    assert Overlap.objects.get().told == []
    decision.refresh_from_db()
    assert decision.verdict == "dismissed"
    assert not OverlapDecision.objects.standing().exists()


def shows_everything():
    return overlapping.Weights("1", 0.0, {"sector": 1.0}, shown=0.01)


def test_how_alike_two_texts_are(air, again, run_outbox):
    old = air.a.versions.get()
    again(air.a, status=BUS)
    new = air.a.versions.get(is_current=True)

    assert overlap_vectors.similarity(old, old) == pytest.approx(1)
    assert overlap_vectors.similarity(old, new) < overlapping.SAME_TEXT


# --- The clock ----------------------------------------------------------------------------


def test_a_quiet_night_compares_nothing(air, words, run_outbox):
    # The second of two plans has moved the means: the first is compared anew.
    tasks.sweep_overlaps(goes_on=True)
    run_outbox("scaps.")
    read = len(words.read)

    assert overlapping.behind() == []
    tasks.sweep_overlaps(goes_on=True)

    assert len(words.read) == read


def test_a_lost_job_is_made_good(publish, city, other_city, run_outbox):
    for place in (city, other_city):
        publish(place)
    Outbox.objects.all().delete()
    tasks.sweep_overlaps()
    run_outbox("scaps.")

    assert Overlap.objects.count() == 1


def test_a_long_run_goes_on_where_it_stopped(
    publish, city, other_city, run_outbox, monkeypatch
):
    monkeypatch.setattr(overlapping, "CHUNK", 1)
    monkeypatch.setattr(jobs, "PIECE_SECONDS", 0)
    for place in (city, other_city, other_city):
        publish(place)

    done = run_outbox("scaps.find")

    assert len(done) > 6
    assert Overlap.objects.count() == 2


@pytest.mark.django_db
def test_lists_with_the_same_ends_are_two_jobs(monkeypatch):
    monkeypatch.setattr(overlapping, "compare", lambda *_ids, **_how: 5)

    for project_ids in ([1, 2, 9], [1, 9], [1, 2, 9]):
        tasks.find_overlaps(project_ids, after=0)

    waiting = Outbox.objects.filter(task="scaps.find_overlaps")
    assert [row.kwargs["project_ids"] for row in waiting.order_by("pk")] == [
        [1, 2, 9],
        [1, 9],
    ]


# --- Notices ------------------------------------------------------------------------------


def test_both_cities_are_told_once_a_day(
    air, publish, city, people, run_outbox, mailoutbox
):
    told = Notice.objects.filter(event__kind="overlaps-found")
    assert {notice.recipient for notice in told.all()} == {
        people["csco"],
        people["deputy"],
        people["other_csco"],
    }

    publish(city)
    run_outbox("scaps.")
    overlap_telling.tell_the_rest()
    assert told.count() == 3

    for notice in told.all():
        notice.event.at = timezone.now() - timedelta(days=2)
        notice.event.save()
    overlap_telling.tell_the_rest()
    assert told.count() == 6
    assert told.last().event.data["count"] == 1


def test_the_letter_names_both_projects(air, people, run_outbox, mailoutbox):
    run_outbox("notifications.")

    letter = next(one for one in mailoutbox if "/overlaps/" in one.body)
    assert letter.subject == "1 new overlap of Busan with another city"
    assert letter.to == ["csco@example.org"]
    assert "the project “A plan” of Ulsan" in letter.body
    assert f"/overlaps/{air.pk}/" in letter.body


def test_a_notice_is_silent_about_what_is_hidden_now(air, city, people):
    notice = Notice.objects.get(event__kind="overlaps-found", recipient=people["csco"])
    theirs = air.b if air.a.organisation_id == city.pk else air.a
    ProjectVersion.objects.filter(project=theirs).update(visibility="own")

    assert not OverlapsFound.may_read(notice.event, people["csco"])
