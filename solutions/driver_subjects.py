"""What a member may ask a Smart City Driver package for: its needs and its projects."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.compliance import is_restricted
from members.models import Organisation
from scaps.models import Need, Project
from scaps.states import ProjectStanding
from solutions.models import DriverPackage, DriverRequest
from translations import services as translations

Subject = Need | Project
NEED, PROJECT = "need", "project"


@dataclass(frozen=True)
class Asker:
    """The local governments that somebody may ask for, and why there is none."""

    cities: list[Organisation]
    is_outside: bool = False
    is_restricted: bool = False


def asker(user) -> Asker:
    """Members of a network that the person writes for, and that may be matched."""
    wanted = [city.pk for city in user.cities_written_for]
    if not wanted:
        return Asker([])
    cities = Organisation.objects.filter(pk__in=wanted).select_related("country")
    members = cities.members().defer("search")
    found = sorted(members, key=lambda city: wanted.index(city.pk))
    open_ones = [city for city in found if not is_restricted(city)]
    return Asker(
        open_ones, is_outside=not found, is_restricted=bool(found) and not open_ones
    )


def key_of(subject: Subject) -> str:
    """How a form and an address name it: “need-12”."""
    return f"{NEED if isinstance(subject, Need) else PROJECT}-{subject.pk}"


def of(cities: list[Organisation]) -> dict[str, Subject]:
    """Open needs and projects under way, by their keys; what was touched last first."""
    needs = Need.objects.open().filter(organisation__in=cities)
    projects = Project.objects.filter(
        organisation__in=cities, standing=ProjectStanding.ACTIVE
    )
    found: list[Subject] = [
        *needs.select_related("organisation").defer("search").order_by("-updated_at"),
        *projects.select_related("organisation").order_by("-updated_at"),
    ]
    return {key_of(subject): subject for subject in found}


def asked_already(package: DriverPackage, cities: list) -> list[DriverRequest]:
    """Open requests of these cities for the package: a matter is asked once."""
    rows = package.requests.open().filter(organisation__in=cities)
    return with_texts(rows)


def with_texts(requests: QuerySet[DriverRequest]) -> list[DriverRequest]:
    """Requests with what they are about; one query more, however many they are."""
    rows = list(
        requests.select_related(
            "package", "organisation", "need", "project__scap"
        ).defer("need__search")
    )
    named = [x for row in rows for x in (row.package, row.need, row.project) if x]
    translations.prepare(named)
    return rows


def choices(subjects: dict[str, Subject]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped for a list to choose from; the city is named where there are several."""
    several = len({subject.organisation_id for subject in subjects.values()}) > 1
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, subject in _by_city(subjects.items()):
        groups.setdefault(_group(subject, several), []).append((key, str(subject)))
    return list(groups.items())


def labels(subjects: dict[str, Subject]) -> list[tuple[str, str]]:
    """For a few that all stand on the page, with their whole titles."""
    return [(key, _label(subject)) for key, subject in subjects.items()]


def _label(subject: Subject) -> str:
    words = (
        _("Need: %(title)s") if isinstance(subject, Need) else _("Project: %(title)s")
    )
    return words % {"title": subject}


def _by_city(items: Iterable[tuple[str, Subject]]) -> list[tuple[str, Subject]]:
    return sorted(items, key=lambda item: item[1].organisation_id)


def _group(subject: Subject, several: bool) -> str:
    is_need = isinstance(subject, Need)
    if not several:
        return _("Needs of your office") if is_need else _("Projects of your office")
    words = _("%(city)s: needs") if is_need else _("%(city)s: projects")
    return words % {"city": subject.organisation}
