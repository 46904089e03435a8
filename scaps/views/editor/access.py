"""How the pages of the editor get what they are about."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from core.access import fetch
from scaps import sections
from scaps.models import Project, Scap
from scaps.sections import SCAP, Part
from scaps.states import EDITED


def of_kind(user, kind: str, slug: str) -> Scap | Project:
    """A plan or project that this person may write on."""
    return plan(user, slug) if kind == SCAP else project(user, slug)


def plan(user, slug: str) -> Scap:
    source = Scap.objects.select_related("organisation__country", "network", "current")
    return _checked(user, "scap", source, slug)


def project(user, slug: str) -> Project:
    source = Project.objects.select_related(
        "organisation__country", "scap__organisation", "stage", "current"
    )
    return _checked(user, "project", source, slug)


def _checked(user, noun: str, source, slug: str):
    """Whoever writes for the city is told why a plan cannot be written on just now."""
    thing = fetch(user, f"scaps.view_{noun}", source, slug=slug)
    if user.has_perm(f"scaps.change_{noun}", thing):
        return thing
    scap = thing if noun == "scap" else thing.scap
    if thing.organisation_id in user.writes_for and scap.state not in EDITED:
        raise PermissionDenied(
            _("The plan is “%(state)s”. It can be written on after it is taken back.")
            % {"state": scap.get_state_display()}
        )
    raise PermissionDenied


def part_named(kind: str, name: str) -> Part:
    if (found := sections.named(kind, name)) is None:
        raise Http404
    return found


def scap_of(thing: Scap | Project) -> Scap | None:
    return thing if isinstance(thing, Scap) else thing.scap
