"""Where the plan of a city meets others: its closest overlaps, by city."""

from collections import Counter
from dataclasses import dataclass

from members.models import Organisation
from scaps import snapshots
from scaps.models import Overlap, Project
from translations.services import Text

READ = 60
SHOWN = 5
PLACES = ("a__organisation__local_government", "b__organisation__local_government")


@dataclass
class Neighbour:
    """A city whose projects overlap; `closest` is the title of its nearest one."""

    city: Organisation
    closest: Text
    url: str
    number: int = 0


def of(city: Organisation, user) -> list[Neighbour]:
    """The cities with most overlaps first; of equals, the closest."""
    overlaps = list(
        Overlap.objects.shown_to(user)
        .of(city)
        .with_projects()
        .select_related(*PLACES)
        .order_by("-score", "pk")[:READ]
    )
    numbers = Counter(_theirs(one, city).organisation_id for one in overlaps)
    found: dict[int, Neighbour] = {}
    for overlap in overlaps:
        theirs = _theirs(overlap, city)
        if theirs.organisation_id not in found:
            found[theirs.organisation_id] = Neighbour(
                city=theirs.organisation,
                closest=snapshots.read(theirs.current.data["title"]),
                url=overlap.get_absolute_url(),
                number=numbers[theirs.organisation_id],
            )
    return sorted(found.values(), key=lambda one: -one.number)[:SHOWN]


def _theirs(overlap: Overlap, city: Organisation) -> Project:
    return overlap.b if overlap.a.organisation_id == city.pk else overlap.a
