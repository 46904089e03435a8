"""A local government introduces its own partner to the network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import drafts, limits
from core.errors import DomainError
from core.languages import current
from core.pages import is_post, sent
from core.step_pages import BEGINNINGS
from members.models import Organisation
from solutions.apply_sheet import TONES
from solutions.forms.partners import IntroducePartnerForm
from solutions.models import ApplicationSponsor
from solutions.services import applying as services

MOST_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "partner", when=is_post)
def introduce(request):
    """Who the partner is; it gets a link to a shorter form, reviewed like every other."""
    sponsors = _sponsors(request.user)
    if not sponsors:
        raise PermissionDenied
    initial = {"key": drafts.fresh_key()}
    form = IntroducePartnerForm(sent(request), initial=initial, sponsors=sponsors)
    if is_post(request) and form.is_valid():
        facts = form.cleaned_data | {"country": form.cleaned_data["country"].code}
        facts.pop("gains")
        try:
            services.introduce(**facts, lang=current(), by=request.user)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(
                request,
                _("The link is on its way to %(email)s.") % {"email": facts["email"]},
            )
            return redirect("apply:introduce")
    context = {"form": form, "introduced": _introduced(sponsors)}
    status = 422 if form.is_bound else 200
    return render(request, "solutions/apply/introduce.html", context, status=status)


def _sponsors(user) -> list[Organisation]:
    """The local governments for which the person may introduce a partner."""
    own = Organisation.objects.local_governments().filter(pk__in=user.writes_for)
    found = own.select_related("country").order_by("slug")
    return [o for o in found if user.has_perm("solutions.introduce_partner", o)]


def _introduced(sponsors: list[Organisation]) -> list[tuple[ApplicationSponsor, str]]:
    """Who was introduced before, the newest first, with the tone of where that stands."""
    rows = ApplicationSponsor.objects.filter(organisation__in=sponsors)
    rows = rows.select_related("application").order_by("-introduced_at", "-pk")
    return [(row, TONES[row.application.state]) for row in rows[:MOST_SHOWN]]
