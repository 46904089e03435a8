"""The Smart City Driver: packages for members, and their requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from core.languages import current
from core.pages import sent
from solutions import driver_page, driver_subjects
from solutions.forms.driver import AskForm
from solutions.models import DriverPackage, DriverRequest, DriverStep
from solutions.services import driver
from solutions.states import DRIVER_REQUEST_WORKFLOW

REQUESTS = DriverRequest.objects.select_related(
    "package", "organisation__country", "need", "project__scap", "owner", "asked_by"
).prefetch_related(
    Prefetch("steps", DriverStep.objects.select_related("taken_by", "introduction"))
)


@require_safe
def index(request):
    """What is offered; for whoever is no member, what the Driver is."""
    parts = driver_page.parts(request.user)
    context = {
        "parts": parts,
        "is_shown": any(part.packages for part in parts),
        "requests": driver_page.requests(request.user),
        "subject": request.GET.get("with", ""),
    }
    return render(request, "solutions/driver/index.html", context)


@login_required
@require_safe
def detail(request, slug):
    package = _package(request.user, "solutions.view_driverpackage", slug)
    asker = driver_subjects.asker(request.user)
    context = {
        "package": package,
        "duration": driver_page.duration(package.weeks_min, package.weeks_max),
        "asker": asker,
        "asked": driver_subjects.asked_already(package, asker.cities),
        "may_ask": bool(asker.cities)
        and request.user.has_perm("solutions.ask_driverpackage", package),
        "may_change": request.user.has_perm("solutions.change_driverpackage", package),
        "subject": request.GET.get("with", ""),
    }
    return render(request, "solutions/driver/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """One page: what it is for and a few words; the address may name the matter."""
    package = _package(request.user, "solutions.ask_driverpackage", slug)
    asker = driver_subjects.asker(request.user)
    asked = driver_subjects.asked_already(package, asker.cities)
    taken = {driver_subjects.key_of(row.about) for row in asked if row.about}
    subjects = {
        key: subject
        for key, subject in driver_subjects.of(asker.cities).items()
        if key not in taken
    }
    initial = {"subject": request.GET.get("with", ""), "lang": current()}
    form = AskForm(sent(request), subjects=subjects, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = driver.ask(
                package,
                about=data["subject"],
                text=data["text"],
                lang=data["lang"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Your request was sent. You get a notice when it is answered."),
            )
            return HttpResponseRedirect(made.get_absolute_url())
    context = {
        "package": package,
        "form": form,
        "asker": asker,
        "asked": asked,
        "subjects": subjects,
    }
    status = 422 if form.is_bound else 200
    return render(request, "solutions/driver/ask.html", context, status=status)


@login_required
@require_safe
def follow(request, pk):
    """A request with its steps, as its local government follows it."""
    found = fetch(request.user, "solutions.view_driverrequest", REQUESTS, pk=pk)
    context = {
        "driver_request": found,
        "steps": list(found.steps.all()),
        "tone": driver_page.TONES[found.state],
        "moves": [
            move
            for move in DRIVER_REQUEST_WORKFLOW.open_to(request.user, found)
            if move.name == "withdraw"
        ],
        "may_triage": request.user.has_perm("solutions.triage_driverrequest", found),
    }
    return render(request, "solutions/driver/request.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    found = fetch(request.user, "solutions.withdraw_driverrequest", REQUESTS, pk=pk)
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            driver.withdraw(found, by=request.user, reason=reason, lang=current())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your request is withdrawn."))
        return redirect(found)
    status = 422 if form.is_bound else 200
    context = {"driver_request": found, "form": form}
    return render(request, "solutions/driver/withdraw.html", context, status=status)


def _package(user, permission: str, slug: str) -> DriverPackage:
    return fetch(user, permission, driver_page.packages(), slug=slug)
