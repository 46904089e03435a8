"""Which kinds of local government a country has, and what their heads are called.

The lists narrow a choice, they forbid nothing: a word that staff added since,
or a country that is not named here, is offered everything.
"""

from functools import cache
from importlib.resources import files

from core.names import DisplayOrder
from vocabulary import loading

MAYOR, GOVERNOR = "mayor", "governor"
CHAIRPERSON = "chairperson_peoples_committee"

HEADS = {
    "CN": {
        "municipality": (MAYOR,),
        "sub_provincial_city": (MAYOR,),
        "prefecture_level_city": (MAYOR,),
        "county_level_city": (MAYOR,),
        "province": (GOVERNOR,),
        "autonomous_region": ("chairperson_region",),
        "autonomous_prefecture": ("prefecture_head",),
        "special_administrative_region": ("chief_executive",),
        "county": ("head_of_county",),
        "district": ("head_of_district",),
    },
    "JP": {
        "prefecture": (GOVERNOR,),
        "designated_city": (MAYOR,),
        "core_city": (MAYOR,),
        "city": (MAYOR,),
        "special_ward": ("head_of_district", MAYOR),
        "town": (MAYOR,),
    },
    "KR": {
        "special_city": (MAYOR,),
        "metropolitan_city": (MAYOR,),
        "special_self_governing_city": (MAYOR,),
        "city": (MAYOR,),
        "province": (GOVERNOR,),
        "special_self_governing_province": (GOVERNOR,),
        "county": ("head_of_county",),
        "district": ("head_of_district",),
    },
    "MN": {
        "capital_city": ("governor_capital_mayor",),
        "aimag": (GOVERNOR,),
        "soum": (GOVERNOR,),
        "city": (MAYOR, GOVERNOR),
        "district": (GOVERNOR, "head_of_district"),
    },
    "RU": {
        "oblast": (GOVERNOR,),
        "krai": (GOVERNOR,),
        "autonomous_oblast": (GOVERNOR,),
        "autonomous_okrug": (GOVERNOR,),
        "republic": ("head_of_republic",),
        "federal_city": (MAYOR, GOVERNOR),
        "urban_okrug": (MAYOR, "head_of_city", "head_of_administration"),
        "district": ("head_of_district",),
        "town": ("head_of_city", "head_of_administration"),
    },
    "KP": dict.fromkeys(
        (
            "city",
            "special_city",
            "capital_city",
            "province",
            "county",
            "district",
            "peoples_committee_area",
        ),
        (CHAIRPERSON,),
    ),
}

ORDERS = {
    "MN": DisplayOrder.PATRONYMIC_GIVEN,
    "RU": DisplayOrder.GIVEN_FIRST,
}
"""How a name is usually written in Latin letters; in all others the family first."""

WITHOUT_PATRONYMIC = frozenset({"CN", "JP", "KP", "KR", "VN"})

LANGUAGES = {
    "CN": "zh-Hans",
    "JP": "ja",
    "KP": "ko",
    "KR": "ko",
    "MN": "mn",
    "RU": "ru",
}
"""The language of official names, as a BCP 47 tag; asked for where it is not known."""


@cache
def _countries_of_units() -> dict[str, frozenset[str]]:
    rows = loading.read("unit_types")
    return {row["code"]: frozenset(row["countries"]) for row in rows}


def fits(unit: str, country: str) -> bool:
    """Whether a country has local governments of this kind, as far as is known."""
    known = _countries_of_units()
    if not any(country in countries for countries in known.values()):
        return True
    return unit not in known or country in known[unit]


def heads(unit: str, country: str) -> tuple[str, ...]:
    """Codes of the titles that the head of such a unit may have; none: any."""
    return HEADS.get(country, {}).get(unit, ())


def name_order(country: str) -> DisplayOrder:
    return ORDERS.get(country, DisplayOrder.FAMILY_FIRST)


@cache
def zones(country: str) -> tuple[str, ...]:
    """IANA time zones of a country, that of most people first; none: not known."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line[:1] != "#")
    return tuple(row[2] for row in rows if row[0] == country)
