"""Cities, firms and texts that nobody ever wrote, as many as wanted.

Composed from the sentences that `matching` ships, which are parallel in six languages,
and from `data/invented.json`. A number gives the same row on every machine.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from matching import background
from neascn.demo.files import read

SEED = "neascn"
KINDS = ("company", "company", "company", "institution")
# Of solutions: with a second sentence of the same sector, with a price, serving only
# some countries, with references.
LONGER, PRICED, LOCAL, REFERRED = 0.3, 0.8, 0.6, 0.4
EARLIEST, LATEST = 2016, 2026


@dataclass(frozen=True)
class Place:
    """Where somebody invented is at home, and what they write in."""

    language: str
    country: str
    currency: str


@dataclass(frozen=True)
class Topic:
    """A row of the shipped sentences, with the facts that all texts about it share."""

    row: int
    sector: str
    areas: tuple[str, ...]


def random(kind: str, number: int) -> Random:
    return Random(f"{SEED}/{kind}/{number}")


@cache
def words() -> dict:
    return read("invented")


@cache
def sentences(side: background.Side) -> dict[str, list[str]]:
    return background.sentences(side)


@cache
def topics() -> tuple[Topic, ...]:
    count = min(len(texts) for texts in sentences("need").values())
    found = {}
    for sector, ranges in words()["topics"].items():
        areas = words()["areas"][sector]
        for first, last in ranges:
            for row in range(first, min(last + 1, count)):
                main, side = row % len(areas), row // len(areas) % len(areas)
                found[row] = Topic(
                    row, sector, tuple(sorted({areas[main], areas[side]}))
                )
    return tuple(found[row] for row in sorted(found))


@cache
def of_sector(sector: str) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics() if topic.sector == sector)


def slug(what: str, number: int) -> str:
    return f"demo-{what}-{number:06}"


def home(number: int) -> Place:
    """Languages take turns, and so do the countries of a language."""
    homes = words()["homes"]
    language = list(homes)[number % len(homes)]
    places = homes[language]
    country, currency = places[number // len(homes) % len(places)]
    return Place(language, country, currency)


def name(number: int, language: str) -> str:
    """Three syllables, in the script of a language; the first few thousand differ."""
    syllables = words()["syllables"][language]
    size = len(syllables)
    # A step without a common factor, so that neighbours do not look alike.
    rest, letters = number * 1009 % size**3, []
    for _position in range(3):
        rest, index = divmod(rest, size)
        letters.append(syllables[index])
    found = "".join(letters)
    return found[0].upper() + found[1:]


def names(number: int) -> dict[str, str]:
    return {language: name(number, language) for language in words()["syllables"]}


def figures(dice: Random) -> dict[str, int]:
    """Numbers for the sentences that have places for them."""
    return {
        "people": dice.randrange(20, 900) * 1000,
        "months": dice.randrange(3, 19),
        "number": dice.randrange(30, 4000),
        "share": dice.randrange(5, 60),
        "year": dice.randrange(EARLIEST, LATEST),
        "team": dice.randrange(2, 13),
        "cold": dice.randrange(5, 41),
    }


# --- Rows --------------------------------------------------------------------------


def government(number: int) -> dict:
    place, dice = home(number), random("government", number)
    return {
        "slug": slug("city", number),
        "place": place,
        "name": names(number),
        "summary": {},
        "languages": spoken(place.language, dice),
        "north": round(dice.uniform(-2.5, 2.5), 4),
        "east": round(dice.uniform(-3.5, 3.5), 4),
        "population": dice.randrange(20, 900) * 1000,
        "unit_type": words()["unit_types"].get(place.country, "city"),
    }


def provider(number: int) -> dict:
    place, dice = home(number), random("provider", number)
    pattern = dice.randrange(len(words()["firms"][place.language]))
    return {
        "slug": slug("firm", number),
        "kind": KINDS[pattern],
        "place": place,
        "name": {
            language: words()["firms"][language][pattern].format(
                name=name(number, language)
            )
            for language in (place.language, "en")
        },
        "summary": {
            place.language: words()["summaries"][place.language].format(
                number=dice.randrange(2, 90)
            )
        },
        "languages": spoken(place.language, dice),
        "founded": dice.randrange(1985, 2024),
        "staff_band": dice.choice(("1-9", "10-49", "50-249", "250+")),
    }


def solution(number: int, *, providers: int, cities: int) -> dict:
    """`providers` and `cities`: how many there are to belong and refer to."""
    owner = number % providers
    place, dice = home(owner), random("solution", number)
    topic = topics()[dice.randrange(len(topics()))]
    language = place.language
    offer = sentences("offer")[language]
    texts = [offer[topic.row], about("about_offers", language, dice, cities)]
    if dice.random() < LONGER:
        texts.append(offer[dice.choice(of_sector(topic.sector)).row])
    problem = [
        sentences("need")[language][topic.row],
        about("about_needs", language, dice, cities),
    ]
    first = dice.randrange(4)
    return {
        "slug": slug("solution", number),
        "provider": owner,
        "place": place,
        "topic": topic,
        "name": f"{name(owner, language)} {number // providers + 1}",
        "problem": joined(problem, language),
        "description": joined(texts, language),
        "users": words()["users"][language],
        "maturity": dice.randrange(5),
        "stages": (first, first + 1),
        "countries": served(place.country, dice),
        "languages": spoken(language, dice),
        "price": price(place.currency, dice),
        "age": dice.random(),
        "uses": [
            reference(dice, language, cities)
            for _one in range(dice.randrange(1, 4) if dice.random() < REFERRED else 0)
        ],
    }


def need(number: int, *, cities: int) -> dict:
    owner = number % cities
    place, dice = home(owner), random("need", number)
    topic = topics()[dice.randrange(len(topics()))]
    text = [
        sentences("need")[place.language][topic.row],
        about("about_needs", place.language, dice, cities, owner),
    ]
    return {
        "city": owner,
        "place": place,
        "topic": topic,
        "name": name(owner, place.language),
        "text": joined(text, place.language),
        "type": dice.randrange(7),
        "stage": dice.randrange(5),
        "urgency": dice.randrange(3),
        "budget": price(place.currency, dice),
        "languages": spoken(place.language, dice),
    }


def reference(dice: Random, language: str, cities: int) -> dict:
    numbers = figures(dice)
    return {
        "city": dice.randrange(cities),
        "year": numbers["year"],
        "result": words()["results"][language].format(**numbers),
        "verified": dice.random() < 0.5,
    }


def about(
    which: str, language: str, dice: Random, cities: int, city: int | None = None
) -> str:
    sentence = dice.choice(words()[which][language])
    chosen = dice.randrange(cities) if city is None else city
    return sentence.format(name=name(chosen, language), **figures(dice))


def joined(texts: list[str], language: str) -> str:
    return ("" if language in {"zh-hans", "ja"} else " ").join(texts)


def spoken(language: str, dice: Random) -> list[str]:
    return list(dict.fromkeys([language, *(["en"] if dice.random() < 0.6 else [])]))


def served(country: str, dice: Random) -> list[str]:
    if dice.random() > LOCAL:
        return []
    homes = [code for places in words()["homes"].values() for code, _money in places]
    return sorted({country, *dice.sample(homes, dice.randrange(4))})


def price(currency: str, dice: Random) -> tuple[int, int] | None:
    """From and up to, round figures between ten thousand and two million dollars."""
    if dice.random() > PRICED:
        return None
    dollars = 10 ** dice.uniform(4, 6)
    least = int(dollars * words()["dollar"][currency] / 1000) * 1000 or 1000
    return least, 2 * least


def title(which: str, language: str, **parts: object) -> str:
    """`which` is `solution_titles` or `need_titles`; parts are words in the language."""
    return str(words()[which][language].format(**parts))
