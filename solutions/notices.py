from django.conf import settings
from django.template.loader import render_to_string

from members.compliance import is_restricted
from notifications.kinds import Kind
from solutions.models import Match


class MatchesReady(Kind):
    """A need was matched after its page had stopped waiting."""

    slug = "matches-ready"

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


class SolutionRecommended(OfOneMatch, Kind):
    """The secretariat recommends a solution, with a reason."""

    slug = "solution-recommended"

    @classmethod
    def may_read(cls, event, person) -> bool:
        match = cls.match(event)
        is_pinned = match is not None and match.pinned_at is not None
        return is_pinned and super().may_read(event, person)


class QuestionAsked(Kind):
    """An office asks the secretariat about the solutions for a need."""

    slug = "question-asked"

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class QuestionAnswered(Kind):
    """The secretariat answered; open to restricted organisations too."""

    slug = "question-answered"

    @classmethod
    def may_read(cls, event, person) -> bool:
        need = event.target
        return need is not None and person.has_perm("solutions.view_matches", need)
