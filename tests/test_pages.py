"""Every address of the portal × everybody: who gets in, and what they get.

A row of `PAGES` is the name of an address and its cases. `get` and `post` say
what each person gets; without `post` the page does not take POST. To add a
page, add a row; the test that fails for a page without one says which.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from members.join_links import token as link_of
from members.models.offices import office_holder
from members.services import offices
from notifications import unsubscribing
from scaps.models import PlanFile
from solutions.apply_links import LINKS
from tests import signed_report
from tests.factories import (
    ApplicationFactory,
    AttachmentFactory,
    CscoTermFactory,
    DraftFactory,
    DriverPackageFactory,
    DriverRequestFactory,
    HeartbeatFactory,
    InitiativeFactory,
    IntroductionFactory,
    InvitationFactory,
    MatchFactory,
    NeedFactory,
    NeedSubscriptionFactory,
    NextStepFactory,
    NoticeFactory,
    OrganisationFactory,
    OutcomeFactory,
    OverlapFactory,
    ParticipationFactory,
    PlanFileFactory,
    ProjectFactory,
    ProjectVersionFactory,
    ProposedSolutionFactory,
    ProviderApplicationFactory,
    ProviderFactory,
    RankingFactory,
    RemarkFactory,
    ScapFactory,
    ScapVersionFactory,
    SolutionFactory,
    SubscribedNeedFactory,
    UploadFactory,
)
from tests.people import MEMBERS, OWN_OFFICE, SIGNED_IN, STAFF, WHO, World, sign_in

# --- Who gets what -------------------------------------------------------------------

Expected = dict[str, int]
OUT = ("visitor", "disabled")
WRITERS = ("csco", "deputy", "editor", "secretariat")
SPEAKERS = ("csco", "deputy", "secretariat")
CITY_WRITERS = ("csco", "deputy", "editor")
PARTNERED = (*CITY_WRITERS, "other_csco")
OFFICE = (*OWN_OFFICE, "secretariat")
STRANGERS = ("other_csco", "provider_owner", "compliance", "translator")


def all_get(status: int) -> Expected:
    return dict.fromkeys(WHO, status)


def signed_in(status: int, *, out: int = 302) -> Expected:
    """The same for everybody who is signed in; others are sent to sign in."""
    return all_get(out) | dict.fromkeys(SIGNED_IN, status)


def some(who: tuple[str, ...], status: int, rest: Expected) -> Expected:
    return rest | dict.fromkeys(who, status)


# --- What the addresses are about -----------------------------------------------------


class Scene:
    """A published need with a ranking and a match, drafts, and what is hidden."""

    def __init__(self, world) -> None:
        csco = world.people["csco"]
        HeartbeatFactory(name="tick")
        self.city, self.provider = world.city, world.provider
        self.other_city = world.other_city
        self.hidden_city = OrganisationFactory(hidden=True)
        self.hidden_provider = ProviderFactory(organisation__hidden=True).organisation
        need = {"organisation": world.city, "entered_by": csco}
        self.need = NeedFactory(published=True, **need)
        self.draft_need = NeedFactory(**need)
        self.network_need = NeedFactory(published=True, for_network=True, **need)
        self.solution = SolutionFactory(published=True, provider=self.provider)
        self.draft_solution = SolutionFactory(provider=self.provider)
        self.match = MatchFactory(need=self.need, solution=self.solution)
        self.draft_match = MatchFactory(need=self.draft_need, solution=self.solution)
        self.foreign_match = MatchFactory(solution=self.solution)
        plan = {"organisation": world.city, "entered_by": csco}
        self.plan = ScapVersionFactory(
            scap=ProjectFactory(scap=ScapFactory(**plan)).scap
        )
        self.draft_plan = ScapFactory(**plan)
        self.submitted_plan = ScapFactory(submitted=True, **plan)
        self.draft_project = ProjectFactory(scap=self.draft_plan)
        self.project_need = NeedFactory(
            project=self.draft_project, organisation=world.city, entered_by=csco
        )
        self.plan_project = self.plan.scap.projects.get()
        self.plan_file = PlanFileFactory(scap=self.plan.scap)
        PlanFile.objects.update(created_at=self.plan.published_at)
        self.draft_file = PlanFileFactory(scap=self.draft_plan)
        self.remark = RemarkFactory(scap=self.draft_plan, sent_at=timezone.now())
        for need in (self.need, self.draft_need, self.network_need):
            RankingFactory(need=need, ready=True)
        self.invitation = InvitationFactory(organisation=world.city)
        self.term = CscoTermFactory(
            organisation=world.city, person=csco, letter=UploadFactory()
        )
        self.notice = NoticeFactory(recipient=csco)
        self.fresh_key, self.begun_key = "0123456789ab", "abcdefghij12"
        self.joining = link_of(ApplicationFactory(filled=True))
        self.joined = link_of(ApplicationFactory(submitted=True))
        applying, applied = (
            ProposedSolutionFactory(application=ProviderApplicationFactory(**made))
            for made in ({"filled": True}, {"submitted": True})
        )
        self.applying = LINKS.token(applying.application)
        self.applied = LINKS.token(applied.application)
        self.proposed_key, self.sent_key = applying.key, applied.key
        DraftFactory(holder=office_holder(world.city.pk), section=self.begun_key)
        ours, theirs = (
            ProjectVersionFactory(project=ProjectFactory(scap__organisation=city))
            for city in (world.city, world.other_city)
        )
        self.overlap = OverlapFactory(a=ours.project, b=theirs.project)
        self.initiative = InitiativeFactory(started=True, lead=world.city)
        self.proposal = InitiativeFactory(lead=world.city)
        ParticipationFactory(initiative=self.proposal, organisation=world.other_city)
        self.package = DriverPackageFactory(offered=True)
        self.draft_package = DriverPackageFactory()
        self.driver_request = DriverRequestFactory(package=self.package, need=self.need)
        between = {"asker": world.city, "asked": world.provider}
        self.introduction = IntroductionFactory(agreed=True, **between)
        self.introduction_asked = IntroductionFactory(**between)
        self.attachment = AttachmentFactory(message__introduction=self.introduction)
        self.step = NextStepFactory(introduction=self.introduction)
        self.outcome = OutcomeFactory(introduction=self.introduction)
        self.people = world.people
        self.subscription = NeedSubscriptionFactory(
            organisation=self.provider, looked=True
        )
        SubscribedNeedFactory(subscription=self.subscription)
        report = signed_report.make(world)
        self.report_keys = [report.scap.slug, signed_report.YEAR]
        self.next_report_keys = [report.scap.slug, signed_report.YEAR + 1]

    def seat_of(self, who: str):
        return self.people[who].seats.get()


@dataclass(frozen=True, kw_only=True)
class Case:
    """`at` gives the arguments of the address. `get` may write where `writes` says why."""

    label: str = ""
    at: Callable[[Scene], list] = lambda _scene: []
    get: Expected
    post: Expected | None = None
    writes: str = ""


def case(get: Expected, post: Expected | None = None, **more) -> list[Case]:
    return [Case(get=get, post=post, **more)]


FORM = {"get": signed_in(200), "post": signed_in(200)}
LEADS_ON = {"get": signed_in(302), "post": signed_in(302)}
FOR_ALL = case(all_get(200))
NO_KEY = "a passkey of nobody"
OWN_DRAFT = some(STRANGERS, 404, signed_in(403))
BEGUN = some(("other_csco",), 404, signed_in(403))

# Seats and terms: staff see that they exist, colleagues too, others nothing.
_OUTSIDE = some((*OWN_OFFICE, *STAFF), 403, signed_in(404))
_OUTSIDE_OF_TERMS = some(("compliance", "translator"), 403, signed_in(404))
# A proposal is read by both offices and the secretariat.
SPEAKS = ("csco", "deputy")
_ASKED = some((*OFFICE, "other_csco"), 403, signed_in(404))
# Who reads, and does not write for a city.
_DRIVER = some(("reader", "secretariat"), 403, signed_in(404))
# An introduction is for its two sides; the secretariat knows that it exists.
_SIDES = (*OWN_OFFICE, "provider_owner")
_NO_SIDE = some(("secretariat",), 403, signed_in(404))
_OF_A_SIDE = some(_SIDES, 403, _NO_SIDE)
_SEES_TO_INVITATIONS = some(SPEAKERS, 302, _OUTSIDE)

# The pages of a provider's office.
_DESK = some(("provider_owner", "secretariat"), 200, signed_in(403))
_DESK_SENT = some(("provider_owner", "secretariat"), 422, signed_in(403))
_DESK_KEPT = some(("provider_owner", "secretariat"), 204, signed_in(403))
_DESK_ON = some(("provider_owner", "secretariat"), 302, signed_in(403))
_SUBSCRIBES = some(("provider_owner",), 200, signed_in(403))
_SUBSCRIBES_SENT = _SUBSCRIBES | {"provider_owner": 422}
_SUBSCRIBES_ON = _SUBSCRIBES | {"provider_owner": 302}
_SUBSCRIPTION = some(("provider_owner",), 200, signed_in(404)) | {"secretariat": 403}


def _offered(scene: Scene) -> list:
    return [scene.provider.slug, scene.draft_solution.slug]


PAGES: dict[str, list[Case]] = {
    # Everybody's
    "home": FOR_ALL,
    "about": FOR_ALL,
    "accessibility": FOR_ALL,
    "privacy": FOR_ALL,
    "members:index": FOR_ALL,
    "members:index-csv": FOR_ALL,
    "members:detail": [
        Case(at=lambda s: [s.city.slug], get=all_get(200)),
        Case(
            label="hidden",
            at=lambda s: [s.hidden_city.slug],
            get=some(STAFF, 200, all_get(404)),
        ),
        Case(label="a provider", at=lambda s: [s.provider.slug], get=all_get(404)),
    ],
    "networks:index": FOR_ALL,
    "networks:detail": case(all_get(200), at=lambda _s: ["neascn"]),
    # Joining: the link is the right
    "join:start": case(get=all_get(200), post=all_get(422)),
    "join:resend": case(get=all_get(200), post=all_get(422)),
    "join:blank": FOR_ALL,
    "join:open": [
        Case(at=lambda s: [s.joining], get=all_get(302), post=all_get(405)),
        Case(label="a dead link", at=lambda s: ["dead"], get=all_get(404)),
    ],
    "join:status": case(at=lambda s: [s.joined], get=all_get(200)),
    "join:discard": [
        Case(
            label="sent",
            at=lambda s: [s.joined],
            get=all_get(302),
            post=all_get(302),
        ),
        Case(
            at=lambda s: [s.joining],
            get=all_get(200),
            post=all_get(302),
        ),
    ],
    "join:form": case(at=lambda s: [s.joining], get=all_get(200)),
    "join:file": [
        Case(at=lambda s: [s.joined, "signed_form"], get=all_get(200)),
        Case(
            label="no such file", at=lambda s: [s.joined, "answers"], get=all_get(404)
        ),
    ],
    "join:step": [
        Case(
            at=lambda s: [s.joining, "country"],
            get=all_get(200),
            post=all_get(422),
        ),
        Case(
            label="sent",
            at=lambda s: [s.joined, "country"],
            get=all_get(302),
            post=all_get(302),
        ),
        Case(
            label="no such step",
            at=lambda s: [s.joining, "nothing"],
            get=all_get(404),
            post=all_get(404),
        ),
    ],
    "join:autosave": [
        Case(
            at=lambda s: [s.joining, "country"],
            get=all_get(405),
            post=all_get(204),
        ),
        Case(
            label="sent",
            at=lambda s: [s.joined, "country"],
            get=all_get(405),
            post=all_get(409),
        ),
    ],
    # Applying as a provider: the link is the right
    "apply:start": case(get=all_get(200), post=all_get(422)),
    "apply:resend": case(get=all_get(200), post=all_get(422)),
    "apply:introduce": case(
        get=signed_in(403) | dict.fromkeys(PARTNERED, 200),
        post=signed_in(403) | dict.fromkeys(PARTNERED, 422),
    ),
    "apply:open": [
        Case(at=lambda s: [s.applying], get=all_get(302), post=all_get(405)),
        Case(label="a dead link", at=lambda s: ["dead"], get=all_get(404)),
    ],
    "apply:status": case(at=lambda s: [s.applied], get=all_get(200)),
    "apply:withdraw": [
        Case(at=lambda s: [s.applied], get=all_get(200), post=all_get(302)),
        Case(
            label="not sent",
            at=lambda s: [s.applying],
            get=all_get(302),
            post=all_get(302),
        ),
    ],
    "apply:discard": case(
        at=lambda s: [s.applying], get=all_get(200), post=all_get(302)
    ),
    "apply:file": case(at=lambda s: [s.applied, "certificate"], get=all_get(200)),
    "apply:step": [
        Case(
            at=lambda s: [s.applying, "institution"],
            get=all_get(200),
            post=all_get(422),
        ),
        Case(
            label="the last",
            at=lambda s: [s.applying, "answers"],
            get=all_get(200),
            post=all_get(422),
        ),
        Case(
            label="sent",
            at=lambda s: [s.applied, "institution"],
            get=all_get(302),
            post=all_get(302),
        ),
    ],
    "apply:needs": [
        Case(
            at=lambda s: [s.applying],
            get=all_get(200),
            post=all_get(302),
            writes="It asks for the job that finds the needs.",
        ),
        Case(
            label="sent",
            at=lambda s: [s.applied],
            get=all_get(302),
            post=all_get(302),
        ),
    ],
    "apply:keep-needs": case(
        at=lambda s: [s.applying], get=all_get(405), post=all_get(204)
    ),
    "apply:autosave": case(
        at=lambda s: [s.applying, "people"], get=all_get(405), post=all_get(204)
    ),
    "apply:solution": [
        Case(
            at=lambda s: [s.applying, s.proposed_key],
            get=all_get(200),
            post=all_get(422),
        ),
        Case(
            label="sent",
            at=lambda s: [s.applied, s.sent_key],
            get=all_get(302),
            post=all_get(302),
        ),
    ],
    "apply:keep-solution": case(
        at=lambda s: [s.applying, s.proposed_key], get=all_get(405), post=all_get(204)
    ),
    "apply:remove-solution": case(
        at=lambda s: [s.applying, s.proposed_key], get=all_get(200), post=all_get(302)
    ),
    "needs:index": FOR_ALL,
    "solutions:index": FOR_ALL,
    "solutions:export": FOR_ALL,
    # Offices
    "office:index": case(
        get=signed_in(200)
        | dict.fromkeys((*OWN_OFFICE, "other_csco", "provider_owner"), 302)
    ),
    "office:switch": case(get=signed_in(405), post=signed_in(404)),
    "office:accept": [
        Case(
            at=lambda s: [offices.link(s.invitation).split("/")[-2]],
            get=all_get(200),
            post=signed_in(302, out=422),
        ),
        Case(
            label="made up",
            at=lambda s: ["WzEsMV0:nobody"],
            get=all_get(410),
            post=all_get(410),
        ),
    ],
    "office:detail": [
        Case(at=lambda s: [s.city.slug], get=some(OFFICE, 200, signed_in(403))),
        Case(
            label="of a provider",
            at=lambda s: [s.provider.slug],
            get=some(("provider_owner", "secretariat"), 200, signed_in(403)),
        ),
    ],
    "office:invite": case(
        at=lambda s: [s.city.slug],
        get=some(SPEAKERS, 200, signed_in(403)),
        post=some(SPEAKERS, 422, signed_in(403)),
    ),
    "office:send-again": case(
        at=lambda s: [s.city.slug, s.invitation.pk],
        get=signed_in(405),
        post=_SEES_TO_INVITATIONS,
    ),
    "office:revoke": case(
        at=lambda s: [s.city.slug, s.invitation.pk],
        get=signed_in(405),
        post=_SEES_TO_INVITATIONS,
    ),
    "office:role": case(
        at=lambda s: [s.city.slug, s.seat_of("editor").pk],
        get=some(SPEAKERS, 200, _OUTSIDE),
        post=some(SPEAKERS, 422, _OUTSIDE),
    ),
    "office:end": [
        Case(
            label="of a colleague",
            at=lambda s: [s.city.slug, s.seat_of("editor").pk],
            get=some((*SPEAKERS, "editor"), 200, _OUTSIDE),
            post=some((*SPEAKERS, "editor"), 302, _OUTSIDE),
        ),
        Case(
            label="of the CSCO",
            at=lambda s: [s.city.slug, s.seat_of("csco").pk],
            get=some(("csco", "secretariat"), 200, _OUTSIDE),
            post=some(("csco", "secretariat"), 302, _OUTSIDE),
        ),
        Case(
            label="at another office",
            at=lambda s: [s.city.slug, s.seat_of("other_csco").pk],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "office:hand-over": case(
        at=lambda s: [s.city.slug],
        get=some(("csco", "secretariat"), 200, signed_in(403)),
        post=some(("csco", "secretariat"), 422, signed_in(403)),
    ),
    "office:letter": case(
        at=lambda s: [s.city.slug, s.term.pk],
        get=some(OFFICE, 200, _OUTSIDE_OF_TERMS),
    ),
    "office:head": case(
        at=lambda s: [s.city.slug],
        get=some(SPEAKERS, 200, signed_in(403)),
        post=some(SPEAKERS, 422, signed_in(403)),
    ),
    "solutions:provider": [
        Case(at=lambda s: [s.provider.slug], get=all_get(200)),
        Case(
            label="hidden",
            at=lambda s: [s.hidden_provider.slug],
            get=some(STAFF, 200, all_get(404)),
        ),
    ],
    "solutions:detail": [
        Case(at=lambda s: [s.solution.slug], get=all_get(200)),
        Case(
            label="draft",
            at=lambda s: [s.draft_solution.slug],
            get=some(("provider_owner", "secretariat"), 200, all_get(404)),
        ),
    ],
    # Needs
    "needs:detail": [
        Case(at=lambda s: [s.need.pk], get=all_get(200)),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(OFFICE, 200, all_get(404)),
        ),
        Case(
            label="for the network",
            at=lambda s: [s.network_need.pk],
            get=some((*MEMBERS, "secretariat"), 200, all_get(404)),
        ),
    ],
    "needs:index-csv": FOR_ALL,
    "needs:ours": case(get=some(MEMBERS, 200, signed_in(403))),
    "needs:ours-csv": case(get=some(MEMBERS, 200, signed_in(403))),
    "needs:new": case(
        get=some(("csco", "deputy", "editor"), 200, signed_in(403))
        | dict.fromkeys(("secretariat", "other_csco"), 302)
    ),
    "needs:begun": [
        Case(
            label="nothing yet",
            at=lambda s: [s.fresh_key],
            get=some((*WRITERS, "other_csco"), 302, signed_in(403)),
        ),
        Case(at=lambda s: [s.begun_key], get=BEGUN | dict.fromkeys(WRITERS, 302)),
    ],
    "needs:begun-step": [
        Case(
            label="nothing yet",
            at=lambda s: [s.fresh_key, "problem"],
            get=some((*WRITERS, "other_csco"), 200, signed_in(403)),
            post=some((*WRITERS, "other_csco"), 422, signed_in(403)),
        ),
        Case(
            at=lambda s: [s.begun_key, "problem"],
            get=BEGUN | dict.fromkeys(WRITERS, 200),
            post=BEGUN | dict.fromkeys(WRITERS, 422),
        ),
        Case(
            label="no such step",
            at=lambda s: [s.fresh_key, "nothing"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "needs:begun-autosave": [
        Case(
            label="nothing yet",
            at=lambda s: [s.fresh_key, "problem"],
            get=signed_in(405),
            post=some((*WRITERS, "other_csco"), 204, signed_in(403)),
        ),
        Case(
            at=lambda s: [s.begun_key, "problem"],
            get=signed_in(405),
            post=BEGUN | dict.fromkeys(WRITERS, 204),
        ),
    ],
    "needs:begun-discard": case(
        at=lambda s: [s.begun_key],
        get=BEGUN | dict.fromkeys(WRITERS, 200),
        post=BEGUN | dict.fromkeys(WRITERS, 302),
    ),
    "needs:edit": [
        Case(
            at=lambda s: [s.need.pk],
            get=some(WRITERS, 200, signed_in(403)),
            # An editor has no say in who sees it: nothing is missing in their form
            # but the mark of what they have read.
            post=some(SPEAKERS, 422, signed_in(403)) | {"editor": 409},
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(WRITERS, 200, some(STRANGERS, 404, signed_in(403))),
            post=some(WRITERS, 422, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "needs:edit-step": [
        Case(
            at=lambda s: [s.need.pk, "problem"],
            get=some(WRITERS, 200, signed_in(403)),
            post=some(WRITERS, 422, signed_in(403)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk, "problem"],
            get=some(WRITERS, 200, some(STRANGERS, 404, signed_in(403))),
            post=some(WRITERS, 422, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "needs:edit-autosave": [
        Case(
            at=lambda s: [s.need.pk, "problem"],
            get=signed_in(405),
            post=some(WRITERS, 204, signed_in(403)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk, "problem"],
            get=signed_in(405),
            post=some(WRITERS, 204, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "needs:edit-discard": case(
        label="nothing typed",
        at=lambda s: [s.draft_need.pk],
        get=some(WRITERS, 302, some(STRANGERS, 404, signed_in(403))),
        post=some(WRITERS, 302, some(STRANGERS, 404, signed_in(403))),
    ),
    "needs:move": [
        Case(
            label="publish",
            at=lambda s: [s.draft_need.pk, "publish"],
            get=some(SPEAKERS, 302, some(STRANGERS, 404, signed_in(403))),
            post=some(SPEAKERS, 302, some(STRANGERS, 404, signed_in(403))),
        ),
        Case(
            label="close, wants a reason",
            at=lambda s: [s.need.pk, "close"],
            get=some(SPEAKERS, 200, signed_in(403)),
            post=some(SPEAKERS, 200, signed_in(403)),
        ),
        Case(
            label="no such move",
            at=lambda s: [s.need.pk, "explode"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    # Progress reports and the dashboard
    "reports:index": FOR_ALL,
    "reports:detail": case(at=lambda s: s.report_keys, get=all_get(200)),
    "reports:slide": case(at=lambda s: s.report_keys, get=all_get(200)),
    "reports:edit": [
        Case(
            label="signed off",
            at=lambda s: s.report_keys,
            get=signed_in(403),
        ),
        Case(
            label="not begun",
            at=lambda s: s.next_report_keys,
            get=some(WRITERS, 200, signed_in(403)),
        ),
    ],
    "reports:edit-page": case(
        at=lambda s: [*s.next_report_keys, "figures"],
        get=some(WRITERS, 200, signed_in(403)),
        post=some(WRITERS, 422, signed_in(403)),
    ),
    "reports:autosave": case(
        at=lambda s: [*s.next_report_keys, "figures"],
        get=signed_in(405),
        post=some(WRITERS, 204, signed_in(403)),
    ),
    "reports:sign": case(
        at=lambda s: s.next_report_keys,
        get=signed_in(405),
        post=some(("csco", "deputy"), 302, signed_in(403)),
    ),
    "dashboard:index": FOR_ALL,
    "dashboard:csv": FOR_ALL,
    "dashboard:list": [
        Case(at=lambda s: ["targets"], get=all_get(200)),
        Case(
            label="who has not reported",
            at=lambda s: ["missing"],
            get=some((*MEMBERS, "secretariat"), 200, signed_in(403)),
            post=all_get(405),
        ),
        Case(label="no such list", at=lambda s: ["nothing"], get=all_get(404)),
    ],
    # The editor of plans
    "scaps:new": case(
        get=some((*WRITERS, "other_csco"), 200, signed_in(403)),
        post=some((*WRITERS, "other_csco"), 422, signed_in(403)),
    ),
    "scaps:edit": [
        Case(at=lambda s: [s.draft_plan.slug], get=some(WRITERS, 200, OWN_DRAFT)),
        Case(label="submitted", at=lambda s: [s.submitted_plan.slug], get=OWN_DRAFT),
    ],
    "scaps:check": case(
        at=lambda s: [s.draft_plan.slug],
        get=some(WRITERS, 200, OWN_DRAFT),
        post=some(SPEAKERS, 422, OWN_DRAFT),
    ),
    "scaps:scap-section": [
        Case(
            at=lambda s: [s.draft_plan.slug, "vision"],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 302, OWN_DRAFT),
        ),
        Case(
            label="no form",
            at=lambda s: [s.draft_plan.slug, "projects"],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 405, OWN_DRAFT),
        ),
        Case(
            label="documents",
            at=lambda s: [s.draft_plan.slug, "documents"],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 405, OWN_DRAFT),
        ),
        Case(
            label="no such section",
            at=lambda s: [s.draft_plan.slug, "nothing"],
            get=signed_in(404),
            post=signed_in(404),
        ),
        *[
            Case(
                label=name,
                at=lambda s, name=name: [s.draft_plan.slug, name],
                get=some(WRITERS, 200, OWN_DRAFT),
                post=some(WRITERS, status, OWN_DRAFT),
            )
            for name, status in (("about", 422), ("targets", 302), ("sharing", 422))
        ],
    ],
    "scaps:scap-draft": case(
        at=lambda s: [s.draft_plan.slug, "vision"],
        get=signed_in(405),
        post=some(WRITERS, 204, OWN_DRAFT),
    ),
    "scaps:scap-discard": case(
        label="nothing typed",
        at=lambda s: [s.draft_plan.slug, "vision"],
        get=some(WRITERS, 302, OWN_DRAFT),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:scap-translate": [
        Case(
            at=lambda s: [s.draft_plan.slug, "ko"],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 302, OWN_DRAFT),
        ),
        Case(
            label="the original",
            at=lambda s: [s.draft_plan.slug, "en"],
            get=some(WRITERS, 404, OWN_DRAFT),
            post=some(WRITERS, 404, OWN_DRAFT),
        ),
    ],
    "scaps:scap-translate-draft": case(
        at=lambda s: [s.draft_plan.slug, "ko"],
        get=signed_in(405),
        post=some(WRITERS, 204, OWN_DRAFT),
    ),
    "scaps:document-add": case(
        at=lambda s: [s.draft_plan.slug],
        get=signed_in(405),
        post=some(WRITERS, 422, OWN_DRAFT),
    ),
    "scaps:document-remove": case(
        at=lambda s: [s.draft_plan.slug, s.draft_file.pk],
        get=signed_in(405),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:project-add": case(
        at=lambda s: [s.draft_plan.slug],
        get=signed_in(405),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    **{
        f"scaps:project-{move}": case(
            at=lambda s: [s.draft_plan.slug, s.draft_project.slug],
            get=signed_in(405),
            post=some(WRITERS, 302, OWN_DRAFT),
        )
        for move in ("up", "down", "out", "in")
    },
    "scaps:project-edit": case(
        at=lambda s: [s.draft_project.slug], get=some(WRITERS, 200, OWN_DRAFT)
    ),
    "scaps:project-section": [
        Case(
            label=name,
            at=lambda s, name=name: [s.draft_project.slug, name],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 302, OWN_DRAFT),
        )
        for name in ("situation", "stage", "partners", "money", "time", "place")
    ],
    "scaps:project-draft": case(
        at=lambda s: [s.draft_project.slug, "goals"],
        get=signed_in(405),
        post=some(WRITERS, 204, OWN_DRAFT),
    ),
    "scaps:project-discard": case(
        label="nothing typed",
        at=lambda s: [s.draft_project.slug, "goals"],
        get=some(WRITERS, 302, OWN_DRAFT),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:project-translate": case(
        at=lambda s: [s.draft_project.slug, "ko"],
        get=some(WRITERS, 200, OWN_DRAFT),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:project-translate-draft": case(
        at=lambda s: [s.draft_project.slug, "ko"],
        get=signed_in(405),
        post=some(WRITERS, 204, OWN_DRAFT),
    ),
    "scaps:project-enter-stage": case(
        at=lambda s: [s.draft_project.slug],
        get=signed_in(405),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:project-step": [
        Case(
            label="wants a reason",
            at=lambda s: [s.draft_project.slug, "back"],
            get=some(WRITERS, 200, OWN_DRAFT),
            post=some(WRITERS, 422, OWN_DRAFT),
        ),
        Case(
            label="through a gate",
            at=lambda s: [s.draft_project.slug, "forward"],
            get=some(WRITERS, 302, OWN_DRAFT),
            post=some(WRITERS, 302, OWN_DRAFT),
        ),
    ],
    "scaps:project-attach": case(
        at=lambda s: [s.draft_project.slug],
        get=signed_in(405),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    "scaps:project-detach": case(
        at=lambda s: [s.draft_project.slug, s.project_need.pk],
        get=signed_in(405),
        post=some(WRITERS, 302, OWN_DRAFT),
    ),
    # Plans as they are read and reviewed
    "scaps:index": FOR_ALL,
    "scaps:index-csv": FOR_ALL,
    "scaps:detail": [
        Case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
        Case(
            label="in work",
            at=lambda s: [s.draft_plan.slug],
            get=some(OFFICE, 200, all_get(404)),
        ),
    ],
    "scaps:preview": [
        Case(at=lambda s: [s.plan.scap.slug], get=some(OFFICE, 200, signed_in(403))),
        Case(
            label="in work",
            at=lambda s: [s.draft_plan.slug],
            get=some(OFFICE, 200, signed_in(404)),
        ),
    ],
    "scaps:project": case(
        at=lambda s: [s.plan.scap.slug, s.plan_project.slug], get=all_get(200)
    ),
    "scaps:versions": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:version": case(at=lambda s: [s.plan.scap.slug, 1], get=all_get(200)),
    "scaps:changes": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:targets-csv": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:projects-csv": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:json": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:oc4ids": case(at=lambda s: [s.plan.scap.slug], get=all_get(200)),
    "scaps:file": case(
        at=lambda s: [s.plan.scap.slug, s.plan_file.pk], get=all_get(200)
    ),
    "scaps:move": [
        Case(
            label="revise",
            at=lambda s: [s.plan.scap.slug, "revise"],
            get=some(SPEAKERS, 302, signed_in(403)),
            post=some(SPEAKERS, 302, signed_in(403)),
        ),
        Case(
            label="withdraw, wants a reason",
            at=lambda s: [s.plan.scap.slug, "withdraw"],
            get=some(SPEAKERS, 200, signed_in(403)),
            post=some(SPEAKERS, 422, signed_in(403)),
        ),
        Case(
            label="publish, which has a page of its own",
            at=lambda s: [s.submitted_plan.slug, "publish"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "scaps:review": case(
        at=lambda s: [s.submitted_plan.slug],
        get=some(STRANGERS, 404, signed_in(403)) | {"secretariat": 200},
    ),
    "scaps:remark": case(
        at=lambda s: [s.submitted_plan.slug],
        get=signed_in(405),
        post=some(STRANGERS, 404, signed_in(403)) | {"secretariat": 302},
    ),
    "scaps:return": case(
        at=lambda s: [s.submitted_plan.slug],
        get=signed_in(405),
        post=some(STRANGERS, 404, signed_in(403)) | {"secretariat": 302},
    ),
    "scaps:publish": case(
        at=lambda s: [s.submitted_plan.slug],
        get=signed_in(405),
        post=some(STRANGERS, 404, signed_in(403)) | {"secretariat": 302},
    ),
    "scaps:remarks": case(
        at=lambda s: [s.draft_plan.slug], get=some(OFFICE, 200, signed_in(404))
    ),
    "scaps:settle": case(
        at=lambda s: [s.draft_plan.slug, s.remark.pk],
        get=signed_in(405),
        post=some(WRITERS, 302, some(STRANGERS, 404, signed_in(403))),
    ),
    # Overlaps
    "overlaps:index": FOR_ALL,
    "overlaps:city": [
        Case(at=lambda s: [s.city.slug], get=all_get(200)),
        Case(
            label="hidden",
            at=lambda s: [s.hidden_city.slug],
            get=some(STAFF, 200, all_get(404)),
        ),
    ],
    "overlaps:detail": case(at=lambda s: [s.overlap.pk], get=all_get(200)),
    "overlaps:decide": [
        Case(
            at=lambda s: [s.overlap.pk, s.city.slug, "confirm"],
            get=signed_in(405),
            post=some(("csco", "deputy"), 302, signed_in(403)) | {"other_csco": 404},
        ),
        Case(
            label="no such decision",
            at=lambda s: [s.overlap.pk, s.city.slug, "explode"],
            get=signed_in(405),
            post=signed_in(404),
        ),
    ],
    "overlaps:dismiss": case(
        at=lambda s: [s.overlap.pk, s.city.slug],
        get=some(("csco", "deputy"), 200, signed_in(403)) | {"other_csco": 404},
        post=some(("csco", "deputy"), 422, signed_in(403)) | {"other_csco": 404},
    ),
    # Joint initiatives
    "initiatives:index": FOR_ALL,
    "initiatives:ours": case(get=some(MEMBERS, 200, signed_in(403))),
    "initiatives:new": case(
        get=some((*SPEAKS, "other_csco"), 200, signed_in(403)),
        post=some((*SPEAKS, "other_csco"), 200, signed_in(403)),
    ),
    "initiatives:detail": [
        Case(at=lambda s: [s.initiative.slug], get=all_get(200)),
        Case(
            label="proposed",
            at=lambda s: [s.proposal.slug],
            get=some((*OFFICE, "other_csco"), 200, all_get(404)),
        ),
    ],
    "initiatives:edit": [
        Case(
            at=lambda s: [s.initiative.slug],
            get=some(WRITERS, 200, signed_in(403)),
            post=some(WRITERS, 422, signed_in(403)),
        ),
        Case(
            label="proposed",
            at=lambda s: [s.proposal.slug],
            get=some(WRITERS, 200, _ASKED),
            post=some(WRITERS, 422, _ASKED),
        ),
    ],
    "initiatives:follow-up": case(
        at=lambda s: [s.initiative.slug],
        get=some(WRITERS, 200, signed_in(403)),
        post=some(WRITERS, 422, signed_in(403)),
    ),
    "initiatives:invite": case(
        at=lambda s: [s.initiative.slug],
        get=some(SPEAKS, 200, signed_in(403)),
        post=some(SPEAKS, 422, signed_in(403)),
    ),
    "initiatives:part": case(
        at=lambda s: [s.initiative.slug, s.city.slug],
        get=some(CITY_WRITERS, 200, signed_in(403)),
        post=some(CITY_WRITERS, 422, signed_in(403)),
    ),
    "initiatives:answer": [
        Case(
            label="accept",
            at=lambda s: [s.proposal.slug, s.other_city.slug, "accept"],
            get=_ASKED | {"other_csco": 200},
            post=_ASKED | {"other_csco": 422},
        ),
        Case(
            label="decline",
            at=lambda s: [s.proposal.slug, s.other_city.slug, "decline"],
            get=_ASKED | {"other_csco": 200},
            post=_ASKED | {"other_csco": 422},
        ),
    ],
    "initiatives:move": [
        Case(
            label="complete",
            at=lambda s: [s.initiative.slug, "complete"],
            get=some(SPEAKS, 200, signed_in(403)),
            post=some(SPEAKS, 422, signed_in(403)),
        ),
        Case(
            label="no such move",
            at=lambda s: [s.initiative.slug, "start"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    # Introductions
    "introductions:index": case(get=signed_in(200)),
    "introductions:detail": case(
        at=lambda s: [s.introduction.pk],
        get=some(_SIDES, 200, _NO_SIDE),
        post=some(
            (*CITY_WRITERS, "provider_owner"), 422, some(("reader",), 302, _NO_SIDE)
        ),
        writes="what was read is marked",
    ),
    "introductions:move": [
        Case(
            label="agree",
            at=lambda s: [s.introduction_asked.pk, "agree"],
            get=some(("provider_owner",), 302, _OF_A_SIDE),
            post=some(("provider_owner",), 302, _OF_A_SIDE),
        ),
        Case(
            label="close",
            at=lambda s: [s.introduction.pk, "close"],
            get=some((*SPEAKERS, "provider_owner"), 200, _OF_A_SIDE),
            post=some((*SPEAKERS, "provider_owner"), 422, _OF_A_SIDE),
        ),
        Case(
            label="no such move",
            at=lambda s: [s.introduction.pk, "marry"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "introductions:report": case(
        at=lambda s: [s.introduction.pk],
        get=some(_SIDES, 200, _NO_SIDE),
        post=some(_SIDES, 422, _NO_SIDE),
    ),
    "introductions:contact": case(
        at=lambda s: [s.introduction.pk, "show"],
        get=signed_in(405),
        post=some((*CITY_WRITERS, "provider_owner"), 302, _OF_A_SIDE),
    ),
    "introductions:file": case(
        at=lambda s: [s.introduction.pk, s.attachment.pk],
        get=some(_SIDES, 200, _NO_SIDE),
    ),
    # Next steps
    "introductions:plan-step": [
        Case(
            at=lambda s: [s.introduction.pk, "feasibility"],
            get=some((*CITY_WRITERS, "provider_owner"), 200, _OF_A_SIDE),
            post=some((*CITY_WRITERS, "provider_owner"), 422, _OF_A_SIDE),
        ),
        Case(
            label="not agreed yet",
            at=lambda s: [s.introduction_asked.pk, "call"],
            get=_OF_A_SIDE,
            post=_OF_A_SIDE,
        ),
        Case(
            label="no such step",
            at=lambda s: [s.introduction.pk, "wedding"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "introductions:step": case(
        at=lambda s: [s.introduction.pk, s.step.pk],
        get=some((*CITY_WRITERS, "provider_owner"), 200, _OF_A_SIDE),
        post=some((*CITY_WRITERS, "provider_owner"), 422, _OF_A_SIDE),
    ),
    "introductions:step-move": [
        Case(
            label="finish",
            at=lambda s: [s.introduction.pk, s.step.pk, "finish"],
            get=some((*CITY_WRITERS, "provider_owner"), 200, _OF_A_SIDE),
            post=some((*CITY_WRITERS, "provider_owner"), 422, _OF_A_SIDE),
        ),
        Case(
            label="resume what was not ended",
            at=lambda s: [s.introduction.pk, s.step.pk, "resume"],
            get=some((*CITY_WRITERS, "provider_owner"), 302, _OF_A_SIDE),
            post=some((*CITY_WRITERS, "provider_owner"), 302, _OF_A_SIDE),
        ),
        Case(
            label="of another introduction",
            at=lambda s: [s.introduction_asked.pk, s.step.pk, "finish"],
            get=signed_in(404),
            post=signed_in(404),
        ),
    ],
    "introductions:conclude": case(
        at=lambda s: [s.introduction.pk],
        get=some((*WRITERS, "provider_owner"), 200, _OF_A_SIDE),
        post=some((*WRITERS, "provider_owner"), 422, _OF_A_SIDE),
    ),
    "introductions:retract": case(
        at=lambda s: [s.introduction.pk, s.outcome.pk],
        get=signed_in(405),
        post=some(WRITERS, 302, _OF_A_SIDE),
    ),
    "solutions:introduce": [
        Case(
            at=lambda s: [s.need.pk],
            get=some(SPEAKS, 200, signed_in(403)),
            post=some(SPEAKS, 422, signed_in(403)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(SPEAKS, 200, some(STRANGERS, 404, signed_in(403))),
            post=some(SPEAKS, 422, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "solutions:ask-provider": [
        Case(
            at=lambda s: [s.solution.slug],
            get=some((*SPEAKS, "other_csco"), 200, signed_in(403)),
            post=some((*SPEAKS, "other_csco"), 422, signed_in(403)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_solution.slug],
            get=some(("provider_owner", "secretariat"), 403, signed_in(404)),
            post=some(("provider_owner", "secretariat"), 403, signed_in(404)),
        ),
    ],
    "solutions:offer": [
        Case(
            at=lambda s: [s.need.pk],
            get=some(("provider_owner",), 200, signed_in(403)),
            post=some(("provider_owner",), 422, signed_in(403)),
        ),
        Case(
            label="for members only",
            at=lambda s: [s.network_need.pk],
            get=some(
                ("provider_owner", "compliance", "translator"), 404, signed_in(403)
            ),
            post=some(
                ("provider_owner", "compliance", "translator"), 404, signed_in(403)
            ),
        ),
    ],
    # Smart City Driver
    # A provider's office
    "provider:index": case(get=signed_in(200) | {"provider_owner": 302}),
    "provider:desk": case(at=lambda s: [s.provider.slug], get=_DESK),
    "provider:profile": case(at=lambda s: [s.provider.slug], get=_DESK, post=_DESK_ON),
    "provider:subscriptions": case(at=lambda s: [s.provider.slug], get=_DESK),
    "provider:subscriptions-seen": case(
        at=lambda s: [s.provider.slug], get=signed_in(405), post=_SUBSCRIBES_ON
    ),
    "provider:subscribe": case(
        at=lambda s: [s.provider.slug], get=_SUBSCRIBES, post=_SUBSCRIBES_SENT
    ),
    "provider:subscription": case(
        at=lambda s: [s.provider.slug, s.subscription.pk],
        get=_SUBSCRIPTION,
        post=_SUBSCRIPTION | {"provider_owner": 422},
    ),
    "provider:subscription-end": case(
        at=lambda s: [s.provider.slug, s.subscription.pk],
        get=signed_in(405),
        post=_SUBSCRIPTION | {"provider_owner": 302},
    ),
    "provider:new": case(at=lambda s: [s.provider.slug], get=_DESK_ON),
    "provider:new-begun": [
        Case(at=lambda s: [s.provider.slug, s.fresh_key], get=_DESK, post=_DESK_SENT),
    ],
    "provider:new-autosave": case(
        at=lambda s: [s.provider.slug, s.fresh_key],
        get=signed_in(405),
        post=_DESK_KEPT,
    ),
    "provider:new-discard": case(
        at=lambda s: [s.provider.slug, s.fresh_key], get=_DESK_ON, post=_DESK_ON
    ),
    "provider:solution": [
        Case(at=_offered, get=_DESK),
        Case(
            label="of another provider",
            at=lambda s: [s.provider.slug, "solution-of-nobody"],
            get=some(("provider_owner", "secretariat"), 404, signed_in(403)),
        ),
    ],
    "provider:preview": case(at=_offered, get=_DESK),
    "provider:edit": case(at=_offered, get=_DESK, post=_DESK_SENT),
    "provider:edit-autosave": case(at=_offered, get=signed_in(405), post=_DESK_KEPT),
    "provider:edit-discard": case(at=_offered, get=_DESK_ON, post=_DESK_ON),
    "provider:take-change-back": case(at=_offered, get=signed_in(405), post=_DESK_ON),
    "provider:translate": [
        Case(at=lambda s: [*_offered(s), "ko"], get=_DESK, post=_DESK_ON),
        Case(
            label="the original",
            at=lambda s: [*_offered(s), "en"],
            get=some(("provider_owner", "secretariat"), 404, signed_in(403)),
            post=some(("provider_owner", "secretariat"), 404, signed_in(403)),
        ),
    ],
    "provider:move": [
        Case(
            label="submit",
            at=lambda s: [*_offered(s), "submit"],
            get=_DESK_ON,
            post=_DESK_ON,
        ),
        Case(
            label="withdraw, wants a reason",
            at=lambda s: [s.provider.slug, s.solution.slug, "withdraw"],
            get=_DESK,
            post=_DESK_SENT,
        ),
    ],
    "driver:index": FOR_ALL,
    "driver:detail": [
        Case(
            at=lambda s: [s.package.slug],
            get=some((*MEMBERS, "secretariat"), 200, signed_in(404)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_package.slug],
            get=some(("secretariat",), 200, signed_in(404)),
        ),
    ],
    "driver:ask": case(
        at=lambda s: [s.package.slug],
        get=some((*CITY_WRITERS, "other_csco"), 200, _DRIVER),
        post=some((*CITY_WRITERS, "other_csco"), 422, _DRIVER),
    ),
    "driver:request": case(
        at=lambda s: [s.driver_request.pk], get=some(OFFICE, 200, signed_in(404))
    ),
    "driver:withdraw": case(
        at=lambda s: [s.driver_request.pk],
        get=some(CITY_WRITERS, 200, _DRIVER),
        post=some(CITY_WRITERS, 422, _DRIVER),
    ),
    # Finder
    "solutions:finder-start": FOR_ALL,
    "solutions:finder-how": FOR_ALL,
    "solutions:finder": [
        Case(at=lambda s: [s.need.pk], get=some(OFFICE, 200, signed_in(403))),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(OFFICE, 200, signed_in(404)),
        ),
    ],
    "solutions:ask": [
        Case(
            at=lambda s: [s.need.pk],
            get=some(CITY_WRITERS, 200, signed_in(403)),
            post=some(CITY_WRITERS, 422, signed_in(403)),
        ),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(CITY_WRITERS, 200, some(STRANGERS, 404, signed_in(403))),
            post=some(CITY_WRITERS, 422, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "solutions:see": [
        Case(
            at=lambda s: [s.need.pk],
            get=signed_in(405),
            post=some(WRITERS, 302, signed_in(403)),
        ),
        Case(
            label="of a draft",
            at=lambda s: [s.draft_need.pk],
            get=signed_in(405),
            post=some(WRITERS, 302, some(STRANGERS, 404, signed_in(403))),
        ),
    ],
    "solutions:compare": [
        Case(at=lambda s: [s.need.pk], get=some(OFFICE, 200, signed_in(403))),
        Case(
            label="draft",
            at=lambda s: [s.draft_need.pk],
            get=some(OFFICE, 200, signed_in(404)),
        ),
    ],
    "solutions:why": [
        Case(
            at=lambda s: [s.need.pk, s.solution.slug],
            get=some(OFFICE, 200, signed_in(403)),
        ),
        Case(
            label="of a draft",
            at=lambda s: [s.draft_need.pk, s.solution.slug],
            get=some(OFFICE, 200, signed_in(404)),
        ),
        Case(
            label="a draft of a provider",
            at=lambda s: [s.need.pk, s.draft_solution.slug],
            get=some(("csco", "deputy", "editor", "reader"), 404, signed_in(403))
            | {"secretariat": 200},
        ),
    ],
    "solutions:choose-need": [
        Case(
            label="of no need",
            at=lambda s: [s.solution.slug],
            get=signed_in(404),
        ),
    ],
    "solutions:dismiss": [
        Case(
            at=lambda s: [s.need.pk, s.match.pk],
            get=some(WRITERS, 200, signed_in(403)),
            post=some(WRITERS, 422, signed_in(403)),
        ),
        Case(
            label="of another need",
            at=lambda s: [s.need.pk, s.foreign_match.pk],
            get=some(WRITERS, 404, signed_in(403)),
            post=some(WRITERS, 404, signed_in(403)),
        ),
    ],
    "solutions:decide": [
        Case(
            at=lambda s: [s.need.pk, s.match.pk, "shortlist"],
            get=signed_in(405),
            post=some(WRITERS, 302, signed_in(403)),
        ),
        Case(
            label="of a draft",
            at=lambda s: [s.draft_need.pk, s.draft_match.pk, "shortlist"],
            get=signed_in(405),
            post=some(WRITERS, 302, some(STRANGERS, 404, signed_in(403))),
        ),
        Case(
            label="of another need",
            at=lambda s: [s.need.pk, s.foreign_match.pk, "shortlist"],
            get=signed_in(405),
            post=some(WRITERS, 404, signed_in(403)),
        ),
    ],
    # One's own
    "inbox": case(get=signed_in(200), post=signed_in(302)),
    "inbox-read": case(
        at=lambda s: [s.notice.pk],
        get=signed_in(405),
        post=some(("csco",), 302, signed_in(404)),
    ),
    "account_notices": case(**FORM),
    # The link is the right; mail programs send the POST.
    "account_stop": [
        Case(
            at=lambda s: [unsubscribing.token(s.notice)],
            get=all_get(200),
            post=all_get(200),
        ),
        Case(
            label="a bent link",
            at=lambda _s: ["n1"],
            get=all_get(404),
            post=all_get(404),
        ),
    ],
    "account": case(**FORM),
    "account_login": case(get=signed_in(302, out=200), post=signed_in(302, out=200)),
    "account_logout": case(get=signed_in(200), post=all_get(302)),
    "account_inactive": FOR_ALL,
    "account_signup": case(get=signed_in(302, out=200), post=signed_in(302, out=200)),
    "account_reauthenticate": case(**FORM),
    "account_email": case(get=signed_in(200), post=signed_in(302)),
    "account_email_verification_sent": FOR_ALL,
    "account_change_password": case(**FORM),
    "account_set_password": case(**LEADS_ON),
    "account_reset_password": case(get=all_get(200), post=all_get(200)),
    "account_reset_password_done": FOR_ALL,
    "account_reset_password_from_key": case(
        at=lambda s: ["1", "no-key"], get=all_get(200), post=all_get(200)
    ),
    "account_reset_password_from_key_done": FOR_ALL,
    "account_confirm_login_code": case(get=all_get(302), post=all_get(302)),
    "account_confirm_email": case(
        at=lambda s: ["no-key"], get=all_get(200), post=all_get(404)
    ),
    "account_end_session": case(
        at=lambda s: [0], get=signed_in(405), post=signed_in(404)
    ),
    "usersessions_list": case(get=signed_in(200), post=signed_in(302)),
    "mfa_index": case(get=signed_in(200)),
    "mfa_authenticate": case(get=all_get(302), post=all_get(302)),
    "mfa_reauthenticate": case(
        get=some(STAFF, 200, signed_in(302)), post=some(STAFF, 200, signed_in(302))
    ),
    "mfa_reauthenticate_webauthn": case(**LEADS_ON),
    "mfa_activate_totp": case(
        get=some(STAFF, 302, signed_in(200)),
        post=some(STAFF, 302, signed_in(200)),
        writes="the secret that is offered waits in the session",
    ),
    "mfa_deactivate_totp": case(
        get=some(STAFF, 200, signed_in(404)), post=some(STAFF, 302, signed_in(404))
    ),
    "mfa_view_recovery_codes": case(get=signed_in(404)),
    "mfa_generate_recovery_codes": case(
        get=signed_in(200), post=some(STAFF, 302, signed_in(200))
    ),
    "mfa_download_recovery_codes": case(get=signed_in(404), post=signed_in(404)),
    "mfa_list_webauthn": case(get=signed_in(200)),
    "mfa_add_webauthn": case(
        get=signed_in(200),
        post=signed_in(200),
        writes="the challenge of the passkey waits in the session",
    ),
    "mfa_remove_webauthn": case(
        label=NO_KEY, at=lambda s: [0], get=signed_in(404), post=signed_in(404)
    ),
    "mfa_edit_webauthn": case(
        label=NO_KEY, at=lambda s: [0], get=signed_in(404), post=signed_in(404)
    ),
    "mfa_login_webauthn": case(get=all_get(302), post=all_get(302)),
    # Staff, operators, the demo
    "components": case(get=some(STAFF, 200, all_get(404))),
    "demo-mail": case(get=all_get(404)),
    "healthz": FOR_ALL,
    "readyz": FOR_ALL,
    "favicon.ico": case(get=all_get(302), post=all_get(302)),
}


# --- The tests ------------------------------------------------------------------------


def addresses(resolver=None, path="", spaces=()):
    """Name and pattern of every address; the pattern for one without a name."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or here)), here
        else:
            namespace = (entry.namespace,) if entry.namespace else ()
            yield from addresses(entry, here, (*spaces, *namespace))


NAMES = {name for name, _pattern in addresses()}
ADMIN = sorted(name for name in NAMES if name.startswith("admin:"))


def test_every_address_has_a_row():
    missing = sorted(NAMES - PAGES.keys() - set(ADMIN))
    rows = "\n".join(f'    "{name}": case(get=signed_in(200)),' for name in missing)

    assert not missing, f"Say in PAGES of tests/test_pages.py who gets what:\n{rows}"


def test_every_row_has_an_address():
    assert PAGES.keys() - NAMES == set()


def path_of(name: str, scene: Scene, row: Case) -> str:
    return reverse(name, args=row.at(scene)) if name != "favicon.ico" else f"/{name}"


def rows():
    for name, cases in PAGES.items():
        for row in cases:
            yield pytest.param(name, row, id=f"{name} {row.label}".strip())


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """The scene and everybody's cookies, made once; each test is undone on top."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene(world := World())
        clients = {
            who: sign_in(user, REMOTE_ADDR=f"127.0.0.{number}")
            for number, (who, user) in enumerate(world.people.items(), start=2)
        }
        cookies = {who: copy.deepcopy(clients[who].cookies) for who in clients}
        yield scene, clients, cookies
        transaction.set_rollback(True)


@pytest.fixture
def scene(stage, db):
    return stage[0]


@pytest.fixture
def ask_as(stage, db, settings):
    """`ask_as(who, method, path)`: one request of a fresh visit, then undone."""
    _scene, clients, cookies = stage
    # When a session was last seen is the one thing that a page view writes.
    settings.USERSESSIONS_TRACK_ACTIVITY = False

    def ask(who: str, method: str, path: str, *, read_only: bool = False):
        clients[who].cookies = copy.deepcopy(cookies[who])
        with transaction.atomic():
            if read_only:
                forbid_writing()
            response = getattr(clients[who], method)(path)
            transaction.set_rollback(True)
        return response

    return ask


def forbid_writing() -> None:
    """Until the end of this savepoint: PostgreSQL refuses, whatever Python thinks."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")


@pytest.mark.parametrize(("name", "row"), list(rows()))
def test_get(name, row, scene, ask_as):
    path = path_of(name, scene, row)

    found = {
        who: ask_as(who, "get", path, read_only=not row.writes).status_code
        for who in WHO
    }

    assert found == row.get


@pytest.mark.parametrize(("name", "row"), list(rows()))
def test_post(name, row, scene, ask_as):
    path = path_of(name, scene, row)

    expected = row.post or not_taken(row.get)

    found = {who: ask_as(who, "post", path).status_code for who in expected}

    assert found == expected


def not_taken(get: Expected) -> Expected:
    """405 before anybody is looked at, except for those who have to sign in first."""
    gated = get["visitor"] == 302
    asked = ("visitor", "csco", "secretariat")
    return {who: 302 if gated and who in OUT else 405 for who in asked}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_change_nothing(method, scene, ask_as):
    """For allauth's forms PUT is another word for POST, behind the same checks."""
    for name, cases in PAGES.items():
        for row in cases:
            path = path_of(name, scene, row)
            read_only = method != "put" and not row.writes
            for who in ("visitor", "secretariat"):
                response = ask_as(who, method, path, read_only=read_only)
                assert response.status_code < 500, path


@pytest.mark.parametrize("name", ADMIN)
def test_the_admin_is_for_staff(name, ask_as):
    """Others are sent to the portal's door; staff see what their role allows."""
    path = admin_path(name)

    for who in ("visitor", "csco", "provider_owner", *STAFF):
        status = ask_as(who, "get", path, read_only=True).status_code
        if who in STAFF:
            assert status < 500, who
        else:
            assert status == 302 or (status == 403 and who not in OUT), who


def admin_path(name: str) -> str:
    """An address of the admin; its arguments name things that do not exist."""
    pattern = next(pattern for found, pattern in addresses() if found == name)
    for argument in ("<path:object_id>", "<int:content_type_id>", "<path:object_id>"):
        pattern = pattern.replace(argument, "0")
    pattern = pattern.replace("^", "").replace("$", "")
    if "(?P<app_label>" in pattern:
        pattern = "admin/members/"
    return "/" + pattern.replace("(?P<url>.*)", "no-such-page/")


def test_what_is_foreign_does_not_exist(ask_as):
    """404 and not 403: nobody learns that there is something."""
    there = NeedFactory()

    for name in ("needs:detail", "needs:edit", "solutions:finder"):
        path = reverse(name, args=[there.pk])
        assert ask_as("csco", "get", path).status_code == 404
        missing = reverse(name, args=[999_999])
        assert ask_as("csco", "get", missing).status_code == 404
