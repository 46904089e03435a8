"""A made-up catalogue for a small encoder, and the exact lists that it must give."""

import random

from core.languages import CODES
from matching.ranking import ordered, varied
from scaps.models import Need
from solutions import lists, matching
from solutions.facts import eligible
from tests.factories import NeedFactory, ProviderFactory, SolutionFactory
from vocabulary.models import Country, Sector, SolutionArea

SUBJECTS = {
    "energy": "heat pipes flats boiler meters insulation radiators",
    "environment": "smoke stoves dust sensors winter valley air",
    "transportation": "buses stops arrivals tickets traffic lights parking",
    "water": "leaks mains pumps wells pressure algae reservoir",
}
COMMON = [
    "city",
    "streets",
    "people",
    "office",
    "plan",
    "data",
    "years",
    "small",
    "old",
    "new",
    "winter",
    "homes",
]


def said(rng: random.Random, subject: str, count: int) -> str:
    words = SUBJECTS[subject].split()
    return " ".join(rng.choice(words + COMMON) for _word in range(count))


def catalogue(count: int, *, seed: int = 1, providers: int = 9) -> list:
    """Solutions that state this and that; one in seven serves Japan alone."""
    rng = random.Random(seed)
    firms = [ProviderFactory().organisation for _number in range(providers)]
    areas = list(SolutionArea.objects.exclude(code="other"))
    japan = Country.objects.filter(code="JP")
    made = []
    for number in range(count):
        subject = rng.choice([*SUBJECTS])
        solution = SolutionFactory(
            published=True,
            provider=rng.choice(firms),
            title=said(rng, subject, 4),
            problem=said(rng, subject, 9),
            description=said(rng, subject, 9),
            sectors=Sector.objects.filter(code=subject),
            languages=rng.sample(CODES, rng.randrange(3)),
            price_min=rng.choice([None, 20_000, 400_000]),
            currency="USD",
        )
        solution.areas.set(rng.sample(areas, rng.randrange(3)))
        if number % 7 == 3:
            solution.countries.set(japan)
        made.append(solution)
    return made


def needs(city, count: int = 3, *, seed: int = 2) -> list:
    rng = random.Random(seed)
    return [
        NeedFactory(
            organisation=city,
            published=True,
            title=said(rng, subject, 3),
            text=said(rng, subject, 12),
            sector=Sector.objects.get(code=subject),
            languages=["mn", "en"],
            budget_max=100_000,
            currency="USD",
        )
        for subject in rng.sample([*SUBJECTS], count)
    ]


def stored(need) -> list[tuple[int, int, float]]:
    """The list as it is kept: (rank, solution, value)."""
    rows = need.matches.order_by("rank")
    return list(rows.values_list("rank", "solution", "value"))


def exact(need) -> list[tuple[int, int, float]]:
    """The list as it should be: each pair scored alone, then ordered."""
    need = Need.objects.get(pk=need.pk)
    found = []
    for solution in eligible().order_by("pk"):
        scored, t = matching.scored(need, solution)
        if not scored.closed:
            found.append((solution, scored.value, t))
    rows = ordered(
        range(len(found)),
        [value for _solution, value, _t in found],
        [t for _solution, _value, t in found],
        [solution.pk for solution, _value, _t in found],
        seed=str(need.pk),
    )
    rows = varied(rows, [solution.provider_id for solution, _value, _t in found])
    return [
        (rank, found[row][0].pk, found[row][1])
        for rank, row in enumerate(rows[: lists.KEPT], start=1)
    ]
