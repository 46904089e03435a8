"""Notices: the inbox, what a person wants letters about, and the link that stops them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.facets import chips
from core.pages import page_or_part
from neascn import inbox_page
from neascn.notice_forms import EveryKindForm, RhythmsForm, TimesForm
from notifications import services, unsubscribing
from notifications.models import LetterTimes, Notice

PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request):
    """Notices of the person; POST marks all as read."""
    if request.method == "POST":
        services.mark_read(request.user)
        return redirect("inbox")
    mine = Notice.objects.visible_to(request.user)
    chosen = inbox_page.Filter.of(request.GET)
    facets = chosen.facets(mine)
    notices = chosen.apply(mine).prefetch_related("event__target")
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "items": inbox_page.items(page.object_list, request.user),
        "facets": facets,
        "chips": chips(request.GET, facets),
        "on": chosen.on,
    }
    return page_or_part(request, "inbox.html", "results", context)


@login_required
@require_POST
def read(request, pk):
    """Mark one notice as read, and stay where one was."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_one_read(notice)
    return redirect(f"{reverse('inbox')}?{request.GET.urlencode()}".rstrip("?"))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Three forms on one page; `part` says which one was sent."""
    person = request.user
    part = request.POST.get("part", "")
    rhythms = RhythmsForm(person, request.POST if part == "kinds" else None)
    every = EveryKindForm(request.POST if part == "every" else None)
    kept = LetterTimes.objects.filter(person=person).first() or LetterTimes()
    times = TimesForm(request.POST if part == "times" else None, instance=kept)
    if rhythms.is_valid():
        services.choose(person, rhythms.chosen())
    elif every.is_valid():
        services.choose(person, rhythms.all_as(every.cleaned_data["every"]))
    elif times.is_valid():
        services.set_times(person, **times.cleaned_data)
    else:
        context = {"rhythms": rhythms, "every": every, "times": times}
        wrong = next((f for f in (rhythms, every, times) if f.errors), None)
        context["form"] = wrong or rhythms
        status = 422 if wrong else 200
        return render(request, "account/notices.html", context, status=status)
    messages.success(request, _("Saved."))
    return redirect("account_notices")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """What a letter's link opens: GET asks, POST stops, with or without a session.

    Mail programs send the POST by themselves (RFC 8058). They have no token of
    ours and follow no redirect; the signed link is the right.
    """
    found = unsubscribing.read(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.stop(found.person, [kind.slug for kind in found.kinds])
    context = {
        "labels": list(dict.fromkeys(str(kind.label) for kind in found.kinds)),
        "is_stopped": request.method == "POST",
    }
    return render(request, "account/stop.html", context)
