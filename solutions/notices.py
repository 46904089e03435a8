from members.compliance import is_restricted
from notifications.kinds import Kind


class MatchesReady(Kind):
    """A need was matched after its page had stopped waiting."""

    slug = "matches-ready"

    @classmethod
    def may_read(cls, event, person) -> bool:
        need = event.target
        if need is None or is_restricted(need.organisation):
            return False
        return person.has_perm("solutions.view_matches", need)
