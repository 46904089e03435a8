"""What happens to plans, told to the office and to the secretariat."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from members.models import Organisation
from members.notices import SECRETARIAT
from notifications.kinds import Group, Kind
from scaps import snapshots
from scaps.models import Overlap, Project
from translations import services as translations


def speaks_of_a_city(person) -> bool:
    return person.is_member


PLANS = Group("plans", _("Plans and reports"), order=20, concerns=speaks_of_a_city)
TOGETHER = Group(
    "together", _("Work with other cities"), order=25, concerns=speaks_of_a_city
)


class AboutPlan:
    """Told as long as the person may see the plan."""

    @classmethod
    def may_read(cls, event, person) -> bool:
        plan = event.target
        return plan is not None and person.has_perm("scaps.view_scap", plan)


class AboutReview:
    """Told to whoever may review the plan."""

    @classmethod
    def may_read(cls, event, person) -> bool:
        plan = event.target
        return plan is not None and person.has_perm("scaps.review_scap", plan)


class PlanSubmitted(AboutReview, Kind):
    """A city hands its plan to the secretariat."""

    slug = "plan-submitted"
    label = _("Plans to review, and plans taken back")
    group = SECRETARIAT


class PlanReturned(AboutPlan, Kind):
    """The secretariat returns a plan with remarks."""

    slug = "plan-returned"
    label = _("Your plan comes back with remarks")
    group = PLANS


class PlanPublished(AboutPlan, Kind):
    """A version of the plan is in force: `event.data["number"]`."""

    slug = "plan-published"
    label = _("Your plan is published")
    group = PLANS


class PlanWithdrawn(AboutReview, Kind):
    """A city takes its plan off the portal, with a reason."""

    slug = "plan-withdrawn"
    label = _("Plans to review, and plans taken back")
    group = SECRETARIAT


class ReportDue(Kind):
    """A progress report is asked for; `event.target` is the plan."""

    slug = "report-due"
    label = _("A progress report is due")
    group = PLANS

    @classmethod
    def may_read(cls, event, person) -> bool:
        plan = event.target
        return plan is not None and person.has_perm("scaps.report_scap", plan)

    @classmethod
    def text(cls, event, person) -> str:
        context = {
            "event": event,
            "person": person,
            "due": date.fromisoformat(event.data["due"]),
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class ReportReopened(Kind):
    """The secretariat opened a signed report for correction, with a reason."""

    slug = "report-reopened"
    label = _("A signed report is opened again")
    group = PLANS

    @classmethod
    def may_read(cls, event, person) -> bool:
        report = event.target
        return report is not None and person.has_perm("scaps.report_scap", report.scap)


def title_of(project: Project) -> str:
    """As it was published, for the reader."""
    if project.current is None:
        return str(project)
    return snapshots.read(project.current.data["title"]).value


class OverlapsFound(Kind):
    """New overlaps with other cities: `event.data["overlap"]` is the first of them."""

    slug = "overlaps-found"
    label = _("Overlaps with projects of other cities")
    group = TOGETHER

    @classmethod
    def may_read(cls, event, person) -> bool:
        if event.target is None or event.target_id not in person.sits_at:
            return False
        overlap = cls.overlap(event)
        return overlap is not None and person.has_perm("scaps.view_overlap", overlap)

    @classmethod
    def overlap(cls, event) -> Overlap | None:
        """Asked once an event: to say whether it may be told, and to tell it."""
        if not hasattr(event, "overlap"):
            live = Overlap.objects.live().with_projects()
            event.overlap = live.filter(pk=event.data["overlap"]).first()
        return event.overlap

    @classmethod
    def text(cls, event, person) -> str:
        overlap = cls.overlap(event)
        ours, theirs = overlap.a, overlap.b
        if theirs.organisation_id == event.target_id:
            ours, theirs = theirs, ours
        context = {
            "event": event,
            "person": person,
            "overlap": overlap,
            "ours": title_of(ours),
            "theirs": title_of(theirs),
            "city": theirs.organisation,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class OverlapConfirmed(Kind):
    """The other city confirmed an overlap: `event.data["city"]` is that city."""

    slug = "overlap-confirmed"
    label = _("Overlaps with projects of other cities")
    group = TOGETHER

    @classmethod
    def may_read(cls, event, person) -> bool:
        overlap = event.target
        if overlap is None or not person.sits_at.intersection(overlap.cities):
            return False
        return person.has_perm("scaps.view_overlap", overlap)

    @classmethod
    def text(cls, event, person) -> str:
        theirs, ours = event.target.a, event.target.b
        if theirs.organisation_id != event.data["city"]:
            theirs, ours = ours, theirs
        context = {
            "event": event,
            "person": person,
            "ours": title_of(ours),
            "theirs": title_of(theirs),
            "city": theirs.organisation,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class AboutInitiative:
    """Told as long as the person's office has a part in the initiative."""

    @classmethod
    def may_read(cls, event, person) -> bool:
        initiative = event.target
        return initiative is not None and person.has_perm(
            "scaps.view_initiative", initiative
        )

    @classmethod
    def text(cls, event, person) -> str:
        initiative = event.target
        context = {
            "event": event,
            "person": person,
            "initiative": initiative,
            "title": translations.read(initiative, "title").value,
            "lead": initiative.lead,
            "city": _city_of(event),
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


def _city_of(event) -> Organisation | None:
    return Organisation.objects.filter(pk=event.data.get("city")).first()


class InitiativeInvited(AboutInitiative, Kind):
    """A city is asked to take part: `event.data["city"]`."""

    slug = "initiative-invited"
    label = _("Invitations to joint initiatives")
    group = TOGETHER


class InitiativeAnswered(AboutInitiative, Kind):
    """A city accepted, declined or left: `event.data["city"]` and `["answer"]`."""

    slug = "initiative-answered"
    label = _("Answers, start and end of joint initiatives")
    group = TOGETHER


class InitiativeStarted(AboutInitiative, Kind):
    """All have answered, and at least two take part."""

    slug = "initiative-started"
    label = _("Answers, start and end of joint initiatives")
    group = TOGETHER


class InitiativeEnded(AboutInitiative, Kind):
    """Completed, or ended with a reason."""

    slug = "initiative-ended"
    label = _("Answers, start and end of joint initiatives")
    group = TOGETHER


class InitiativeReviewDue(AboutInitiative, Kind):
    """The day on which the participants wanted to look at it again has come."""

    slug = "initiative-review-due"
    label = _("It is time to look at a joint initiative again")
    group = TOGETHER
