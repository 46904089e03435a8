"""What an introduction can be about here."""

from django.utils.translation import gettext_lazy as _

from introductions.about import About
from scaps.models import Need, Project

NEED = About(
    kind="need",
    label=_("need"),
    model=Need,
    permission="scaps.view_need",
    owner=lambda need: need.organisation,
    sector=lambda need: need.sector,
)
PROJECT = About(
    kind="project",
    label=_("project"),
    model=Project,
    permission="scaps.view_project",
    owner=lambda project: project.organisation,
    sector=lambda project: project.sectors.first(),
)
