"""Seats offered by letter: sent, taken back, accepted."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import limits
from core.access import fetch
from core.errors import DomainError
from core.languages import current
from core.pages import is_post
from members.models import Invitation, Organisation
from members.models.names import NAME_PARTS
from members.office_forms import AcceptForm, InvitationForm
from members.services import offices, people

LETTERS = 20


# --- For the office ---------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(LETTERS, "invite", when=is_post)
def invite(request, slug):
    organisation = fetch(request.user, "members.manage_office", Organisation, slug=slug)
    form = InvitationForm(
        request.POST or None,
        organisation=organisation,
        initial={"language": current()},
    )
    if form.is_valid():
        try:
            offices.invite(organisation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("office:detail", slug)
    context = {"organisation": organisation, "form": form}
    status = 422 if is_post(request) else 200
    return render(request, "members/office/invite.html", context, status=status)


@login_required
@require_POST
@limits.a_minute(LETTERS, "invite")
def send_again(request, slug, pk):
    said = _("The invitation was sent again. The link of the last letter is void.")
    return _perform(request, slug, pk, offices.send_again, said)


@login_required
@require_POST
def revoke(request, slug, pk):
    said = _("The invitation is taken back. Its link leads nowhere now.")
    return _perform(request, slug, pk, offices.revoke, said)


def _perform(request, slug, pk, verb, said):
    invitations = Invitation.objects.select_related("organisation")
    invitation = fetch(
        request.user,
        "members.manage_invitation",
        invitations,
        pk=pk,
        organisation__slug=slug,
    )
    try:
        verb(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("office:detail", slug)


# --- For whoever is invited --------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """The link of the letter. It asks for an account, or for a new one's name."""
    invitation = offices.invitation_of(token)
    if invitation is None or invitation.is_expired:
        context = {"invitation": invitation}
        return render(request, "members/office/void.html", context, status=410)
    owner = people.known(invitation.email)
    has_account = bool(owner and owner.has_usable_password())
    if request.user.is_authenticated:
        return _accept_as_oneself(request, invitation, owner if has_account else None)
    if has_account:
        context = {"invitation": invitation, "next": request.path}
        return render(request, "members/office/sign_in_first.html", context)
    return _accept_as_new(request, invitation, owner)


def _accept_as_oneself(request, invitation: Invitation, owner):
    """With the account one is signed in with, unless the address is another one's."""
    is_other = owner is not None and owner != request.user
    if is_post(request) and not is_other:
        try:
            seat = offices.accept(invitation, request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("You have taken your seat."))
        return redirect(seat)
    context = {"invitation": invitation, "is_other": is_other}
    return render(request, "members/office/accept.html", context)


def _accept_as_new(request, invitation: Invitation, owner):
    """`owner` is somebody who was named already, and never had a password."""
    initial = {"language": invitation.language}
    if owner:
        initial |= {field: getattr(owner, field) for field in NAME_PARTS}
    form = AcceptForm(
        request.POST or None,
        email=invitation.email,
        country=invitation.organisation.country.code,
        initial=initial,
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            person = offices.join(
                invitation,
                password=data["password1"],
                language=data["language"],
                **form.name,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            with translation.override(person.language):
                path = reverse("office:detail", args=[invitation.organisation.slug])
            return perform_login(request, person, redirect_url=path)
    context = {"invitation": invitation, "form": form}
    status = 422 if is_post(request) else 200
    return render(request, "members/office/join.html", context, status=status)
