from copy import copy

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from neascn import account_services as services
from neascn.account_forms import ProfileForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """The person's own page; after a change it answers in the new language."""
    # The form writes on its instance, also when it refuses: give it a copy.
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if form.is_valid():
        person = services.change_profile(request.user, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your details are saved."))
            return redirect(reverse("account"))
    return render(request, "account/profile.html", {"form": form})


@login_required
@require_POST
def end_session(request, pk):
    """Sign out of another browser; of this one, as sign-out does."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        get_adapter().logout(request)
        return redirect("home")
    services.end_session(session)
    messages.success(request, _("That session is ended."))
    return redirect("usersessions_list")
