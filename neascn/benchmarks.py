"""Figures of the portal that runs here, each with the limit it must keep.

They are taken on the database that the settings name; `make bench` brings up
the demo network's. Times depend on the machine: compare them within one run.
"""

import gzip
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from matching import background, engines
from members.models import User
from members.states import Role
from scaps.models import Need
from solutions import matching

PUBLIC, SIGNED_IN = 12, 25
FIRST_VIEW_KB = 60
LANGUAGE = "mn"
# Sentences of 45 tokens on average.
SHORT_TEXTS = 240
_ASSET = re.compile(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"')


@dataclass(frozen=True)
class Figure:
    """One measured value; it passes at or below its limit, or above a floor."""

    name: str
    value: float
    unit: str
    limit: float
    floor: bool = False

    @property
    def passes(self) -> bool:
        return self.value >= self.limit if self.floor else self.value <= self.limit

    def as_json(self) -> dict:
        return {**asdict(self), "pass": self.passes}


def figures() -> Iterator[Figure]:
    yield from queries()
    yield first_view()
    yield from matches()


def queries() -> Iterator[Figure]:
    """Queries of a page the second time it is asked for."""
    visitor, csco = Client(), Client()
    seat = User.objects.filter(seats__role=Role.CSCO, seats__ended_at=None).first()
    if seat is not None:
        csco.force_login(seat)
    open_to_all = Need.objects.visible_to(AnonymousUser())
    need = open_to_all.filter(matches__isnull=False).first()
    public = ["home", "members:index", "scaps:index", "solutions:index"]
    for name in public:
        yield _queries(visitor, name, PUBLIC)
    if need is not None:
        yield _queries(visitor, "scaps:detail", PUBLIC, need.pk)
        csco.force_login(need.entered_by)
        yield _queries(csco, "solutions:finder", SIGNED_IN, need.pk)
        yield _queries(csco, "home", SIGNED_IN)


def _queries(browser: Client, name: str, limit: int, *args) -> Figure:
    with translation.override(LANGUAGE):
        address = reverse(name, args=args)
    host = {"HTTP_HOST": settings.SITE_HOST}
    browser.get(address, **host)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address, **host)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    who = "signed in" if "_auth_user_id" in browser.session else "public"
    return Figure(f"queries {name}, {who}", len(asked), "queries", limit)


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


def matches() -> Iterator[Figure]:
    """The whole ranked answer for one need, with and without its text's vectors."""
    needs = list(Need.objects.published().order_by("pk")[:10])
    if not needs:
        return
    matching.match(needs[0].pk)
    warm = [_seconds(lambda n=need: matching.match(n.pk)) for need in needs]
    yield Figure("ranked answer, text known", round(1000 * median(warm)), "ms", 150)
    groups = background.sentences("offer").values()
    texts = [text for group in groups for text in group][:SHORT_TEXTS]
    seconds = _seconds(lambda: engines.configured().encode(texts, "offer"))
    speed = round(len(texts) / seconds)
    yield Figure("short texts encoded", speed, "texts/s", limit=60, floor=True)


def _seconds(call) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin
