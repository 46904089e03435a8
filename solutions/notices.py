from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from members.compliance import Action, is_restricted, open_to
from members.models import Organisation
from members.notices import SECRETARIAT
from notifications.kinds import Group, Kind
from notifications.states import Rhythm
from scaps.models import Need
from scaps.states import Visibility
from solutions.models import Match

NEEDS = Group(
    "needs",
    _("Needs and solutions"),
    order=30,
    concerns=lambda person: person.is_member,
)
PROVIDING = Group(
    "providing",
    _("What you offer"),
    order=35,
    concerns=lambda person: any(
        not seat.organisation.is_local_government for seat in person.current_seats
    ),
)


class MatchesReady(Kind):
    """A need was matched after its page had stopped waiting."""

    slug = "matches-ready"
    label = _("The list for your need is ready")
    group = NEEDS

    @classmethod
    def may_read(cls, event, person) -> bool:
        need = event.target
        if need is None or is_restricted(need.organisation):
            return False
        return person.has_perm("solutions.view_matches", need)


class OfOneMatch:
    """Names the solution `event.data["solution"]`, as long as it may be shown."""

    slug: str

    @classmethod
    def may_read(cls, event, person) -> bool:
        need = event.target
        if need is None or not person.has_perm("solutions.view_matches", need):
            return False
        return cls.match(event) is not None

    @classmethod
    def match(cls, event) -> Match | None:
        """Asked once an event: to say whether it may be told, and to tell it."""
        if not hasattr(event, "match"):
            found = Match.objects.live().select_related("solution")
            event.match = found.filter(
                need=event.target_id, solution=event.data["solution"]
            ).first()
        return event.match

    @classmethod
    def text(cls, event, person) -> str:
        context = {
            "event": event,
            "person": person,
            "match": cls.match(event),
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class StrongMatch(OfOneMatch, Kind):
    """Strong matches arrived after the office had its first list."""

    slug = "strong-match"
    label = _("New strong solutions for your need")
    group = NEEDS


class SolutionRecommended(OfOneMatch, Kind):
    """The secretariat recommends a solution, with a reason."""

    slug = "solution-recommended"
    label = _("Recommendations of the secretariat")
    group = NEEDS

    @classmethod
    def may_read(cls, event, person) -> bool:
        match = cls.match(event)
        is_pinned = match is not None and match.pinned_at is not None
        return is_pinned and super().may_read(event, person)


class QuestionAsked(Kind):
    """An office asks the secretariat about the solutions for a need."""

    slug = "question-asked"
    label = _("Questions of cities about their lists")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class QuestionAnswered(Kind):
    """The secretariat answered; open to restricted organisations too."""

    slug = "question-answered"
    label = _("Answers to your questions")
    group = NEEDS

    @classmethod
    def may_read(cls, event, person) -> bool:
        need = event.target
        return need is not None and person.has_perm("solutions.view_matches", need)


class DriverAsked(Kind):
    """A member asks for a package of the Smart City Driver."""

    slug = "driver-asked"
    label = _("Requests for the Smart City Driver")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class DriverWithdrawn(Kind):
    """A member took its request for a package back."""

    slug = "driver-withdrawn"
    label = _("Requests for the Smart City Driver")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class DriverMoved(Kind):
    """The secretariat did something about a request of the office."""

    slug = "driver-moved"
    label = _("Your requests for the Smart City Driver")
    group = NEEDS

    @classmethod
    def may_read(cls, event, person) -> bool:
        request = event.target
        return request is not None and person.has_perm(
            "solutions.view_driverrequest", request
        )

    @classmethod
    def text(cls, event, person) -> str:
        step = event.target.steps.filter(pk=event.data["step"]).first()
        context = {
            "event": event,
            "person": person,
            "step": step,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class PartnerDecided(Kind):
    """The secretariat decided about a partner that a local government introduced."""

    slug = "partner-decided"
    label = _("Decisions about partners you introduced")
    group = NEEDS

    @classmethod
    def may_read(cls, event, person) -> bool:
        sponsor = getattr(event.target, "sponsor", None)
        return sponsor is not None and sponsor.organisation_id in person.sits_at


class SolutionDecided(Kind):
    """A solution of the organisation was listed, sent back or withdrawn."""

    slug = "solution-decided"
    label = _("Decisions on your solutions")
    group = PROVIDING

    @classmethod
    def may_read(cls, event, person) -> bool:
        solution = event.target
        return solution is not None and solution.provider_id in person.sits_at


class ChangeDecided(Kind):
    """A change of a listed solution was listed or sent back."""

    slug = "change-decided"
    label = _("Decisions on your solutions")
    group = PROVIDING

    @classmethod
    def may_read(cls, event, person) -> bool:
        revision = event.target
        return revision is not None and revision.solution.provider_id in person.sits_at


class ProviderApplicationSent(Kind):
    """An institution applies to be listed, or answered a question; told to staff."""

    slug = "provider-application-sent"
    label = _("Applications of providers")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class NeedsForYou(Kind):
    """New needs of a kind that a provider subscribed to; titles only where public."""

    slug = "needs-for-you"
    label = _("New needs for your subscriptions")
    group = PROVIDING
    rhythm = Rhythm.WEEKLY
    named = 5

    @classmethod
    def may_read(cls, event, person) -> bool:
        provider = event.target
        if provider is None or is_restricted(provider):
            return False
        return provider.pk in person.sits_at and cls.needs(event).exists()

    @classmethod
    def needs(cls, event):
        cities = open_to(Action.MATCH, Organisation.objects.all())
        published = Need.objects.published().exclude(visibility=Visibility.OWN)
        return published.filter(pk__in=event.data["needs"], organisation__in=cities)

    @classmethod
    def text(cls, event, person) -> str:
        needs = cls.needs(event).select_related("organisation")
        titled = list(needs.filter(visibility=Visibility.PUBLIC)[: cls.named])
        context = {
            "event": event,
            "person": person,
            "needs": titled,
            "count": needs.count(),
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)
