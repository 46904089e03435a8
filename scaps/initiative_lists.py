"""Joint initiatives as lines of a list, and what of them waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.models import Organisation
from scaps.models import Initiative, Participation
from scaps.states import UNDER_WAY, ParticipationState
from translations import services as translations
from translations.services import Text

TONES = {"proposed": "plan", "active": "run", "completed": "done", "ended": "stop"}
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """An initiative with the cities that take part, the lead first."""

    initiative: Initiative
    title: Text
    aim: Text
    cities: list[Organisation]
    tone: str

    @property
    def url(self) -> str:
        return self.initiative.get_absolute_url()


def lines(initiatives: Iterable[Initiative]) -> list[Line]:
    """Three queries, however many there are."""
    initiatives = translations.prepare(initiatives)
    cities: dict[int, list[Organisation]] = {one.pk: [] for one in initiatives}
    parts = Participation.objects.filter(
        initiative__in=cities, state=ParticipationState.ACCEPTED
    )
    for part in parts.select_related("organisation").order_by("pk"):
        cities[part.initiative_id].append(part.organisation)
    return [
        Line(
            initiative=one,
            title=translations.read(one, "title"),
            aim=translations.read(one, "aim"),
            cities=sorted(cities[one.pk], key=lambda city: city.pk != one.lead_id),
            tone=TONES[one.state],
        )
        for one in initiatives
    ]


def newest(organisation: Organisation, user) -> list[Initiative]:
    """The newest initiatives of a city that the reader may see."""
    found = Initiative.objects.visible_to(user).joined_by(organisation).started()
    return list(found.order_by("-started_at", "-pk")[:SHOWN])


def invitations(user):
    """Parts that somebody of the person's offices has still to answer for."""
    cities = user.speaks_for if user.is_authenticated else set()
    return Participation.objects.filter(
        organisation__in=cities,
        state=ParticipationState.INVITED,
        initiative__state__in=UNDER_WAY,
    ).select_related("initiative__lead", "organisation")


def waiting(user) -> list[dict]:
    """Invitations that wait for a person's offices, as `c-task-list` shows them."""
    if not user.is_authenticated or not user.speaks_for:
        return []
    parts = list(invitations(user))
    translations.prepare(part.initiative for part in parts)
    return [
        {
            "label": _("An invitation to a joint initiative waits"),
            "url": part.initiative.get_absolute_url(),
            "tone": "hold",
            "state": _("not answered"),
            "hint": translations.read(part.initiative, "title"),
        }
        for part in parts
    ]
