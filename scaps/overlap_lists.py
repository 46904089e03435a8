"""Overlaps as lines of a list, seen from one city."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from members.models import Organisation
from scaps import overlap_wording, snapshots
from scaps.models import Overlap, OverlapDecision, Project
from scaps.states import OverlapVerdict
from translations import services as translations
from translations.services import Text


@dataclass(frozen=True)
class Line:
    """An overlap as one of its two cities sees it."""

    overlap: Overlap
    ours: Project
    theirs: Project
    title: Text
    their_title: Text
    word: str
    distance: str
    we_said: OverlapDecision | None = field(default=None)
    they_said: OverlapDecision | None = field(default=None)

    @property
    def url(self) -> str:
        return self.overlap.get_absolute_url()

    @property
    def city(self) -> Organisation:
        return self.theirs.organisation

    @property
    def is_joint(self) -> bool:
        """Both cities have confirmed it."""
        return is_joint([self.we_said, self.they_said])


def of_city(organisation: Organisation, user, *, most: int = 50) -> list[Line]:
    """The closest overlaps of a city that the reader may see."""
    shown = Overlap.objects.shown_to(user).of(organisation)
    return lines(shown.with_projects()[:most], organisation)


def dismissed_by(organisation: Organisation, user) -> list[Line]:
    """What the city has put aside; for its own people, as far as they see both."""
    decisions = OverlapDecision.objects.standing().filter(
        organisation=organisation, verdict=OverlapVerdict.DISMISSED
    )
    found = Overlap.objects.live().visible_to(user)
    found = found.filter(pk__in=decisions.values("overlap"))
    return lines(found.with_projects(), organisation)


def lines(overlaps: Iterable[Overlap], organisation: Organisation) -> list[Line]:
    overlaps = list(overlaps)
    said = decisions(overlaps)
    translations.prepare(
        [side.organisation for overlap in overlaps for side in (overlap.a, overlap.b)]
    )
    return [_line(overlap, organisation, said) for overlap in overlaps]


def decisions(overlaps: Iterable[Overlap]) -> dict[tuple[int, int], OverlapDecision]:
    """What stands, by overlap and city."""
    standing = OverlapDecision.objects.standing().filter(
        overlap__in=[overlap.pk for overlap in overlaps]
    )
    return {(one.overlap_id, one.organisation_id): one for one in standing}


def is_joint(said: Iterable[OverlapDecision | None]) -> bool:
    return all(one and one.verdict == OverlapVerdict.CONFIRMED for one in said)


def _line(overlap: Overlap, organisation: Organisation, said: dict) -> Line:
    ours, theirs = overlap.a, overlap.b
    if theirs.organisation_id == organisation.pk:
        ours, theirs = theirs, ours
    return Line(
        overlap=overlap,
        ours=ours,
        theirs=theirs,
        title=snapshots.read(ours.current.data["title"]),
        their_title=snapshots.read(theirs.current.data["title"]),
        word=overlap_wording.word(overlap.score),
        distance=overlap_wording.distance(overlap.terms.get("km")),
        we_said=said.get((overlap.pk, ours.organisation_id)),
        they_said=said.get((overlap.pk, theirs.organisation_id)),
    )
