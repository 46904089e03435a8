"""Plans and projects that nobody ever wrote, of the same sentences as the rest."""

from neascn.demo import invented
from neascn.demo.invented import Place, about, figures, home, joined, name, random

FIRST_YEAR, YEARS = 2023, 4
KINDS = ("capital", "preparation", "operation")
SOURCES = ("own", "national", "development_bank", "open")
# Of projects: with know-how to offer, with money that somebody has promised.
OFFERING, SECURED = 0.4, 0.6
STAGES = 5


def plan(number: int) -> dict:
    """The plan of the generated local government of this number."""
    place, dice = home(number), random("plan", number)
    topics = invented.topics()
    chosen = [topics[dice.randrange(len(topics))] for _one in range(3)]
    begins = FIRST_YEAR + dice.randrange(YEARS)
    return {
        "slug": invented.slug("plan", number),
        "city": number,
        "place": place,
        "name": name(number, place.language),
        "years": (begins, begins + 3 + dice.randrange(3)),
        "sectors": sorted({topic.sector for topic in chosen}),
        "vision": _offer(place, chosen[0].row),
        "status": _need(place, chosen[0].row),
        "focuses": sorted({dice.randrange(6), dice.randrange(6)}),
        "goals": [(dice.randrange(40, 99), dice.randrange(5, 39)) for _one in "123"],
    }


def project(number: int, *, cities: int) -> dict:
    owner = number % cities
    place, dice = home(owner), random("project", number)
    topics = invented.topics()
    topic = topics[dice.randrange(len(topics))]
    facts = about("about_needs", place.language, dice, cities, owner)
    begins = FIRST_YEAR + dice.randrange(YEARS)
    offered = invented.of_sector(topic.sector)
    return {
        "slug": invented.slug("project", number),
        "city": owner,
        "plan": invented.slug("plan", owner),
        "order": number // cities,
        "place": place,
        "topic": topic,
        "name": f"{name(owner, place.language)} {number // cities + 1}",
        "status": facts,
        "needs_text": _need(place, topic.row),
        "outcome": _offer(place, topic.row),
        "offers": _offer(place, dice.choice(offered).row)
        if dice.random() < OFFERING
        else "",
        "stage": dice.randrange(STAGES),
        "years": (begins, begins + 1 + dice.randrange(4)),
        "sdgs": sorted({11, dice.randrange(1, 18)}),
        "north": round(dice.uniform(-0.1, 0.1), 4),
        "east": round(dice.uniform(-0.1, 0.1), 4),
        "money": [
            {
                "kind": kind,
                "source": dice.choice(SOURCES),
                "secured": "secured" if dice.random() < SECURED else "sought",
                "amount": figures(dice)["number"] * 1000,
            }
            for kind in KINDS[: 1 + dice.randrange(3)]
        ],
    }


def _need(place: Place, row: int) -> str:
    return joined([invented.sentences("need")[place.language][row]], place.language)


def _offer(place: Place, row: int) -> str:
    return invented.sentences("offer")[place.language][row]
