"""The page of a pair: two projects side by side, why they overlap, what both cities say."""

from dataclasses import dataclass

from members.models import Organisation
from scaps import overlap_lists, overlap_wording
from scaps.models import Initiative, Overlap, OverlapDecision, Project
from scaps.overlap_wording import TEXTS, Fact, Reason
from scaps.snapshots import hidden_groups, read
from translations import services as translations
from translations.services import Text
from vocabulary.models import Sector, Stage


@dataclass(frozen=True)
class Side:
    """One project as this reader may see it, and its city's word."""

    project: Project
    city: Organisation
    title: Text
    texts: list[tuple[str, Text]]
    sectors: list[str]
    facts: list[Fact]
    said: OverlapDecision | None
    is_ours: bool
    may_decide: bool


@dataclass(frozen=True)
class Answer:
    """What one city offers beside what the other one seeks."""

    sentence: str
    offered: Text
    sought: Text


def context(overlap: Overlap, user) -> dict:
    names = _names(overlap)
    said = overlap_lists.decisions([overlap])
    translations.prepare([overlap.a.organisation, overlap.b.organisation])
    sides = [_side(overlap, side, user, names, said) for side in (overlap.a, overlap.b)]
    if sides[1].is_ours and not sides[0].is_ours:
        sides.reverse()
    hides_needs = any(_hides_needs(p, user) for p in (overlap.a, overlap.b))
    shared = [x for x in sides[0].sectors if x in sides[1].sectors]
    takes_part = any(side.is_ours for side in sides)
    return {
        "overlap": overlap,
        "sides": sides,
        "word": overlap_wording.word(overlap.score),
        # Nobody is ever quite sure.
        "percent": min(99, round(100 * overlap.score)),
        "shared": shared,
        "reasons": reasons(overlap, shared, hides_needs=hides_needs),
        "facts": _common(overlap),
        "answers": [] if hides_needs else _answers(overlap),
        "is_joint": overlap_lists.is_joint([side.said for side in sides]),
        "initiative": _initiative(overlap, user),
        "tells_all": takes_part or (user.is_authenticated and user.is_secretariat),
    }


def _initiative(overlap: Overlap, user) -> Initiative | None:
    """The newest one that grew from the overlap, as far as the reader may see it."""
    found = Initiative.objects.visible_to(user).filter(overlap=overlap)
    return found.order_by("-pk").first()


def reasons(
    overlap: Overlap, shared: list[str], *, hides_needs: bool = False
) -> list[Reason]:
    return overlap_wording.reasons(
        overlap.terms,
        a=str(overlap.a.organisation),
        b=str(overlap.b.organisation),
        sectors=shared,
        hides_needs=hides_needs,
    )


def _names(overlap: Overlap) -> dict[str, str]:
    """The words for sectors and stages of both projects."""
    versions = [overlap.a.current, overlap.b.current]
    sectors = Sector.objects.filter(code__in={x for v in versions for x in v.sectors})
    stages = Stage.objects.filter(code__in={v.stage for v in versions})
    return {term.code: str(term) for term in (*sectors, *stages)}


def _side(overlap: Overlap, project: Project, user, names: dict, said: dict) -> Side:
    version, data = project.current, project.current.data
    texts = [(TEXTS[name], read(data[name])) for name in ("status", "outcome")]
    if not _hides_needs(project, user):
        texts.append((TEXTS["needs"], read(data["needs"]["needs_text"])))
    texts.append((TEXTS["offers"], read(data["offers"])))
    city = project.organisation
    is_known = user.is_authenticated
    return Side(
        project=project,
        city=city,
        title=read(data["title"]),
        texts=[(label, text) for label, text in texts if text],
        sectors=[names[code] for code in version.sectors if code in names],
        facts=_facts(version, names),
        said=said.get((overlap.pk, city.pk)),
        is_ours=is_known and city.pk in user.sits_at,
        may_decide=is_known and city.pk in user.speaks_for,
    )


def _facts(version, names: dict[str, str]) -> list[Fact]:
    years = overlap_wording.span(version.year_from, version.year_to)
    found = [
        Fact(overlap_wording.STAGE, names.get(version.stage, "")),
        Fact(overlap_wording.YEARS, years),
    ]
    return [fact for fact in found if fact.value]


def _hides_needs(project: Project, user) -> bool:
    visible = {"needs": project.current.needs_visibility}
    return bool(
        hidden_groups(visible, user=user, organisation_id=project.organisation_id)
    )


def _common(overlap: Overlap) -> list[str]:
    """What both share beside their texts; people weigh it, the score does not."""
    a, b = overlap.a.current, overlap.b.current
    countries = [overlap.a.organisation.country, overlap.b.organisation.country]
    found = [
        overlap_wording.distance(overlap.terms.get("km")),
        overlap_wording.border(*countries),
        overlap_wording.years((a.year_from, a.year_to), (b.year_from, b.year_to)),
    ]
    return [sentence for sentence in found if sentence]


def _answers(overlap: Overlap) -> list[Answer]:
    """What the one offers of what the other seeks, in their own words."""
    from_a, from_b = overlap.terms["gives"]
    found = []
    for gives, giver, seeker in (
        (from_a, overlap.a, overlap.b),
        (from_b, overlap.b, overlap.a),
    ):
        if gives >= overlap_wording.ANSWERED:
            found.append(
                Answer(
                    overlap_wording.offers(
                        str(giver.organisation), str(seeker.organisation)
                    ),
                    read(giver.current.data["offers"]),
                    read(seeker.current.data["needs"]["needs_text"]),
                )
            )
    return found
