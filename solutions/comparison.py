"""Up to three matches of a need side by side: what they state, and how they fit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.languages import ENDONYMS, in_markup, listed, sentences
from scaps.models import Need
from solutions import results
from solutions.models import Match, Reference, Solution
from solutions.results import Shown
from solutions.states import SHORTLIST_SIZE, MatchState
from translations import services as translations

ROUNDING = 0.15


@dataclass(frozen=True)
class Line:
    text: str
    lang: str = ""


@dataclass(frozen=True)
class Cell:
    """`points` of `most` draw a bar; `is_best` says that no other has as many."""

    lines: list[Line] = field(default_factory=list)
    note: str = ""
    points: float | None = None
    most: float | None = None
    is_weak: bool = False
    is_best: bool = False


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    differs: bool = False


def chosen(need: Need, solutions: Sequence[int]) -> list[Match]:
    """The matches of these solutions in the order given; without any, the shortlist."""
    matches = [m for m in results.kept(need) if m.state != MatchState.DISMISSED]
    if not solutions:
        return [m for m in matches if m.state == MatchState.SHORTLISTED]
    by_solution = {match.solution_id: match for match in matches}
    wanted = dict.fromkeys(solutions)
    return [by_solution[pk] for pk in wanted if pk in by_solution][:SHORTLIST_SIZE]


def is_full(need: Need) -> bool:
    shortlist = Match.objects.live().filter(need=need, state=MatchState.SHORTLISTED)
    return shortlist.count() >= SHORTLIST_SIZE


def heads(shown: Sequence[Shown]) -> list[dict[str, str]]:
    return [
        {
            "label": str(item.title),
            "url": item.match.solution.get_absolute_url(),
            "lang": in_markup(item.title.lang),
        }
        for item in shown
    ]


def rows(shown: Sequence[Shown]) -> list[Row]:
    """What the city compares, the fit first and the facts below."""
    solutions = _with_facts(shown)
    return [
        _numbers(shown),
        *_bars(shown),
        Row(
            _("Stated on both sides"),
            [
                _text(_("%(share)d%% of what counts") % {"share": s.fit.stated})
                for s in shown
            ],
        ),
        Row(
            _("Check first"),
            [_lines(s.fit.checks or [_("nothing is open")]) for s in shown],
        ),
        Row(_("Provider"), [_text(s.provider.name) for s in solutions]),
        *(
            _fact(label, [cell(solution) for solution in solutions])
            for label, cell in _facts()
        ),
    ]


def _with_facts(shown: Iterable[Shown]) -> list[Solution]:
    """The solutions again, with the lists that only this page reads."""
    solutions = [item.match.solution for item in shown]
    found = Solution.objects.prefetch_related(
        "stages", "countries", "references__country"
    ).select_related("provider__country", "maturity", "price_model")
    loaded = found.defer("search", "sort_keys").in_bulk([s.pk for s in solutions])
    translations.prepare(loaded.values())
    return [loaded[solution.pk] for solution in solutions]


def _numbers(shown: Sequence[Shown]) -> Row:
    values = [item.fit.value for item in shown]
    return Row(
        _("Number"),
        [
            Cell(
                [Line(item.fit.word)],
                points=item.fit.value,
                most=100.0,
                is_best=_is_best(item.fit.value, values),
            )
            for item in shown
        ],
    )


def _bars(shown: Sequence[Shown]) -> list[Row]:
    found = []
    for bars in zip(*(item.fit.bars for item in shown), strict=True):
        points = [bar.points for bar in bars]
        cells = [
            Cell(
                [Line(bar.reason)] if bar.reason else [],
                points=bar.points,
                most=bar.max,
                is_weak=bar.weak,
                is_best=_is_best(bar.points, points),
            )
            for bar in bars
        ]
        found.append(Row(bars[0].label, cells))
    return found


def _is_best(points: float, all_points: Sequence[float]) -> bool:
    """By more than the rounding of bars, which must add up."""
    return sum(points - other <= ROUNDING for other in all_points) == 1


def _fact(label: str, cells: list[Cell]) -> Row:
    """Numbers differ anyway; of facts it is worth a word."""
    return Row(label, cells, differs=any(cell != cells[0] for cell in cells))


def _facts() -> list[tuple[str, Callable[[Solution], Cell]]]:
    return [
        (_("Country"), lambda s: _text(s.provider.country.name)),
        (_("Maturity"), lambda s: _text(s.maturity.name)),
        (_("Price"), _price),
        (_("Languages of support"), _languages),
        (_("Stages"), lambda s: _text(listed(s.stages.all()))),
        (
            _("Countries served"),
            lambda s: _text(listed(s.countries.all()) or _("any country")),
        ),
        (_("References"), _references),
        (_("Where the data is kept"), _data_location),
        (_("Standards and integration"), lambda s: _text(s.standards)),
    ]


def _text(text: str, lang: str = "") -> Cell:
    return Cell([Line(str(text), lang)]) if text else Cell()


def _lines(texts: Iterable[str]) -> Cell:
    return Cell([Line(text) for text in texts])


def _price(solution: Solution) -> Cell:
    cell = _text(solution.price)
    if solution.price_model and cell.lines:
        return Cell(cell.lines, note=solution.price_model.name)
    return cell


def _languages(solution: Solution) -> Cell:
    return Cell(
        [Line(ENDONYMS.get(code, code), in_markup(code)) for code in solution.languages]
    )


def _references(solution: Solution) -> Cell:
    return Cell([line for r in solution.references.all() for line in _reference(r)])


def _reference(reference: Reference) -> list[Line]:
    country = f", {reference.country.name}" if reference.country else ""
    mark = _("verified") if reference.is_verified else _("not verified yet")
    place = f"{reference.city}{country}, {reference.year} ({mark})"
    figures = sentences([reference.scale, reference.result])
    return [
        Line(place),
        *([Line(figures, in_markup(reference.lang))] if figures else []),
    ]


def _data_location(solution: Solution) -> Cell:
    text = translations.read(solution, "data_location")
    return _text(text.value, in_markup(text.lang))
