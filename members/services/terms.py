"""Terms of Chief Smart City Officers: who is in office from when to when."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from members.models import CscoTerm, Organisation, Seat, User
from members.notices import CscoChanged, CscoMissing
from members.states import StaffRole
from notifications.services import announce


def lock(organisation: Organisation) -> Organisation:
    """Whoever changes seats or terms of an organisation does so alone."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )


@transaction.atomic
def begin(
    organisation: Organisation,
    *,
    person: User,
    starts: date,
    by,
    ends: date | None = None,
    office: str = "",
    appointed_by: str = "",
    letter=None,
    is_acting: bool = False,
) -> CscoTerm:
    """Open a term; the one that is open ends on the day on which this one begins."""
    organisation = lock(organisation)
    before = organisation.csco_terms.filter(ends=None, starts__lte=starts).first()
    if before:
        end(before, on=starts, by=by)
    _check_free(organisation, starts=starts, ends=ends)
    with pghistory.context(user=by.pk):
        term = CscoTerm.objects.create(
            organisation=organisation,
            person=person,
            office=office or _office_of(organisation),
            appointed_by=appointed_by,
            letter=letter,
            is_acting=is_acting,
            starts=starts,
            ends=ends,
        )
    announce(CscoChanged, about=term, by=by, to=colleagues(organisation))
    return term


@transaction.atomic
def end(term: CscoTerm, *, by, on: date | None = None) -> CscoTerm:
    """End a term, today or on a day; not before it began."""
    term = CscoTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    on = on or timezone.localdate()
    if on < term.starts:
        raise DomainError(_("A term ends after it has begun."))
    term.ends = on
    with pghistory.context(user=by.pk):
        term.save(update_fields=["ends", "updated_at"])
    return term


def begin_unless_begun(seat: Seat) -> None:
    """Whoever takes the CSCO's seat holds the office, also if nobody wrote a term."""
    organisation = seat.organisation
    if not organisation.csco_terms.current().exists():
        begin(
            organisation,
            person=seat.person,
            starts=timezone.localdate(),
            by=seat.person,
        )


def tell_gap(organisation: Organisation, *, by) -> None:
    """Colleagues and the secretariat learn that nobody is CSCO now."""
    if organisation.csco_terms.current().exists():
        return
    staff = User.objects.staff_with(StaffRole.SECRETARIAT)
    told = [*colleagues(organisation), *staff]
    announce(CscoMissing, about=organisation, by=by, to=told)


def colleagues(organisation: Organisation):
    return User.objects.active().filter(
        seats__organisation=organisation, seats__ended_at=None
    )


def _check_free(organisation: Organisation, *, starts: date, ends: date | None) -> None:
    """The database refuses overlaps as well; here it is said in words."""
    if ends and ends < starts:
        raise DomainError(_("A term ends after it has begun."))
    others = organisation.csco_terms.exclude(ends__lte=starts)
    if ends:
        others = others.filter(starts__lt=ends)
    if others.exists():
        raise DomainError(_("Somebody else holds this office in that time."))


def _office_of(organisation: Organisation) -> str:
    place = getattr(organisation, "local_government", None)
    return place.office or "" if place else ""
