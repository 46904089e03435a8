from notifications.kinds import Kind


class MatchesReady(Kind):
    """A need was matched after its page had stopped waiting."""

    slug = "matches-ready"

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.has_perm(
            "scaps.view_need", event.target
        )
