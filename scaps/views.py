"""Needs: the list, the form with autosave, and the moves."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import DecimalField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import drafts, facets
from core.access import fetch
from core.errors import Conflict, DomainError
from core.forms import ReasonForm
from core.languages import listed
from core.text import clean
from members.models import Organisation
from members.models.offices import office_holder
from scaps import forms, services
from scaps.filters import NeedFilter
from scaps.forms import NeedForm
from scaps.models import Need
from scaps.states import WORKFLOW, NeedState
from translations import services as translations
from vocabulary.models import Country, NeedType, Sector

PAGE_SIZE = 20
DRAFT_LIMIT = 20_000


@require_safe
def index(request):
    needs = Need.objects.visible_to(request.user)
    chosen = NeedFilter(request.GET, queryset=needs)
    groups = facets.groups(
        chosen,
        {
            "sector": Sector.objects.all(),
            "type": NeedType.objects.all(),
            "country": Country.objects.filter(region="northeast_asia"),
        },
    )
    found = (
        chosen.qs.distinct()
        .select_related("organisation__country", "sector")
        .prefetch_related("types")
        .order_by("-published_at", "-pk")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    translations.prepare(page.object_list)
    context = {
        "page": page,
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "may_add": request.user.has_perm("scaps.add_need"),
    }
    template = "scaps/index.html#results" if request.htmx else "scaps/index.html"
    return render(request, template, context)


@require_safe
def detail(request, pk):
    """One need, as far as its visibility lets the reader see it."""
    source = Need.objects.select_related(
        "organisation__country", "sector", "stage", "urgency"
    ).prefetch_related("types", "areas")
    need = fetch(request.user, "scaps.view_need", source, pk=pk)
    context = {
        "need": need,
        "moves": WORKFLOW.open_to(request.user, need),
        "may_change": request.user.has_perm("scaps.change_need", need),
        "may_match": request.user.has_perm("solutions.view_matches", need),
    }
    return render(request, "scaps/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Write down a need; what was typed before and not saved is there again."""
    cities = _cities(request.user)
    if not cities:
        raise PermissionDenied(
            _(
                "Needs are written by officials of a local government. You have no seat there."
            )
        )
    if request.method == "POST":
        form = NeedForm(request.POST, cities=cities)
        if form.is_valid():
            data = form.cleaned_data
            need = services.create(data["organisation"], data, by=request.user)
            return redirect("solutions:finder", need.pk)
        return _form_page(request, form, status=422)
    city = cities[0]
    draft = drafts.find(Need, holder=office_holder(city.pk))
    initial = forms.blank(city) | (draft.data if draft else {})
    return _form_page(request, NeedForm(initial=initial, cities=cities), draft=draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    need = fetch(request.user, "scaps.change_need", Need, pk=pk)
    saved = forms.filled(need)
    options = {
        "cities": Organisation.objects.filter(pk=need.organisation_id),
        "may_show": need.state != NeedState.PUBLISHED
        or request.user.has_perm("scaps.publish_need", need),
    }
    if request.method == "POST":
        form = NeedForm(request.POST, initial=saved, **options)
        if form.is_valid():
            return _save(request, need, form)
        return _form_page(request, form, need=need, status=422)
    draft = drafts.find(
        Need, holder=office_holder(need.organisation_id), target_id=need.pk
    )
    # The version the draft was begun from: a stale one meets the conflict page.
    typed = draft.data if draft else {}
    form = NeedForm(initial=saved | typed, **options)
    return _form_page(request, form, need=need, draft=draft)


def _save(request, need: Need, form: NeedForm):
    data = form.cleaned_data
    try:
        services.change(need, data, version=data["version"] or 0, by=request.user)
    except Conflict as conflict:
        return _conflict_page(request, need, form, conflict)
    messages.success(request, _("The need is saved."))
    return redirect("solutions:finder", need.pk)


def _conflict_page(request, need: Need, form: NeedForm, conflict: Conflict):
    """Both texts side by side; the form keeps this one and takes the new version."""
    theirs = Need.objects.get(pk=need.pk)
    typed = form.data.copy()
    typed["version"] = str(theirs.version)
    saved = NeedForm(
        initial=forms.filled(theirs), cities=form.fields["organisation"].queryset
    )
    again = NeedForm(typed, cities=form.fields["organisation"].queryset)
    pairs = [
        pair
        for name in form.fields
        if name not in {"organisation", "version"}
        if (pair := _both(saved[name], again[name]))
    ]
    form = again
    return _form_page(
        request, form, need=need, status=409, conflict=conflict, pairs=pairs
    )


def _both(theirs, mine) -> dict | None:
    """A field that two people filled in differently, as both would read it."""
    pair = {"label": mine.label, "theirs": _shown(theirs), "mine": _shown(mine)}
    return pair if pair["theirs"] != pair["mine"] else None


def _shown(field) -> str:
    """A field's value as words: labels of what was chosen, else what was typed."""
    value = field.value()
    chosen = value if isinstance(value, list | tuple) else [value]
    wanted = {str(item) for item in chosen if item not in (None, "")}
    if choices := getattr(field.field, "choices", None):
        return listed(label for code, label in choices if str(code) in wanted)
    if isinstance(field.field, DecimalField):
        return _amount(value)
    return clean(str(value)) if wanted else ""


def _amount(value) -> str:
    """300000 and 300000.00 are one amount."""
    try:
        return f"{Decimal(value).normalize():f}"
    except (InvalidOperation, TypeError):
        return str(value or "")


def _form_page(request, form, *, need=None, status=200, **context):
    context |= {"form": form, "need": need}
    return render(request, "scaps/form.html", context, status=status)


def _cities(user):
    """Local governments in whose name this person may write a need."""
    if user.is_secretariat:
        return Organisation.objects.members().order_by("slug")
    return Organisation.objects.filter(
        pk__in=[city.pk for city in user.cities_written_for]
    ).order_by("slug")


@login_required
@require_POST
def draft(request, pk=None):
    """Autosave: keep what is typed, valid or not; nothing is published by it."""
    need = fetch(request.user, "scaps.change_need", Need, pk=pk) if pk else None
    city = need.organisation if need else _own_city(request)
    if (
        sum(len(value) for _name, values in request.POST.lists() for value in values)
        > DRAFT_LIMIT
    ):
        return HttpResponse(status=413)
    drafts.keep(
        Need,
        _typed(request.POST),
        holder=office_holder(city.pk),
        target_id=pk,
        by=request.user,
    )
    return HttpResponse(status=204)


@login_required
@require_POST
def drop_draft(request, pk):
    """Go back to what is saved."""
    need = fetch(request.user, "scaps.change_need", Need, pk=pk)
    drafts.drop(Need, holder=office_holder(need.organisation_id), target_id=pk)
    return redirect("scaps:edit", pk)


def _own_city(request) -> Organisation:
    wanted = request.POST.get("organisation", "")
    city = next((c for c in _cities(request.user) if str(c.pk) == wanted), None)
    if city is None:
        raise Http404
    return city


def _typed(data) -> dict:
    """The form's fields as JSON: lists stay lists, control characters go."""
    many = {"types", "areas", "languages"}
    return {
        name: [clean(v) for v in values] if name in many else clean(values[-1])
        for name, values in data.lists()
        if name in NeedForm.base_fields
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, move):
    """One of the moves of the workflow; those that want a reason ask for it."""
    if move not in WORKFLOW.moves:
        raise Http404
    step = WORKFLOW.moves[move]
    need = fetch(request.user, step.permission, Need, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or (step.reason and not form.is_valid()):
        if not step.reason:
            return redirect(need)
        status = 422 if form.is_bound else 200
        context = {"form": form, "need": need, "move": step}
        return render(request, "scaps/move.html", context, status=status)
    extra = {"reason": form.cleaned_data["reason"]} if step.reason else {}
    try:
        getattr(services, move)(need, by=request.user, **extra)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done: the need is updated."))
    return redirect(need)
