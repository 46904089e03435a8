"""An office: who sits there, who is in charge, and who was before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import files
from core.access import fetch
from core.errors import DomainError
from core.languages import current
from members import acting, colleagues, heads, terms
from members.models import CscoTerm, Organisation, Seat
from members.office_forms import HandOverForm, HeadForm, RoleForm
from members.services import heads as head_services
from members.services import offices
from members.states import Role

ORGANISATIONS = Organisation.objects.select_related(
    "country", "local_government__unit_type"
)


@login_required
@require_safe
def index(request):
    """One's own offices; a single one opens at once. Staff choose from all."""
    seats = request.user.current_seats
    if len(seats) == 1 and not request.user.is_secretariat:
        return redirect(seats[0])
    context = {"seats": seats, "others": []}
    if request.user.is_secretariat:
        held = [seat.organisation_id for seat in seats]
        members = Organisation.objects.members().exclude(pk__in=held)
        context["others"] = members.order_by("slug")
    return render(request, "members/office/index.html", context)


@login_required
@require_safe
def detail(request, slug):
    organisation = fetch(request.user, "members.view_office", ORGANISATIONS, slug=slug)
    context = {
        "organisation": organisation,
        "seats": colleagues.seats(organisation, request.user),
        "invitations": colleagues.invitations(organisation),
        "may_manage": request.user.has_perm("members.manage_office", organisation),
    }
    if organisation.is_local_government:
        context |= {
            "term": terms.current(organisation),
            "past_terms": terms.past(organisation),
            "heads": heads.current(organisation),
            "past_heads": heads.past(organisation),
            "has_place": hasattr(organisation, "local_government"),
            "may_hand_over": request.user.has_perm("members.hand_over", organisation),
        }
    return render(request, "members/office/detail.html", context)


@login_required
@require_POST
def switch(request):
    """From now on this person acts for another of their offices."""
    chosen = request.POST.get("organisation", "")
    seat = next(
        (s for s in request.user.current_seats if str(s.organisation_id) == chosen),
        None,
    )
    if seat is None:
        raise Http404
    acting.choose(request.session, seat.organisation)
    messages.success(
        request,
        _("You act for %(organisation)s now.") % {"organisation": seat.organisation},
    )
    return redirect("home")


# --- Seats ------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role(request, slug, pk):
    seat = _seat(request.user, "members.manage_seat", slug, pk)
    if seat.role == Role.CSCO:
        return redirect("office:hand-over", slug)
    organisation = seat.organisation
    form = RoleForm(
        request.POST or None, organisation=organisation, initial={"role": seat.role}
    )
    if form.is_valid():
        try:
            offices.change_role(seat, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role is changed, from now on."))
            return redirect("office:detail", slug)
    context = {"organisation": organisation, "seat": seat, "form": form}
    return _page(request, "members/office/role.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, slug, pk):
    """Ask, then end: a colleague's seat, or one's own."""
    seat = _seat(request.user, "members.end_seat", slug, pk)
    is_own = seat.person_id == request.user.pk
    if request.method != "POST":
        context = {"organisation": seat.organisation, "seat": seat, "is_own": is_own}
        return render(request, "members/office/end.html", context)
    try:
        offices.end_seat(seat, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("office:detail", slug)
    if is_own and not request.user.is_secretariat:
        messages.success(request, _("You have left. What you wrote stays there."))
        return redirect("home")
    messages.success(request, _("The seat has ended, and its rights with it."))
    return redirect("office:detail", slug)


def _seat(user, permission, slug, pk) -> Seat:
    seats = Seat.objects.current().select_related(
        "person", "organisation__country", "organisation__local_government"
    )
    return fetch(user, permission, seats, pk=pk, organisation__slug=slug)


# --- Terms --------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, slug):
    """The next CSCO, in one step; also the first one, and one who acts."""
    organisation = _city(request.user, slug, "members.hand_over")
    term = terms.current(organisation)
    form = HandOverForm(
        request.POST or None,
        request.FILES or None,
        organisation=organisation,
        by=request.user,
        initial={
            "language": current(),
            "office": organisation.local_government.office or "",
            "starts": timezone.localdate(),
        },
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                _term, given = offices.hand_over(
                    organisation, to=form.successor(), by=request.user, **form.facts
                )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _handed_over(given))
            stays = request.user.is_secretariat or _has_seat(request.user, slug)
            return redirect("office:detail", slug) if stays else redirect("home")
    context = {"organisation": organisation, "term": term, "form": form}
    return _page(request, "members/office/hand_over.html", context)


def _handed_over(given) -> str:
    if isinstance(given, Seat):
        return _("The office is handed over. Everything stays where it was.")
    return _(
        "The office is handed over. The letter with the link to the seat is on its way."
    )


def _has_seat(user, slug) -> bool:
    return user.seats.current().filter(organisation__slug=slug).exists()


@login_required
@require_safe
def letter(request, slug, pk):
    """A letter of appointment, for the office and the secretariat."""
    rows = CscoTerm.objects.select_related("organisation", "letter__content")
    term = fetch(
        request.user, "members.read_letter", rows, pk=pk, organisation__slug=slug
    )
    if term.letter is None or not term.letter.size:
        raise Http404
    return files.response(term.letter)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def head(request, slug):
    """The head of government: a new one; the one before ends with it."""
    organisation = _city(request.user, slug)
    form = HeadForm(
        request.POST or None,
        organisation=organisation,
        initial={"starts": timezone.localdate()},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            head_services.begin(
                organisation,
                title=data["title"],
                starts=data["starts"],
                ends=data["ends"],
                salutations=form.salutations,
                by=request.user,
                **form.name,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The head of government is recorded."))
            return redirect(reverse("office:detail", args=[slug]) + "#head")
    context = {
        "organisation": organisation,
        "form": form,
        "heads": heads.current(organisation),
    }
    return _page(request, "members/office/head.html", context)


def _city(user, slug, permission="members.manage_office") -> Organisation:
    """A local government whose place is known: only there is somebody in charge."""
    cities = ORGANISATIONS.filter(local_government__isnull=False)
    return fetch(user, permission, cities, slug=slug)


def _page(request, template: str, context: dict):
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)
