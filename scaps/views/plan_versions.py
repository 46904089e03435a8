"""The versions of a plan: each at an address that stays, and what changed between."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import fetch
from core.text import whole_number
from scaps import change_words, plan_page
from scaps.models import ScapVersion
from scaps.views.plans import PLANS, page_context


@require_safe
def index(request, slug):
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    context = {"scap": scap, "versions": _readable(request, scap)}
    return render(request, "scaps/plan/versions.html", context)


@require_safe
def detail(request, slug, number):
    """One version as it was published, whatever came after it."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    version = _version(request, scap, number)
    plan = plan_page.of_version(version, user=request.user)
    context = page_context(request, plan) | {
        "is_permanent": True,
        "is_older": version.pk != scap.current_id,
    }
    return render(request, "scaps/plan/detail.html", context)


@require_safe
def changes(request, slug):
    """`from` and `to` in the address; without them the last two versions."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    versions = _readable(request, scap)
    if not versions:
        raise Http404
    last = versions[0].number
    new = whole_number(request.GET.get("to", "")) or last
    old = whole_number(request.GET.get("from", "")) or max(new - 1, 1)
    old, new = sorted((old, new))
    pair = [_version(request, scap, number) for number in (old, new)]
    plans = [plan_page.of_version(version, user=request.user) for version in pair]
    context = {
        "scap": scap,
        "plan": plans[1],
        "versions": versions,
        "old": pair[0],
        "new": pair[1],
        "groups": change_words.between(*plans) if old != new else [],
    }
    return render(request, "scaps/plan/changes.html", context)


def _readable(request, scap) -> list[ScapVersion]:
    """Without their content, which a list does not show."""
    versions = scap.versions.defer("data", "search", "sort_keys")
    found = []
    for version in versions:
        version.scap = scap
        if plan_page.may_read(version, user=request.user):
            found.append(version)
    return found


def _version(request, scap, number: int) -> ScapVersion:
    version = scap.versions.filter(number=number).first()
    if version is None:
        raise Http404
    version.scap = scap
    if not plan_page.may_read(version, user=request.user):
        raise Http404
    return version
