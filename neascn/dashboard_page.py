"""The network dashboard: figures with their words, bars and the lists they open."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core import facets
from core.money import Money
from neascn import dashboard_figures as figures
from neascn.dashboard_scope import Scope
from scaps.states import TargetStanding
from vocabulary.models import Country, FocusArea, Sector, Stage

TONES = {
    TargetStanding.REACHED: "done",
    TargetStanding.ON_COURSE: "run",
    TargetStanding.BEHIND: "hold",
    TargetStanding.UNRATED: "plan",
    TargetStanding.NOT_REPORTED: "",
}
LISTS = {
    "stage": Stage.objects.all(),
    "sector": Sector.objects.all(),
    "focus": FocusArea.objects.all(),
    "country": Country.objects.all(),
}


@dataclass(frozen=True)
class Figures:
    """All that the page and its table are made of; nine queries."""

    plans: int
    targets: dict[str, int]
    projects: dict
    sectors: dict
    focuses: dict
    needs: dict
    needs_by_focus: dict
    reports: dict
    missing: int


def of(scope: Scope) -> Figures:
    rows = figures.targets(scope)
    reported = figures.reports(scope)
    plans = scope.plans.count()
    return Figures(
        plans=plans,
        targets=figures.standings(rows),
        projects=figures.projects(scope),
        sectors=figures.by_sector(scope),
        focuses=figures.by_focus(scope),
        needs=figures.needs(scope),
        needs_by_focus=figures.needs_by_focus(scope),
        reports=reported,
        missing=plans - reported["n"],
    )


def context(scope: Scope) -> dict:
    found = of(scope)
    words = facets.words(LISTS)
    countries = found.projects["countries"]
    return {
        "scope": scope,
        "figures": found,
        "networks": [
            {
                "label": network.acronym,
                "url": f"?{scope.query(network=network.slug, country='', year='')}",
                "current": network == scope.network,
            }
            for network in scope.networks
        ],
        "countries": [
            {
                "code": country.code,
                "label": str(country),
                "chosen": country.code == scope.country,
            }
            for country in words["country"]
        ],
        "country_name": name_of(words["country"], scope.country),
        "key": key_figures(scope, found),
        "targets": target_shares(scope, found.targets),
        "stages": bars(
            scope, "projects", "stage", words["stage"], found.projects["stages"]
        ),
        "money": [
            money_table(scope, _("Sector"), "sector", words["sector"], found.sectors),
            money_table(scope, _("Focus area"), "focus", words["focus"], found.focuses),
            money_table(scope, _("Country"), "country", words["country"], countries),
        ],
        "unmet": [
            {"title": title, "bars": bars(scope, "needs", name, words[name], counts)}
            for title, name, counts in (
                (_("By sector"), "sector", found.needs["sectors"]),
                (_("By focus area"), "focus", found.needs_by_focus),
                (_("By country"), "country", found.needs["countries"]),
            )
        ],
        "reporting": reporting(scope, found),
        "csv": f"{reverse('dashboard:csv')}?{scope.query()}",
    }


# --- Parts -------------------------------------------------------------------------


def key_figures(scope: Scope, found: Figures) -> list[dict]:
    """The line on top; each leads to what it counts."""
    countries = found.projects["countries"].values()
    return [
        {
            "label": _("Plans in force"),
            "text": number(found.plans),
            "url": list_url(scope, "plans"),
        },
        {
            "label": _("Strategic targets"),
            "text": number(sum(found.targets.values())),
            "url": list_url(scope, "targets"),
        },
        {
            "label": _("Priority projects"),
            "text": number(sum(row[0] for row in countries)),
            "url": list_url(scope, "projects"),
        },
        {
            "label": _("Money sought"),
            "text": usd(sum(row[1] for row in countries)),
            "url": list_url(scope, "projects", money="sought"),
        },
        {
            "label": _("Money secured"),
            "text": usd(sum(row[2] for row in countries)),
            "url": list_url(scope, "projects", money="secured"),
        },
        {
            "label": _("Unmet needs"),
            "text": number(sum(found.needs["sectors"].values())),
            "url": list_url(scope, "needs"),
        },
    ]


def target_shares(scope: Scope, counts: dict[str, int]) -> list[dict]:
    """Parts of one bar: where each begins, how wide it is, and its number."""
    total = sum(counts.values())
    parts, begins = [], 0.0
    for word in TargetStanding:
        if word == TargetStanding.UNRATED and not counts[word]:
            continue
        width = 100 * counts[word] / total if total else 0.0
        parts.append(
            {
                "label": word.label,
                "tone": TONES[word],
                "text": number(counts[word]),
                "url": list_url(scope, "targets", standing=word)
                if counts[word]
                else "",
                "x": f"{begins:.3f}%",
                "width": f"{width:.3f}%",
            }
        )
        begins += width
    return parts


def bars(scope: Scope, what: str, name: str, words, counts) -> dict:
    """A bar for each word that something has, in the order of the word list."""
    items = [
        {
            "label": str(word),
            "url": list_url(scope, what, **{name: word.code}),
            "value": counts[word.code],
            "text": number(counts[word.code]),
        }
        for word in words
        if counts.get(word.code)
    ]
    return {"rows": items, "max": max((item["value"] for item in items), default=1)}


def money_table(scope: Scope, title: str, name: str, words, sums) -> dict:
    """Rows of a table: projects, money sought and secured, and the share secured."""
    rows = [
        {
            "label": str(word),
            "url": list_url(scope, "projects", **{name: word.code}),
            "projects": number(sums[word.code][0]),
            "sought": usd(sums[word.code][1]),
            "secured": usd(sums[word.code][2]),
            "share": share(sums[word.code][1], sums[word.code][2]),
        }
        for word in words
        if word.code in sums
    ]
    return {"title": title, "rows": rows}


def reporting(scope: Scope, found: Figures) -> dict:
    """Who reported for the year, and what their reports say of money."""
    secured, spent = found.reports["secured"], found.reports["spent"]
    return {
        "reported": found.reports["n"],
        "reported_url": list_url(scope, "reported"),
        "missing": found.missing,
        "missing_url": list_url(scope, "missing") if scope.knows_members else "",
        "of": found.plans,
        "most": max(found.plans, 1),
        "secured": usd(secured) if secured else "",
        "spent": usd(spent) if spent else "",
    }


def list_url(scope: Scope, what: str, **more) -> str:
    return f"{reverse('dashboard:list', args=[what])}?{scope.query(**more)}"


def name_of(words, code: str) -> str:
    return next((str(word) for word in words if word.code == code), "")


def share(sought: Decimal, secured: Decimal) -> int | None:
    """Of all the money that is planned, how much is secured, in percent."""
    total = sought + secured
    return int(100 * secured / total) if total else None


def number(value: int) -> str:
    return number_format(value, force_grouping=True)


def usd(value: Decimal | int) -> str:
    return str(Money(Decimal(value), "USD"))


# --- As a table --------------------------------------------------------------------


def table(scope: Scope) -> tuple[list, list[list]]:
    """Every figure of the page as a row: what, of which, number, unit."""
    found = of(scope)
    words = facets.words(LISTS)
    header = [
        _("Figure"),
        _("Of"),
        _("Number"),
        _("Projects"),
        _("Sought, USD"),
        _("Secured, USD"),
    ]
    rows: list[list] = [[_("Plans in force"), "", found.plans]]
    rows += [
        [_("Strategic targets"), TargetStanding(word).label, n]
        for word, n in found.targets.items()
    ]
    rows += [
        [_("Projects by stage"), str(word), found.projects["stages"][word.code]]
        for word in words["stage"]
    ]
    sums = {
        "sector": found.sectors,
        "focus": found.focuses,
        "country": found.projects["countries"],
    }
    titles = {
        "sector": _("Money by sector"),
        "focus": _("Money by focus area"),
        "country": _("Money by country"),
    }
    rows += [
        [titles[name], str(word), "", *sums[name][word.code]]
        for name in sums
        for word in words[name]
        if word.code in sums[name]
    ]
    unmet = {
        "sector": found.needs["sectors"],
        "focus": found.needs_by_focus,
        "country": found.needs["countries"],
    }
    rows += [
        [_("Unmet needs"), str(word), counts[word.code]]
        for name, counts in unmet.items()
        for word in words[name]
        if counts.get(word.code)
    ]
    year = scope.year
    rows += [
        [_("Reported for %(year)s") % {"year": year}, "", found.reports["n"]],
        [_("Not reported for %(year)s") % {"year": year}, "", found.missing],
    ]
    return header, [row + [""] * (len(header) - len(row)) for row in rows]
