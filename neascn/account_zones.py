"""Time zones to choose from: those of the network first, then all others."""

import zoneinfo
from datetime import datetime
from functools import cache

from django.utils.translation import gettext_lazy as _

NETWORK = (
    "Asia/Bangkok",
    "Asia/Brunei",
    "Asia/Chita",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Hovd",
    "Asia/Irkutsk",
    "Asia/Jakarta",
    "Asia/Jayapura",
    "Asia/Kamchatka",
    "Asia/Khandyga",
    "Asia/Krasnoyarsk",
    "Asia/Kuala_Lumpur",
    "Asia/Macau",
    "Asia/Magadan",
    "Asia/Makassar",
    "Asia/Manila",
    "Asia/Novosibirsk",
    "Asia/Omsk",
    "Asia/Phnom_Penh",
    "Asia/Pyongyang",
    "Asia/Sakhalin",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Srednekolymsk",
    "Asia/Tokyo",
    "Asia/Ulaanbaatar",
    "Asia/Urumqi",
    "Asia/Ust-Nera",
    "Asia/Vientiane",
    "Asia/Vladivostok",
    "Asia/Yakutsk",
    "Asia/Yangon",
    "Asia/Yekaterinburg",
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
)
CONTINENTS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def choices() -> list:
    """Choices for a form field; none of the network's zones has summer time."""
    others = {
        name
        for name in zoneinfo.available_timezones()
        if name.startswith(CONTINENTS) and name not in NETWORK
    }
    return [
        ("", "UTC"),
        (_("Zones of the network"), [(name, _with_offset(name)) for name in NETWORK]),
        (_("Other zones"), [(name, _in_words(name)) for name in sorted(others)]),
    ]


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def _with_offset(name: str) -> str:
    offset = datetime.now(zoneinfo.ZoneInfo(name)).strftime("%z")
    return f"{_in_words(name)} (UTC{offset[:3]}:{offset[3:]})"
