"""What an official chooses from when proposing a joint initiative."""

from dataclasses import dataclass

from members.models import Organisation
from scaps import overlap_lists, snapshots
from scaps.models import Initiative, Overlap, Project
from scaps.overlap_lists import Line
from scaps.states import UNDER_WAY, OverlapVerdict

MOST = 200
"""Projects and overlaps offered at once."""


@dataclass(frozen=True)
class Proposal:
    """Who would take part, with which projects to choose from."""

    lead: Organisation
    cities: list[Organisation]
    projects: list[Project]
    overlap: Overlap | None = None

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(p.pk, f"{p.organisation}: {title_of(p)}") for p in self.projects]

    @property
    def initial(self) -> dict:
        chosen = [self.overlap.a, self.overlap.b] if self.overlap else []
        shared = [set(project.current.sectors) for project in chosen]
        return {
            "projects": [project.pk for project in chosen],
            "sectors": sorted(set.intersection(*shared)) if shared else [],
        }


def projects_of(cities, user) -> list[Project]:
    """Published projects of these cities that the reader may see, city by city."""
    found = Project.objects.visible_to(user).published()
    found = found.filter(organisation__in=cities)
    found = found.select_related("organisation__country", "current")
    found = found.defer("organisation__search").order_by("order", "pk")[:MOST]
    place = {city.pk: number for number, city in enumerate(cities)}
    return sorted(found, key=lambda project: place[project.organisation_id])


def project_choices(city: Organisation) -> list[tuple[int, str]]:
    """A city's own published projects."""
    found = Project.objects.published().filter(organisation=city)
    found = found.select_related("current").order_by("order", "pk")
    return [(project.pk, title_of(project)) for project in found]


def title_of(project: Project) -> str:
    return snapshots.read(project.current.data["title"]).value


def joint_overlaps(city: Organisation, user) -> list[Line]:
    """Overlaps that both cities confirmed and nobody has proposed anything from."""
    taken = Initiative.objects.filter(state__in=UNDER_WAY, overlap__isnull=False)
    ours = Overlap.objects.shown_to(user).of(city)
    ours = ours.filter(
        decisions__organisation=city, decisions__verdict=OverlapVerdict.CONFIRMED
    ).exclude(pk__in=taken.values("overlap"))
    found = overlap_lists.lines(ours.with_projects()[:MOST], city)
    return [line for line in found if line.is_joint]


def cities_to_ask(city: Organisation, user) -> list[Organisation]:
    """Other cities that have a published project which the reader may see."""
    projects = Project.objects.visible_to(user).published()
    found = Organisation.objects.local_governments().filter(
        pk__in=projects.exclude(organisation=city).values("organisation")
    )
    return sorted(found.defer("search"), key=str)
