from notifications.kinds import Kind


class SeatTaken(Kind):
    """Somebody took a seat: told to who invited them, or to themselves."""

    slug = "seat-taken"

    @classmethod
    def may_read(cls, event, person) -> bool:
        seat = event.target
        return seat is not None and (
            person.pk == seat.person_id
            or seat.organisation_id in person.sits_at
            or person.is_secretariat
        )


class SeatEnded(Kind):
    """A person's seat ended; told to that person."""

    slug = "seat-ended"

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and event.target.person_id == person.pk


class CscoChanged(Kind):
    """A term of a Chief Smart City Officer began; told to the office."""

    slug = "csco-changed"

    @classmethod
    def may_read(cls, event, person) -> bool:
        term = event.target
        return term is not None and term.organisation_id in person.sits_at


class CscoMissing(Kind):
    """Nobody is Chief Smart City Officer; told to the office and the secretariat."""

    slug = "csco-missing"

    @classmethod
    def may_read(cls, event, person) -> bool:
        if event.target is None:
            return False
        return person.is_secretariat or event.target.pk in person.sits_at


class ApplicationSent(Kind):
    """A local government asks to join, or answered a question; told to staff."""

    slug = "application-sent"

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class MembershipChanged(Kind):
    """A membership took another state; told to those who speak for the city."""

    slug = "membership-changed"

    @classmethod
    def may_read(cls, event, person) -> bool:
        membership = event.target
        return (
            membership is not None
            and membership.state == event.data["state"]
            and membership.organisation_id in person.sits_at
        )
