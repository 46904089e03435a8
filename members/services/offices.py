"""Who sits where: invitations, seats, and what ends them.

Whatever changes the seats of an organisation locks its row first: two people
who do so at once come one after the other, and each sees what the other did.
"""

import pghistory
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from members import letters
from members.models import CscoTerm, Invitation, Organisation, Seat, User
from members.notices import SeatEnded, SeatTaken
from members.services import people, terms
from members.states import SPEAKS, Role, roles_at
from notifications.services import announce


def _signer() -> signing.Signer:
    return signing.Signer(salt="members.invitation")


# --- Invitations ----------------------------------------------------------------


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: str, by, language: str
) -> Invitation:
    """Offer a seat by letter. An invitation that is open there is sent anew."""
    organisation = terms.lock(organisation)
    email = User.objects.normalize_email(email.strip())
    _check_role(organisation, role)
    if organisation.seats.current().filter(person__email__iexact=email).exists():
        raise DomainError(_("This person has a seat there already."))
    if role == Role.CSCO:
        _check_no_csco(organisation)
    invitation = (
        Invitation.objects.open()
        .filter(organisation=organisation, email__iexact=email)
        .first()
    ) or Invitation(organisation=organisation, email=email)
    invitation.role, invitation.language = role, language
    invitation.invited_by = by
    return _send(invitation, by=by)


@transaction.atomic
def send_again(invitation: Invitation, *, by) -> Invitation:
    """Another letter, valid for another week; the link of the last one is void."""
    terms.lock(invitation.organisation)
    invitation = _lock(invitation)
    _check_open(invitation)
    return _send(invitation, by=by)


@transaction.atomic
def revoke(invitation: Invitation, *, by) -> Invitation:
    """Take an invitation back: its link leads nowhere from now on."""
    invitation = _lock(invitation)
    _check_open(invitation)
    invitation.revoked_at, invitation.revoked_by = timezone.now(), by
    with pghistory.context(user=by.pk):
        invitation.save(update_fields=["revoked_at", "revoked_by", "updated_at"])
    return invitation


def link(invitation: Invitation) -> str:
    """The address in the letter; whoever has it, and nobody else, may accept."""
    token = _signer().sign_object([invitation.pk, invitation.letters])
    with translation.override(invitation.language):
        return settings.SITE_URL + reverse("office:accept", args=[token])


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link; none if it was made up, used, taken back or replaced."""
    try:
        pk, letters = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.open().select_related("organisation", "invited_by")
    return found.filter(pk=pk, letters=letters).first()


@transaction.atomic
def accept(invitation: Invitation, person: User) -> Seat:
    """Take the seat that was offered: once, in time, and with one account."""
    organisation = terms.lock(invitation.organisation)
    invitation = _lock(invitation)
    _check_open(invitation)
    if invitation.is_expired:
        raise DomainError(_("This link is older than a week. Ask for a new one."))
    if not person.is_active:
        raise DomainError(_("This account is closed."))
    if organisation.seats.current().filter(person=person).exists():
        raise DomainError(_("You have a seat there already."))
    if invitation.role == Role.CSCO:
        _check_no_csco(organisation)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    with pghistory.context(user=person.pk):
        invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
        seat = Seat.objects.create(
            person=person, organisation=organisation, role=invitation.role
        )
        if seat.role == Role.CSCO:
            terms.begin_unless_begun(seat)
    announce(SeatTaken, about=seat, by=person, to=[invitation.invited_by])
    return seat


@transaction.atomic
def join(invitation: Invitation, *, password: str, language: str, **name) -> User:
    """Accept as somebody new: the letter has shown that the address is theirs."""
    terms.lock(invitation.organisation)
    invitation = _lock(invitation)
    _check_open(invitation)
    person = people.known_or_new(invitation.email, language=language, **name)
    if person.has_usable_password():
        raise DomainError(_("Somebody has this e-mail address already."))
    person.set_password(password)
    person.language = language
    people.rename(person, **name)
    EmailAddress.objects.update_or_create(
        user=person,
        email=person.email,
        defaults={"verified": True, "primary": True},
    )
    accept(invitation, person)
    return person


def _send(invitation: Invitation, *, by) -> Invitation:
    invitation.letters += 1
    invitation.expires_at = timezone.now() + Invitation.VALID_FOR
    with pghistory.context(user=by.pk):
        invitation.save()
    letters.send(
        "members/office/invitation.txt",
        to=invitation.email,
        language=invitation.language,
        invitation=invitation,
        link=link(invitation),
    )
    return invitation


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )


def _check_open(invitation: Invitation) -> None:
    if not invitation.is_open:
        raise DomainError(_("This invitation is not open any more."))


def _check_role(organisation: Organisation, role: str) -> None:
    if role not in roles_at(organisation.kind):
        raise DomainError(_("There is no such seat at this organisation."))


def _check_no_csco(organisation: Organisation) -> None:
    if organisation.seats.current().filter(role=Role.CSCO).exists():
        raise DomainError(_("This local government has a CSCO already."))


# --- Seats ----------------------------------------------------------------------


@transaction.atomic
def change_role(seat: Seat, *, role: str, by) -> Seat:
    """Give a colleague another role. Who is CSCO changes by a hand-over alone."""
    organisation = terms.lock(seat.organisation)
    seat = _lock_seat(seat)
    _check_role(organisation, role)
    if Role.CSCO in {seat.role, role} and seat.role != role:
        raise DomainError(_("The office of the CSCO is handed over, with a term."))
    seat.role = role
    with pghistory.context(user=by.pk):
        seat.save(update_fields=["role", "updated_at"])
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by) -> Seat:
    """End a person's place at an organisation: their rights there end with it.

    The CSCO's term ends too, and with it begins the gap that is told.
    """
    organisation = terms.lock(seat.organisation)
    seat = _lock_seat(seat)
    _end(seat, by=by)
    if seat.role == Role.CSCO:
        term = organisation.csco_terms.current().filter(person=seat.person).first()
        if term:
            terms.end(term, by=by)
        terms.tell_gap(organisation, by=by)
    return seat


@transaction.atomic
def hand_over(
    organisation: Organisation, *, to: User, by, starts, **facts
) -> tuple[CscoTerm, Seat | Invitation]:
    """Make somebody CSCO in one step: one seat and term end, another begins.

    What the office has written, saved or not, stays where it is, because it
    belongs to the office. A successor without a seat of their own choosing, who
    has never signed in, gets the term now and the seat by invitation.
    """
    if not to.is_active:
        raise DomainError(_("This account is closed."))
    organisation = terms.lock(organisation)
    before = organisation.seats.current().filter(role=Role.CSCO).first()
    _check_not_done(organisation, before, to=to, by=by, starts=starts, **facts)
    if before and before.person_id != to.pk:
        _make_way(_lock_seat(before), by=by)
    term = terms.begin(organisation, person=to, starts=starts, by=by, **facts)
    return term, seat_csco(organisation, to, by=by)


def _check_not_done(
    organisation: Organisation, before: Seat | None, *, to, by, starts, **facts
) -> None:
    """Somebody was quicker, or the same was sent twice: rights were asked before."""
    held = organisation.seats.current().filter(person=by, role__in=SPEAKS)
    is_theirs = held.exists() and (before is None or before.person_id == by.pk)
    same = organisation.csco_terms.filter(
        person=to, starts=starts, ends=None, is_acting=facts.get("is_acting", False)
    )
    if not (is_theirs or by.is_secretariat) or same.exists():
        raise DomainError(_("Somebody else holds this office in that time."))


def _make_way(seat: Seat, *, by) -> None:
    """The seat ends; whoever was only acting is a deputy from now on."""
    term = seat.organisation.csco_terms.current().filter(person=seat.person).first()
    if term is None or not term.is_acting:
        return _end(seat, by=by)
    seat.role = Role.DEPUTY
    with pghistory.context(user=by.pk):
        seat.save(update_fields=["role", "updated_at"])


def seat_csco(organisation: Organisation, person: User, *, by) -> Seat | Invitation:
    """The seat that goes with the office; by letter for who cannot sign in yet."""
    held = organisation.seats.current().filter(person=person).first()
    if held is None and not person.has_usable_password():
        return invite(
            organisation,
            email=person.email,
            role=Role.CSCO,
            by=by,
            language=person.language,
        )
    seat = held or Seat(person=person, organisation=organisation)
    seat.role = Role.CSCO
    with pghistory.context(user=by.pk):
        seat.save()
    announce(SeatTaken, about=seat, by=by, to=[person])
    return seat


def _end(seat: Seat, *, by) -> None:
    seat.ended_at = timezone.now()
    with pghistory.context(user=by.pk):
        seat.save(update_fields=["ended_at", "updated_at"])
    announce(SeatEnded, about=seat, by=by, to=[seat.person])


def _lock_seat(seat: Seat) -> Seat:
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=seat.pk)
    )
    if seat.ended_at is not None:
        raise DomainError(_("This seat has ended already."))
    return seat
