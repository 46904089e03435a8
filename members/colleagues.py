"""Who sits at an office, as its page shows it."""

from members.models import Invitation, Organisation, Seat
from members.models.names import name_order
from members.states import Role

ORDER = list(Role.values)


def seats(organisation: Organisation, reader) -> list[dict]:
    """Seats by role, then by name, with what the reader may do about each."""
    found = organisation.seats.current().select_related("person")
    found = sorted(
        found.order_by(*name_order("person__")), key=lambda s: ORDER.index(s.role)
    )
    return [_line(seat, organisation, reader) for seat in found]


def _line(seat: Seat, organisation: Organisation, reader) -> dict:
    # The same object: the rules ask about it.
    seat.organisation = organisation
    return {
        "seat": seat,
        "is_own": seat.person_id == reader.pk,
        "may_change": seat.role != Role.CSCO
        and reader.has_perm("members.manage_seat", seat),
        "may_end": reader.has_perm("members.end_seat", seat),
    }


def invitations(organisation: Organisation) -> list[Invitation]:
    """Those that are open, the newest first; old links among them."""
    found = organisation.invitations.open().select_related("invited_by")
    return list(found.order_by("-pk"))
