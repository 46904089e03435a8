"""A joint initiative: answering, writing on it, and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import fetch
from core.errors import Conflict, DomainError
from core.forms import ReasonForm
from core.pages import sent
from members.models import Organisation
from scaps import initiative_choices as choices
from scaps import initiative_differences
from scaps.forms import initiatives as forms
from scaps.models import Initiative, Participation, Project
from scaps.services import initiatives as services
from scaps.states import (
    INITIATIVE_WORKFLOW,
    PARTICIPATION_WORKFLOW,
    TAKES_PART,
)
from translations import services as translations

# --- What a participant says -----------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug, city, move):
    """Accept, decline, leave; or invite again."""
    if move not in PARTICIPATION_WORKFLOW.moves:
        raise Http404
    step = PARTICIPATION_WORKFLOW.moves[move]
    part = _part(request.user, step.permission, slug, city)
    if part.state not in step.sources:
        messages.error(
            request, _("“%(move)s” is not possible any more.") % {"move": step.label}
        )
        return redirect(part.initiative)
    if move == "accept":
        return _accept(request, part)
    if move == "invite":
        return _invite_again(request, part)
    form = ReasonForm(sent(request))
    if form.is_valid():
        verb = services.decline if move == "decline" else services.leave
        reason = form.cleaned_data["reason"]
        return _done(request, verb, part, by=request.user, reason=reason)
    context = {"form": form, "initiative": part.initiative, "move": step}
    return _page(request, "move", context, form)


def _accept(request, part: Participation):
    own = choices.project_choices(part.organisation)
    if request.method == "POST":
        form = forms.PartForm(request.POST, choices=own, is_new=True)
        if form.is_valid():
            return _done(
                request,
                services.accept,
                part,
                form.cleaned_data,
                projects=_chosen(form),
                by=request.user,
            )
    else:
        initial = forms.of_part(part) | {
            "source_lang": forms.writing_language(part.organisation)
        }
        form = forms.PartForm(initial=initial, choices=own, is_new=True)
    return _page(request, "part", _about(part, form, is_new=True), form)


def _invite_again(request, part: Participation):
    if request.method != "POST":
        return redirect(part.initiative)
    return _done(
        request, services.invite, part.initiative, part.organisation, by=request.user
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request, slug, city):
    """A city's own part, changed by its own people."""
    row = _part(request.user, "scaps.change_participation", slug, city)
    own = choices.project_choices(row.organisation)
    if request.method != "POST":
        form = forms.PartForm(initial=forms.of_part(row), choices=own)
        return _page(request, "part", _about(row, form), form)
    form = forms.PartForm(request.POST, choices=own)
    if not form.is_valid():
        return _page(request, "part", _about(row, form), form)
    try:
        services.change_part(
            row,
            form.cleaned_data,
            projects=_chosen(form),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict as conflict:
        row = _part(request.user, "scaps.change_participation", slug, city)
        theirs = forms.PartForm(initial=forms.of_part(row), choices=own)
        fresh = forms.PartForm(_with_version(request, row.version), choices=own)
        context = _about(row, fresh) | {
            "conflict": conflict,
            "pairs": initiative_differences.of_forms(theirs, form),
        }
        return render(request, "scaps/initiatives/part.html", context, status=409)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your city’s part is saved."))
    return redirect(row.initiative)


def _about(row: Participation, form, *, is_new: bool = False) -> dict:
    return {
        "form": form,
        "part": row,
        "initiative": row.initiative,
        "thing": row,
        "is_new": is_new,
        "conflict": None,
        "pairs": [],
    }


def _chosen(form) -> list[Project]:
    found = form.cleaned_data.get("projects") or []
    return list(Project.objects.published().filter(pk__in=found))


def _part(user, permission: str, slug: str, city: str) -> Participation:
    rows = Participation.objects.select_related("initiative__lead", "organisation")
    lookup = {"initiative__slug": slug, "organisation__slug": city}
    return fetch(user, permission, rows, **lookup)


# --- What all participants write -------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """The shared description and the plan of steps, on one page."""
    initiative = _initiative(request.user, "scaps.change_initiative", slug)
    if request.method != "POST":
        form = forms.InitiativeForm(initial=forms.of_initiative(initiative))
        return _edit_page(request, initiative, form, _rows(initiative))
    if "add" in request.POST:
        facts, steps = forms.typed(request.POST)
        form = forms.InitiativeForm(initial=facts)
        return _edit_page(request, initiative, form, _rows(initiative, steps=steps))
    form = forms.InitiativeForm(request.POST)
    rows = _rows(initiative, request.POST)
    faults = [not form.is_valid(), not rows.is_valid()]
    if any(faults):
        return _edit_page(request, initiative, form, rows, status=422)
    try:
        services.change(
            initiative,
            form.cleaned_data,
            rows.kept,
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict as conflict:
        return _edit_conflict(request, slug, form, rows, conflict)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The initiative is saved."))
    return redirect(initiative)


def _edit_conflict(request, slug, mine, my_rows, conflict):
    """Both versions side by side; the form keeps this one and takes the new version."""
    initiative = _initiative(request.user, "scaps.change_initiative", slug)
    theirs = forms.InitiativeForm(initial=forms.of_initiative(initiative))
    pairs = [
        *initiative_differences.of_forms(theirs, mine),
        *initiative_differences.of_rows(_rows(initiative), my_rows),
    ]
    sent = _with_version(request, initiative.version)
    form, rows = forms.InitiativeForm(sent), _rows(initiative, sent)
    more = {"conflict": conflict, "pairs": pairs, "status": 409}
    return _edit_page(request, initiative, form, rows, **more)


def _edit_page(request, initiative, form, rows, *, status=200, **more):
    context = {
        "form": form,
        "rows": rows,
        "initiative": initiative,
        "thing": initiative,
        "conflict": None,
        "pairs": [],
        **more,
    }
    return render(request, "scaps/initiatives/edit.html", context, status=status)


def _rows(initiative: Initiative, sent=None, *, steps=None):
    """The plan as it was sent, as it is typed so far, or as it is saved."""
    cities = [part.organisation for part in initiative.participations.all()]
    who = [("", _("All together")), *((city.pk, str(city)) for city in cities)]
    if sent is None and steps is None:
        steps = forms.of_steps(initiative)
    return forms.StepRows(
        sent,
        initial=steps,
        prefix=forms.ROWS,
        form_kwargs={"choices": {"who": who}},
    )


def _with_version(request, version: int):
    sent = request.POST.copy()
    sent["version"] = str(version)
    return sent


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, slug):
    """How it goes, and when to look again."""
    initiative = _initiative(request.user, "scaps.change_initiative", slug)
    initial = {"noted_on": timezone.localdate()}
    form = forms.FollowUpForm(sent(request), initial=initial)
    if form.is_valid():
        return _done(
            request,
            services.follow_up,
            initiative,
            form.cleaned_data,
            city=_city_of(request.user, initiative),
            by=request.user,
        )
    context = {"form": form, "initiative": initiative}
    return _page(request, "follow_up", context, form)


def _city_of(user, initiative: Initiative) -> Organisation | None:
    """For which of the participants the person writes; staff write for none."""
    for part in initiative.participations.all():
        if part.organisation_id in user.writes_for:
            return part.organisation
    return None


# --- The lead ------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """Ask a further city."""
    initiative = _initiative(request.user, "scaps.lead_initiative", slug)
    there = initiative.participations.filter(state__in=TAKES_PART)
    cities = Organisation.objects.local_governments().filter(is_public=True)
    cities = cities.exclude(pk__in=there.values("organisation"))
    form = forms.InviteForm(sent(request), cities=cities.defer("search"))
    if form.is_valid():
        city = form.cleaned_data["city"]
        return _done(request, services.invite, initiative, city, by=request.user)
    context = {"form": form, "initiative": initiative}
    return _page(request, "invite", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, slug, move):
    """Complete or end it, in words that everybody reads."""
    verbs = {"complete": services.complete, "end": services.end}
    if move not in verbs:
        raise Http404
    step = INITIATIVE_WORKFLOW.moves[move]
    initiative = _initiative(request.user, step.permission, slug)
    asked = forms.ResultForm if move == "complete" else ReasonForm
    form = asked(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(request, verbs[move], initiative, by=request.user, reason=reason)
    context = {"form": form, "initiative": initiative, "move": step}
    return _page(request, "move", context, form)


# --- Parts ---------------------------------------------------------------------------


def _initiative(user, permission: str, slug: str) -> Initiative:
    source = Initiative.objects.select_related("lead").prefetch_related(
        "participations__organisation", "steps"
    )
    return fetch(user, permission, source, slug=slug)


def _done(request, verb, thing, *args, **facts):
    """Do it, and go to the initiative's page, or to one's own if it is not for them now."""
    initiative = getattr(thing, "initiative", thing)
    try:
        verb(thing, *args, **facts)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: the initiative is updated."))
    fresh = get_object_or_404(Initiative, pk=initiative.pk)
    if request.user.has_perm("scaps.view_initiative", fresh):
        return redirect(fresh)
    return redirect(reverse("initiatives:ours"))


def _page(request, name: str, context: dict, form):
    if initiative := context.get("initiative"):
        translations.prepare([initiative])
    status = 422 if form.is_bound else 200
    return render(request, f"scaps/initiatives/{name}.html", context, status=status)
