"""Joint initiatives: proposed, answered, written on, followed up, ended."""

import itertools
from datetime import date

import pytest
from django.urls import reverse

from core.errors import Conflict, DomainError, MoveNotAllowed
from notifications.kinds import KINDS
from notifications.models import Notice
from scaps import initiative_choices, initiative_lists, initiative_reminders
from scaps.models import Initiative, Participation
from scaps.notices import InitiativeReviewDue
from scaps.services import initiatives as services
from scaps.services.initiatives import narrowest
from scaps.states import InitiativeEnd, InitiativeState, ParticipationState, Visibility
from tests.factories import (
    InitiativeFactory,
    InitiativeStepFactory,
    LocalGovernmentFactory,
    OverlapDecisionFactory,
    OverlapFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectVersionFactory,
)
from tests.people import WHO

TEXTS = {"title": "Warn both banks", "aim": "Within ten minutes.", "outcome": ""}
DATA = TEXTS | {
    "source_lang": "en",
    "sectors": ["environment"],
    "contribution": "Gauges",
    "visibility": Visibility.PUBLIC,
}
PART = {"source_lang": "ko", "contribution": "기록", "visibility": Visibility.NETWORK}


def published(city):
    return ProjectVersionFactory(
        project=ProjectFactory(scap__organisation=city)
    ).project


@pytest.fixture
def overlap(city, other_city):
    """One that both cities have confirmed."""
    found = OverlapFactory(a=published(city), b=published(other_city))
    for side in (city, other_city):
        OverlapDecisionFactory(overlap=found, organisation=side)
    return found


@pytest.fixture
def proposed(overlap, city, csco):
    projects = [overlap.a, overlap.b]
    return services.propose(city, DATA, projects=projects, overlap=overlap, by=csco)


@pytest.fixture
def theirs(proposed, other_city):
    return proposed.participations.get(organisation=other_city)


@pytest.fixture
def active(proposed, theirs, other_csco):
    services.accept(theirs, PART, projects=[], by=other_csco)
    return Initiative.objects.get(pk=proposed.pk)


def told(slug: str) -> set[str]:
    notices = Notice.objects.filter(event__kind=slug)
    return {notice.recipient.email.partition("@")[0] for notice in notices}


# --- Proposing -----------------------------------------------------------------------


def test_the_other_city_is_asked_and_told(proposed, theirs, city, overlap):
    lead = proposed.participations.get(organisation=city)

    assert proposed.state == InitiativeState.PROPOSED
    assert proposed.title_en == "Warn both banks"
    assert lead.state == ParticipationState.ACCEPTED
    assert lead.projects.get() == overlap.a
    assert theirs.state == ParticipationState.INVITED
    assert theirs.projects.get() == overlap.b
    assert told("initiative-invited") == {"other_csco"}


def test_an_overlap_must_be_confirmed_by_both(overlap, city, other_city, csco):
    overlap.decisions.filter(organisation=other_city).delete()
    with pytest.raises(DomainError, match="confirmed"):
        services.propose(
            city, DATA, projects=[overlap.a, overlap.b], overlap=overlap, by=csco
        )
    assert not Initiative.objects.exists()


def test_there_is_one_of_an_overlap_at_a_time(proposed, overlap, city, csco):
    again = {"projects": [overlap.a, overlap.b], "overlap": overlap, "by": csco}
    with pytest.raises(DomainError, match="already"):
        services.propose(city, DATA, **again)

    services.end(proposed, by=csco, reason="Not now.")
    assert services.propose(city, DATA, **again).pk != proposed.pk


def test_sent_twice_it_is_one(overlap, city, csco):
    facts = {"projects": [overlap.a, overlap.b], "key": "abcdef123456", "by": csco}
    first = services.propose(city, DATA, **facts)
    assert services.propose(city, DATA, **facts) == first


def test_projects_of_one_city_make_no_initiative(overlap, city, csco):
    with pytest.raises(DomainError):
        services.propose(city, DATA, projects=[overlap.a], by=csco)


def test_a_project_that_is_not_published_makes_no_initiative(overlap, city, csco):
    draft = ProjectFactory(scap__organisation=overlap.b.organisation)
    with pytest.raises(DomainError, match="Only published"):
        services.propose(city, DATA, projects=[overlap.a, draft], by=csco)


def test_projects_that_a_city_keeps_to_itself_are_not_offered(
    overlap, city, other_city, csco
):
    assert initiative_choices.cities_to_ask(city, csco) == [other_city]
    version = overlap.b.current
    version.visibility = Visibility.OWN
    version.save()

    assert initiative_choices.cities_to_ask(city, csco) == []
    assert initiative_choices.projects_of([other_city], csco) == []


def test_compliance_is_asked(overlap, city, csco, monkeypatch):
    asked = []
    monkeypatch.setattr(
        services.compliance, "allows", lambda *facts: asked.append(facts)
    )
    with pytest.raises(DomainError):
        services.propose(city, DATA, projects=[overlap.a, overlap.b], by=csco)
    assert asked == [
        (services.Action.KNOWLEDGE, city, overlap.b.organisation),
    ]


# --- Answers -------------------------------------------------------------------------


def test_it_starts_with_the_last_answer(active, theirs):
    theirs.refresh_from_db()

    assert active.state == InitiativeState.ACTIVE
    assert active.visibility == Visibility.NETWORK
    assert theirs.contribution_ko == "기록"
    assert theirs.answered_by.email.startswith("other_csco")
    assert told("initiative-started") >= {"csco", "deputy"}
    assert told("initiative-answered") == {"csco", "deputy"}


def test_a_city_brings_its_own_projects_alone(theirs, overlap, other_csco):
    both = [overlap.a, overlap.b]
    services.accept(theirs, PART, projects=both, by=other_csco)

    assert theirs.projects.get() == overlap.b


def test_it_waits_while_another_city_has_not_answered(
    proposed, theirs, csco, other_csco
):
    third = LocalGovernmentFactory().organisation
    part = services.invite(proposed, third, by=csco)
    services.accept(theirs, PART, by=other_csco)
    proposed.refresh_from_db()
    assert proposed.state == InitiativeState.PROPOSED

    services.decline(part, by=csco, reason="No staff.")
    proposed.refresh_from_db()
    assert proposed.state == InitiativeState.ACTIVE


def test_who_declined_can_be_asked_again(
    proposed, theirs, csco, other_csco, other_city
):
    services.decline(theirs, by=other_csco, reason="No staff this year.")
    proposed.refresh_from_db()
    assert proposed.state == InitiativeState.PROPOSED
    with pytest.raises(MoveNotAllowed):
        services.accept(theirs, PART, by=other_csco)

    again = services.invite(proposed, other_city, by=csco)
    assert (again.pk, again.state) == (theirs.pk, ParticipationState.INVITED)
    assert again.reason == ""


def test_left_alone_it_ends(active, theirs, other_csco):
    services.leave(theirs, by=other_csco, reason="Elections.")
    active.refresh_from_db()

    assert active.state == InitiativeState.ENDED
    assert active.end_cause == InitiativeEnd.ALONE
    assert told("initiative-ended") == {"csco", "deputy"}


def test_the_lead_does_not_leave(active, city, csco):
    with pytest.raises(DomainError):
        services.leave(active.participations.get(organisation=city), by=csco, reason="")
    active.refresh_from_db()
    assert active.state == InitiativeState.ACTIVE


@pytest.mark.parametrize(
    ("circles", "expected"),
    [
        ([], Visibility.OWN),
        ([Visibility.PUBLIC], Visibility.PUBLIC),
        ([Visibility.PUBLIC, Visibility.NETWORK], Visibility.NETWORK),
        ([Visibility.OWN, Visibility.PUBLIC], Visibility.OWN),
    ],
)
def test_the_narrowest_circle_counts(circles, expected):
    assert narrowest(circles) == expected


# --- Writing, following up, ending -----------------------------------------------------


def test_a_second_writer_meets_a_conflict(active, csco, city):
    row = {
        "id": None,
        "title": "Agree",
        "who": city.pk,
        "due_on": None,
        "done_on": None,
    }
    services.change(active, DATA, [row], version=1, by=csco)
    with pytest.raises(Conflict):
        services.change(active, DATA | {"title": "Mine"}, [], version=1, by=csco)
    active.refresh_from_db()
    assert active.title_en == "Warn both banks"
    assert active.steps.get().title_en == "Agree"


def test_a_part_is_written_by_one_at_a_time_and_once_it_is_taken(
    proposed, theirs, other_csco
):
    facts = {"projects": [], "by": other_csco}
    with pytest.raises(DomainError, match="takes no part"):
        services.change_part(theirs, PART, version=theirs.version, **facts)

    part = services.accept(theirs, PART, **facts)
    version = part.version
    services.change_part(part, PART, version=version, **facts)
    with pytest.raises(Conflict):
        services.change_part(part, PART, version=version, **facts)


def test_a_step_is_removed_and_others_stay(active, csco):
    step, other = InitiativeStepFactory.create_batch(2, initiative=active)
    row = {"id": step.pk, "DELETE": True}
    services.change(active, DATA, [row], version=1, by=csco)
    assert active.steps.get() == other


def test_the_offices_are_reminded_once(active, csco):
    day = date(2026, 12, 1)
    data = {"noted_on": date(2026, 11, 1), "text": "Listed.", "next_review_on": day}
    services.follow_up(active, data, by=csco)

    assert initiative_reminders.remind(date(2026, 11, 30)) == 0
    assert initiative_reminders.remind(day) == 1
    assert initiative_reminders.remind(day) == 0
    assert told(InitiativeReviewDue.slug) == {"csco", "deputy", "other_csco"}


def test_completed_it_is_written_no_more(active, csco):
    done = services.complete(active, by=csco, reason="Both banks are warned.")
    assert (done.state, done.end_cause) == ("completed", "completed")
    with pytest.raises(DomainError):
        services.change(active, DATA, [], version=1, by=csco)
    with pytest.raises(MoveNotAllowed):
        services.end(active, by=csco, reason="")


def test_notices_can_be_read(active, theirs, csco, other_csco):
    services.complete(active, by=csco, reason="Done.")
    sent = Notice.objects.filter(event__kind__startswith="initiative-")
    texts = [_text(notice) for notice in sent]
    assert len(texts) >= 6
    assert all("Warn both banks" in text for text in texts)


def _text(notice) -> str:
    kind = KINDS[notice.event.kind]
    assert kind.may_read(notice.event, notice.recipient)
    return kind.text(notice.event, notice.recipient)


# --- Who sees what -------------------------------------------------------------------


def test_the_list_and_the_rule_say_the_same(people, world):
    for circle, started in itertools.product(Visibility, [True, False]):
        state = {"started": True} if started else {}
        row = InitiativeFactory(**state)
        Initiative.objects.filter(pk=row.pk).update(visibility=circle)
    own = InitiativeFactory(lead=world.city)
    ParticipationFactory(initiative=own, organisation=world.other_city, declined=True)

    for who in WHO:
        person = people[who]
        allowed = {
            one
            for one in Initiative.objects.all()
            if person.has_perm("scaps.view_initiative", one)
        }
        assert {*Initiative.objects.visible_to(person)} == allowed, who
    assert own in Initiative.objects.visible_to(people["reader"])
    assert own not in Initiative.objects.visible_to(people["other_csco"])
    assert Initiative.objects.visible_to(people["visitor"]).count() == 1


def test_an_invitation_waits_at_home(proposed, people, client_of):
    assert [str(t["hint"]) for t in initiative_lists.waiting(people["other_csco"])] == [
        "Warn both banks"
    ]
    assert initiative_lists.waiting(people["csco"]) == []
    assert b"An invitation to a joint initiative waits" in (
        client_of("other_csco").get(reverse("home")).content
    )


# --- Pages ---------------------------------------------------------------------------


def test_from_an_overlap_to_an_active_initiative(overlap, client_of, other_city):
    ours, asked = client_of("csco"), client_of("other_csco")
    url = f"{reverse('initiatives:new')}?overlap={overlap.pk}"
    page = ours.get(url)
    assert page.context["form"].initial["projects"] == [overlap.a_id, overlap.b_id]

    sent = DATA | {"projects": [overlap.a_id, overlap.b_id], "key": "abcdef123456"}
    answer = ours.post(url, sent)
    initiative = Initiative.objects.get()
    assert answer.url == initiative.get_absolute_url()
    assert ours.get(url).url == initiative.get_absolute_url()

    page = asked.get(initiative.get_absolute_url())
    (accept, decline) = page.context["invitations"][0].ways
    assert asked.post(decline.url, {"reason": ""}).status_code == 422
    assert (
        asked.post(accept.url, PART | {"projects": [overlap.b_id]}).status_code == 302
    )
    initiative.refresh_from_db()
    assert initiative.state == InitiativeState.ACTIVE
    assert (
        Participation.objects.get(organisation=other_city).projects.get() == overlap.b
    )


def test_the_conflict_page_keeps_both_texts(active, client_of, csco):
    url = reverse("initiatives:edit", args=[active.slug])
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-title": "Meet"}
    sent = TEXTS | {"aim": "Mine.", "version": "1"} | rows
    services.change(active, DATA | {"aim": "Theirs."}, [], version=1, by=csco)

    page = client_of("other_csco").post(url, sent)

    assert page.status_code == 409
    text = page.content.decode()
    assert "Mine." in text
    assert "Theirs." in text
    assert "Meet" in text
    again = client_of("other_csco").post(url, sent | {"version": "2"})
    assert again.status_code == 302
    active.refresh_from_db()
    assert (active.aim_en, active.steps.get().title_en) == ("Mine.", "Meet")


def test_a_row_is_added_without_losing_what_is_typed(active, client_of):
    url = reverse("initiatives:edit", args=[active.slug])
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-title": "Meet"}
    page = client_of("csco").post(url, {"title": "Half", "add": "1"} | rows)

    assert page.status_code == 200
    assert page.context["form"].initial["title"] == "Half"
    assert page.context["rows"].forms[0].initial["title"] == "Meet"
    assert len(page.context["rows"].forms) > 2


def test_filters_count_what_a_click_shows(active, client_of):
    page = client_of("reader").get(reverse("initiatives:index"), {"state": "completed"})
    states = {o.value: o.count for o in page.context["facets"][0].options}
    assert states["active"] == 1
    assert page.context["lines"] == []


def test_queries_do_not_grow(active, client_of, django_assert_max_num_queries, csco):
    for _number in range(3):
        project = published(LocalGovernmentFactory().organisation)
        part = ParticipationFactory(
            initiative=active, organisation=project.organisation, accepted=True
        )
        part.projects.add(project)
        InitiativeStepFactory(initiative=active, who=project.organisation)
    client = client_of("csco")
    with django_assert_max_num_queries(25):
        client.get(active.get_absolute_url())
    with django_assert_max_num_queries(25):
        client.get(reverse("initiatives:index"))
    Initiative.objects.update(visibility=Visibility.PUBLIC)
    visitor = client_of("visitor")
    with django_assert_max_num_queries(12):
        visitor.get(active.get_absolute_url())
    with django_assert_max_num_queries(12):
        visitor.get(reverse("initiatives:index"))


def test_who_declined_reads_no_notes_of_the_others(
    active, other_city, other_csco, csco, client_of
):
    services.follow_up(
        active,
        {"noted_on": date(2026, 5, 1), "text": "Between us.", "next_review_on": None},
        by=csco,
        city=active.lead,
    )
    address = active.get_absolute_url()
    assert "Between us." in client_of("other_csco").get(address).content.decode()

    part = active.participations.get(organisation=other_city)
    services.leave(part, by=other_csco, reason="No staff for it.")
    Initiative.objects.update(visibility=Visibility.PUBLIC)

    page = client_of("other_csco").get(address)
    assert "Between us." not in page.content.decode()
    shown = client_of("visitor").get(address).context["parts"]
    assert [part.city for part in shown] == [active.lead]


def test_what_has_not_started_is_in_no_list_but_ones_own(proposed, client_of):
    for who in ("csco", "secretariat"):
        page = client_of(who).get(reverse("initiatives:index")).context["page"]
        assert list(page.object_list) == []
    ours = client_of("csco").get(reverse("initiatives:ours")).context["page"]
    assert list(ours.object_list) == [proposed]


def test_a_hidden_city_is_nobody_to_ask(proposed, client_of):
    hidden = LocalGovernmentFactory(organisation__hidden=True).organisation
    client = client_of("csco")
    asking = client.get(reverse("initiatives:invite", args=[proposed.slug]))
    assert hidden not in asking.context["form"].fields["city"].queryset

    for slug in (hidden.slug, "\0"):
        answer = client.get(reverse("initiatives:new"), {"city": slug})
        assert (answer.status_code, "proposal" in answer.context) == (200, False)
