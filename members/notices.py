from django.utils.translation import gettext_lazy as _

from notifications.kinds import Group, Kind


def has_a_seat(person) -> bool:
    return bool(person.sits_at)


SECRETARIAT = Group(
    "secretariat",
    _("Work of the secretariat"),
    order=5,
    concerns=lambda person: person.is_secretariat,
)
OFFICE = Group("office", _("Your office"), order=10, concerns=has_a_seat)


class SeatTaken(Kind):
    """Somebody took a seat: told to who invited them, or to themselves."""

    slug = "seat-taken"
    label = _("Somebody takes a seat in your office")
    group = OFFICE

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
    label = _("Your seat ends")
    group = OFFICE
    must_arrive = True

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and event.target.person_id == person.pk


class CscoChanged(Kind):
    """A term of a Chief Smart City Officer began; told to the office."""

    slug = "csco-changed"
    label = _("A new Chief Smart City Officer")
    group = OFFICE

    @classmethod
    def may_read(cls, event, person) -> bool:
        term = event.target
        return term is not None and term.organisation_id in person.sits_at


class CscoMissing(Kind):
    """Nobody is Chief Smart City Officer; told to the office and the secretariat."""

    slug = "csco-missing"
    label = _("Your city has no Chief Smart City Officer")
    group = OFFICE
    must_arrive = True

    @classmethod
    def may_read(cls, event, person) -> bool:
        if event.target is None:
            return False
        return person.is_secretariat or event.target.pk in person.sits_at


class ApplicationSent(Kind):
    """A local government asks to join, or answered a question; told to staff."""

    slug = "application-sent"
    label = _("Applications of cities to join")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.is_secretariat


class MembershipChanged(Kind):
    """A membership took another state; told to those who speak for the city."""

    slug = "membership-changed"
    label = _("The membership of your city changes")
    group = OFFICE
    must_arrive = True

    @classmethod
    def may_read(cls, event, person) -> bool:
        membership = event.target
        return (
            membership is not None
            and membership.state == event.data["state"]
            and membership.organisation_id in person.sits_at
        )
