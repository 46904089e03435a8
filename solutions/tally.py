"""How many solutions each option of each facet would list, whatever else is chosen.

For each word there is the set of its published solutions, as the bits of one
large number: a choice is an “or”, several facets are an “and”, and counting is
counting bits. So any combination costs a hundred thousand rows no more than a
few milliseconds.

The sets come with two queries. For a large catalogue these take a second, so
its sets are kept: as they are for a minute, and on for as long as the history of
solutions, references and organisations shows no change.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.cache import cache
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from core import facets
from members.models import Organisation
from solutions.filters import SolutionFilter
from solutions.models import Reference, Solution

KEPT = "solutions.tally.1"
KEPT_SECONDS = 24 * 3600
UNASKED_SECONDS = 60
KEPT_FROM = 2_000
TRACKED = (Solution, Reference, Organisation)
Words = dict[str, list[facets.Offered]]


@dataclass(frozen=True)
class Tally:
    """The solutions of each (facet, code), and all of them, as bits by their id."""

    bits: dict[tuple[str, str], int]
    everything: int

    def counts(self, chosen: SolutionFilter, found: int | None = None) -> dict:
        """What each option would list; `found` are the solutions a search left."""
        on = {name: facets.chosen(chosen, name) for name in chosen.names()}
        allowed = {name: self._any(name, codes) for name, codes in on.items() if codes}
        start = self.everything if found is None else self.everything & found
        counts = {}
        for name in chosen.names():
            rows = start
            for other, bits in allowed.items():
                if other != name:
                    rows &= bits
            for (facet, code), bits in self.bits.items():
                if facet == name:
                    counts[name, code] = (bits & rows).bit_count()
        return counts

    def total(self, chosen: SolutionFilter, found: int | None = None) -> int:
        rows = self.everything if found is None else self.everything & found
        for name in chosen.names():
            if codes := facets.chosen(chosen, name):
                rows &= self._any(name, codes)
        return rows.bit_count()

    def _any(self, name: str, codes: Iterable[str]) -> int:
        return reduce(or_, (self.bits.get((name, code), 0) for code in codes), 0)


def current(words: Words) -> Tally:
    """The tally of what is published; that of a large catalogue a minute old at most."""
    kept = cache.get(KEPT)
    if kept is not None and _is_good(kept):
        bits = {key: _number(number) for key, number in kept["bits"].items()}
        return Tally(bits, _number(kept["everything"]))
    mark = _mark()
    tally = _made(words)
    if tally.everything.bit_count() >= KEPT_FROM:
        bits = {key: _bytes(number) for key, number in tally.bits.items()}
        everything = _bytes(tally.everything)
        kept = {"at": time.time(), "mark": mark, "bits": bits, "everything": everything}
        cache.set(KEPT, kept, KEPT_SECONDS)
    return tally


def _is_good(kept: dict) -> bool:
    return time.time() - kept["at"] < UNASKED_SECONDS or kept["mark"] == _mark()


def _mark() -> int:
    """A number that grows with every change of what is counted."""
    newest = [
        model.pgh_event_model.objects.order_by("-pgh_id").values_list("pgh_id")[:1]
        for model in TRACKED
    ]
    return sum(number for (number,) in newest[0].union(*newest[1:], all=True))


def bits_of(ids: Iterable[int]) -> int:
    ids = list(ids)
    bits = bytearray(max(ids, default=0) // 8 + 1)
    for number in ids:
        bits[number >> 3] |= 1 << (number & 7)
    return _number(bits)


def _made(words: Words) -> Tally:
    """Two queries: facets with one key a row together, each of the others apart."""
    rows = Solution.objects.published().order_by()
    filters = SolutionFilter.base_filters
    together = [name for name in words if not filters[name].many]
    bits: dict[tuple[str, str], int] = defaultdict(int)
    everything = 0
    for *keys, ids in rows.values_list(
        *(filters[name].key for name in together)
    ).annotate(ids=ArrayAgg("pk")):
        here = bits_of(ids)
        everything |= here
        for name, key in zip(together, keys, strict=True):
            for code in filters[name].codes_of(key, words[name]):
                bits[name, code] |= here
    for name, key, ids in _apart(rows, [n for n in words if n not in together]):
        here = bits_of(ids)
        for code in filters[name].codes_of(key, words[name]):
            bits[name, code] |= here
    return Tally(dict(bits), everything)


def _apart(rows: QuerySet, names: list[str]) -> QuerySet:
    keyed = [
        rows.values_list(
            Value(name, output_field=CharField()),
            Cast(SolutionFilter.base_filters[name].key, CharField()),
        ).annotate(ids=ArrayAgg("pk"))
        for name in names
    ]
    return keyed[0].union(*keyed[1:], all=True)


def _bytes(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "little")


def _number(bits: bytes | bytearray) -> int:
    return int.from_bytes(bits, "little")
