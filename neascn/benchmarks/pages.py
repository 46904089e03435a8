"""What pages cost: queries and bytes."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from members.models import User
from members.states import Role
from neascn.benchmarks.figure import Figure
from scaps.models import Need, Scap
from solutions.models import Solution

PUBLIC, SIGNED_IN, GROWTH = 12, 25, 2
FIRST_VIEW_KB = 60
LANGUAGE = "mn"
LISTS = (
    "home",
    "members:index",
    "networks:index",
    "scaps:index",
    "overlaps:index",
    "needs:index",
    "solutions:index",
)
# A run on so many times the solutions is compared with the kept one.
TIMES = 10
_ASSET = re.compile(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"')


def figures() -> Iterator[Figure]:
    counted = dict(queries())
    for name, (count, limit) in counted.items():
        yield Figure(f"queries {name}", count, "queries", limit)
    counts = {name: count for name, (count, _limit) in counted.items()}
    yield from growth(counts, Solution.objects.published().count())
    yield first_view()


def queries() -> Iterator[tuple[str, tuple[int, int]]]:
    """Queries of each page the second time it is asked for, and how many it may ask."""
    visitor, csco = Client(), Client()
    open_to_all = Need.objects.visible_to(AnonymousUser())
    for name in LISTS:
        yield f"{name}, public", (_queries(visitor, name), PUBLIC)
    plans = Scap.objects.visible_to(AnonymousUser()).published()
    plan = plans.select_related("organisation").order_by("slug").first()
    if plan is not None:
        for name, slug in (
            ("members:detail", plan.organisation.slug),
            ("scaps:detail", plan.slug),
        ):
            yield f"{name}, public", (_queries(visitor, name, slug), PUBLIC)
    seat = User.objects.filter(seats__role=Role.CSCO, seats__ended_at=None)
    need = open_to_all.filter(matches__isnull=False, entered_by__in=seat).first()
    if need is not None:
        yield "needs:detail, public", (_queries(visitor, "needs:detail", need.pk), 12)
        csco.force_login(need.entered_by)
        for name, args in (("solutions:finder", [need.pk]), ("home", [])):
            yield f"{name}, signed in", (_queries(csco, name, *args), SIGNED_IN)


def _queries(browser: Client, name: str, *args) -> int:
    address = _address(name, *args)
    host = {"HTTP_HOST": settings.SITE_HOST}
    browser.get(address, **host)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address, **host)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return len(asked)


def _address(name: str, *args) -> str:
    with translation.override(LANGUAGE):
        return reverse(name, args=args)


def growth(counts: dict[str, int], solutions: int) -> Iterator[Figure]:
    """More queries than a tenth of the data took, where that was counted here."""
    before = _kept()
    if not before or solutions <= before["solutions"]:
        _keep(counts, solutions)
    elif solutions >= TIMES * before["solutions"]:
        for name in counts.keys() & before["counts"].keys():
            more = counts[name] - before["counts"][name]
            yield Figure(f"more queries {name}", more, "queries", GROWTH)


def remember() -> None:
    """Count now, for the comparison with ten times the data later."""
    if not _kept():
        counts = {name: count for name, (count, _limit) in queries()}
        _keep(counts, Solution.objects.published().count())


def _kept() -> dict:
    try:
        return json.loads(_path().read_text())
    except (OSError, ValueError):
        return {}


def _keep(counts: dict[str, int], solutions: int) -> None:
    _path().write_text(json.dumps({"solutions": solutions, "counts": counts}))


def _path() -> Path:
    return settings.DATA_DIR / "bench-queries.json"


def first_view() -> Figure:
    """The home page with all it loads, compressed as it is served (gzip 9)."""
    page = Client().get(f"/{LANGUAGE}/", HTTP_HOST=settings.SITE_HOST)
    names = {*_ASSET.findall(page.content.decode()), "img/map-dots.svg"}
    total = len(gzip.compress(page.content, 9))
    total += sum(len(gzip.compress(_asset(name), 9)) for name in names)
    return Figure("first view", round(total / 1000, 1), "kB", FIRST_VIEW_KB)


def _asset(name: str) -> bytes:
    served = Path(settings.STATIC_ROOT) / name
    found = served if served.exists() else Path(finders.find(name))
    return found.read_bytes()
