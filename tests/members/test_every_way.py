"""Every way in which parties are brought together asks compliance.

Three kinds of way are looked for in the code itself: addresses that hand over a
file, jobs and functions that match, and tables that pair what belongs to two
parties. A new one that asks nobody makes these tests fail, until it asks
`members.compliance`, or stands in a table below with the reason why it need not.
"""

import inspect
import re

import pytest
from celery import current_app
from django.apps import apps
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from core import files
from core.models import Upload
from members import compliance
from members.files import hand_over
from members.models import Organisation
from members.states import ComplianceStatus, Role
from solutions.models import Match, Ranking
from tests import reaching
from tests.factories import (
    MatchFactory,
    OrganisationFactory,
    ScreeningFactory,
    SeatFactory,
    UploadFactory,
    UserFactory,
)

ASKING = {
    compliance.allows,
    compliance.allows_people,
    compliance.is_restricted,
    compliance.may_receive,
    compliance.open_to,
}

PUBLISHED = "What this reader reads on pages anyway, as a table: sharing knowledge."
OWN = "An office's own, to itself."
STAFF = "For staff alone."
DOWNLOADS = {
    "members:index-csv": PUBLISHED,
    "dashboard:csv": PUBLISHED,
    "scaps:index-csv": PUBLISHED,
    "scaps:targets-csv": PUBLISHED,
    "scaps:projects-csv": PUBLISHED,
    "scaps:json": PUBLISHED,
    "scaps:oc4ids": PUBLISHED,
    "needs:index-csv": PUBLISHED,
    "solutions:export": PUBLISHED,
    "needs:ours-csv": OWN,
    "join:file": OWN,
    "apply:file": OWN,
    "office:letter": OWN,
    "admin:solutions_providerapplication_file": STAFF,
    "admin:solutions_qualityreport_changelist": STAFF,
    "admin:solutions_qualityreport_csv": STAFF,
}
"""Addresses that hand something over and need not ask, and why."""

MATCHERS = re.compile(
    r"^_?(find_matches|find_overlaps|introduce|invite_to_meet|match|matched|meet|pair"
    r"|pass_on|place|propose|rank|relay|schedule|timetable)(_|$)"
)
NOT_MATCHING = {
    "core.outbox.relay": "Jobs to the broker.",
    "core.outbox._relay_quietly": "Jobs to the broker.",
    "matching.ranking.rank": "The engine knows no parties; who calls it asks.",
    "members.places._place": "A point on the map.",
    "scaps.overlapping._pair": "Part of what the overlap job does; the job asks.",
    "scaps.receivers.find_overlaps": "Asks for a job; the job asks compliance.",
    "scaps.report_basis.place": "Where a report's page is.",
    "scaps.services.editing._matched": "Does a text fit the one that was read?",
    "scaps.services.needs._matched_facts": "What matching reads of a need.",
    "scaps.views.editor.begin._place": "Where a project lies.",
    "scaps.views.editor.begin.place_project": "Where a project lies.",
    "scaps.views.editor.extras._place": "Where a project lies.",
    "scaps.views.review._place": "Where a remark is.",
    "solutions.receivers.match_again": "Asks for a job; the job asks compliance.",
    "solutions.services.advice._matched": "Looks up a match that is there.",
    "solutions.services.revisions.propose": "Proposes a text, no partner.",
    "solutions.services.driver.meet": "The secretariat meets one local government.",
    "solutions.tasks._match_all_then_sweep": "Asks for jobs; they ask compliance.",
}

JOBS = {
    "core.nightly": "Sweeps drafts and files.",
    "core.tick": "Hands jobs over.",
    "introductions.remind_of_steps": "Reminds two who are in touch already.",
    "members.prepare_list": "Compares names with lists.",
    "members.screen": "Compares names with lists.",
    "members.forget_applications": "Deletes what was begun and never sent.",
    "notifications.mail_notice": "Mails what a notice says to the person it is for.",
    "notifications.mail_digest": "Mails what notices say to the person they are for.",
    "notifications.mail_letter": "Mails the portal's own letters.",
    "notifications.send_letter": "Mails the portal's own letters.",
    "notifications.sweep": "Mails what is late.",
    "scaps.remind_of_initiatives": "Reminds offices of what they do together already.",
    "scaps.remind_of_reports": "Reminds an office of its own report.",
    "solutions.forget_applications": "Deletes what was begun and never sent.",
    "solutions.remind_of_renewals": "Gives a provider its own form back.",
    "solutions.sweep": "Asks for jobs; they ask compliance.",
}
"""Jobs that bring nobody together."""

PAIRS = {
    "solutions.Match": "MatchQuerySet.live",
    "scaps.Overlap": "OverlapQuerySet.live",
    "introductions.Introduction": "IntroductionQuerySet.relayed",
    "solutions.Pairing": "PairingQuerySet.live",
}
"""Tables that pair what belongs to two parties: who asks when they are read."""

ONE_PARTY = {
    "members.LocalGovernment": "A city and the province it is part of.",
    "scaps.Participation": "A city with projects of its own.",
    "scaps.Need": "A city's need in its own project.",
    "scaps.Partner": "Named by the city that writes the project, as it is.",
    "scaps.Project": "A city's project in its own plan.",
    "scaps.ProjectVersion": "A city's project as published.",
    "scaps.Remark": "About a part of one plan.",
    "scaps.Scap": "A city's plan in the place of its older one.",
    "scaps.Section": "A part of one plan.",
    "solutions.DriverRequest": "A city asks with a need or a project of its own.",
    "solutions.ProposedSolution": "A provider's own solution, before and after.",
    "solutions.ProviderApplication": "An institution and its own profile.",
}

BELONGING = {
    "members.Organisation",
    "members.Provider",
    "members.LocalGovernment",
    "scaps.Need",
    "scaps.Project",
    "scaps.Scap",
    "solutions.Solution",
}


def asks(function) -> bool:
    return bool(ASKING & reaching.reached(function))


def hands_over(function) -> bool:
    return files.response in reaching.reached(
        function
    ) or "Content-Disposition" in reaching.constants(function)


def addresses(patterns=None, prefix=""):
    if patterns is None:
        patterns = get_resolver().url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.callback and _is_ours(pattern.callback):
                yield f"{prefix}{pattern.name}", pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, prefix + inner)


def _is_ours(view) -> bool:
    found = inspect.unwrap(view)
    owner = getattr(found, "__self__", None)
    return reaching.is_ours(found) or (owner is not None and reaching.is_ours(owner))


# --- Found in the code ---------------------------------------------------------------


def test_every_download_asks_or_says_why_not():
    handing = {name: view for name, view in addresses() if hands_over(view)}

    silent = {name for name, view in handing.items() if not asks(view)}

    assert "scaps:file" in handing
    assert "admin:members_screening_evidence" in handing
    assert silent - set(DOWNLOADS) == set()
    assert set(DOWNLOADS) - set(handing) == set(), "These hand nothing over."


def test_every_matcher_asks_or_says_why_not():
    found = {
        f"{function.__module__}.{function.__name__}": function
        for function in reaching.all_functions()
        if MATCHERS.match(function.__name__)
    }

    silent = {name for name, function in found.items() if not asks(function)}

    assert "solutions.matching.match" in found
    assert silent - set(NOT_MATCHING) == set()
    assert set(NOT_MATCHING) - set(found) == set(), "There is no such function."


def test_every_job_asks_or_says_why_not():
    current_app.loader.import_default_modules()
    jobs = {n: t for n, t in current_app.tasks.items() if not n.startswith("celery.")}

    silent = {name for name, task in jobs.items() if not asks(task.run)}

    assert "solutions.match_need" in jobs
    assert silent - set(JOBS) == set()
    assert set(JOBS) - set(jobs) == set(), "There is no such job."


def test_every_table_of_pairs_is_known():
    found = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in reaching.OURS
        and not hasattr(model, "pgh_tracked_model")
        and _parties_named_by(model) >= 2
    }

    assert found - set(PAIRS) - set(ONE_PARTY) == set()
    assert (set(PAIRS) | set(ONE_PARTY)) - found == set(), "This pairs nothing."


def _parties_named_by(model) -> int:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return sum(
        field.related_model._meta.label in BELONGING
        for field in fields
        if field.is_relation and field.related_model
    )


@pytest.mark.parametrize("label", PAIRS)
def test_pairs_ask_when_they_are_read(label):
    kind = apps.get_model(label)._default_manager._queryset_class
    name = PAIRS[label].rpartition(".")[2]

    assert compliance.open_to in reaching.reached(getattr(kind, name))


# --- The search itself finds what is wrong --------------------------------------------


def careless(request, pk):
    return files.response(Upload.objects.get(pk=pk))


def careless_by_hand(request):
    return _attached(HttpResponse())


def _attached(response):
    response["Content-Disposition"] = "attachment"
    return response


def careful(request, pk):
    return hand_over(request.user, Upload.objects.get(pk=pk), of=None)


class Page:
    def view(self, request, pk):
        return self.inner(pk)

    def inner(self, pk):
        return files.response(Upload.objects.get(pk=pk))


def decorated(view):
    def inner(*args):
        return view(*args)

    return inner


@pytest.mark.parametrize(
    ("view", "asking"),
    [
        (careless, False),
        (careless_by_hand, False),
        (careful, True),
        (Page().view, False),
        (decorated(careless), False),
        (decorated(Page().view), False),
    ],
)
def test_a_download_is_recognised_and_whether_it_asks(view, asking):
    assert hands_over(view)
    assert asks(view) is asking


def test_other_pages_hand_nothing_over():
    views = dict(addresses())

    assert not hands_over(views["home"])
    assert not hands_over(views["members:detail"])


# --- Called, with a flagged party on either side ---------------------------------------

FLAGS = [
    {"compliance_status": ComplianceStatus.POSSIBLE},
    {"compliance_status": ComplianceStatus.BLOCKED},
    {"knowledge_only": True},
]


@pytest.mark.django_db
@pytest.mark.parametrize("flag", FLAGS)
class TestFlagged:
    def test_no_file_is_handed_to_a_flagged_party_or_from_one(self, flag):
        flagged, partner = OrganisationFactory(**flag), OrganisationFactory()
        theirs = SeatFactory(organisation=flagged, role=Role.EDITOR).person
        ours = SeatFactory(organisation=partner, role=Role.EDITOR).person
        file = compliance.Action.FILE
        knowledge = compliance.Action.KNOWLEDGE

        assert not compliance.may_receive(file, theirs, partner)
        assert not compliance.may_receive(file, ours, flagged)
        assert compliance.may_receive(file, theirs, flagged)
        assert compliance.may_receive(knowledge, theirs, partner)
        assert compliance.may_receive(file, UserFactory(secretariat=True), flagged)

    def test_no_match_with_a_flagged_party_is_live(self, flag):
        by_city, by_provider = MatchFactory(), MatchFactory()
        changes = dict(flag)
        if changes.pop("knowledge_only", False):
            changes["country"] = OrganisationFactory(knowledge_only=True).country
        for pk in (
            by_city.need.organisation_id,
            by_provider.solution.provider_id,
        ):
            Organisation.objects.filter(pk=pk).update(**changes)

        assert not Match.objects.live().exists()
        assert not Ranking.objects.exists()


@pytest.mark.django_db
def test_a_flagged_person_receives_no_file_of_others():
    partner = OrganisationFactory()
    person = SeatFactory(
        organisation=OrganisationFactory(),
        person__compliance_status=ComplianceStatus.BLOCKED,
    ).person

    assert not compliance.may_receive(compliance.Action.FILE, person, partner)
    assert compliance.may_receive(compliance.Action.KNOWLEDGE, person, partner)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["compliance", "secretariat", "translator"])
def test_evidence_is_for_those_who_screen(client_of, who):
    evidence = UploadFactory(name="search.pdf")
    record = ScreeningFactory(evidence=evidence)
    url = reverse("admin:members_screening_evidence", args=[record.pk])

    answer = client_of(who).get(url)

    assert answer.status_code == (404 if who == "translator" else 200)
    if answer.status_code == 200:
        assert answer["Content-Security-Policy"] == files.NOTHING_RUNS
        assert answer["Content-Disposition"] == 'attachment; filename="search.pdf"'
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
