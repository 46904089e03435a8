"""What a version of the weights would change, computed before anybody uses it.

Up to thirty open needs are ranked with both versions, in pieces of two seconds; what
is done so far stands in the version's own row, so that a killed job goes on.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import zip_longest
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from core.languages import CODES
from matching import engines, judged_set
from matching.evaluation import evaluate
from matching.models import WeightSet
from matching.states import WeightState
from matching.weights import Weights
from matching.weights_in_use import current, weights_of
from scaps.models import Need
from solutions import matching

log = logging.getLogger(__name__)

NEEDS, SECONDS = 30, 2.0
WORDS = ("strong", "possible", "weak")
MOST_CHANGED = 5


@dataclass(frozen=True)
class Change:
    """How the needs of one language, or of all, would see their lists change."""

    lang: str
    needs: int
    first: int
    entered: int
    places: int


def step(weight_set_id: int) -> bool:
    """Compare for two seconds; whether something is left for another job."""
    row = WeightSet.objects.exclude(state=WeightState.USED).filter(pk=weight_set_id)
    weight_set = row.first()
    if weight_set is None or weight_set.previewed_at is not None:
        return False
    old, new = current(), weights_of(weight_set)
    found = weight_set.preview
    if found.get("against") != old.version or found.get("numbers") != asdict(new):
        found = _begun(old, new)
    until = monotonic() + SECONDS
    while found["left"] and monotonic() < until:
        found["rows"] += _compared(found["left"].pop(0), old, new)
    done = not found["left"]
    if done:
        found["judged"] = _judged(old, new)
    return _keep(weight_set_id, found, done=done) and not done


def total(preview: dict[str, Any]) -> Change:
    return _summed("", preview["rows"])


def by_language(preview: dict[str, Any]) -> list[Change]:
    rows = preview["rows"]
    langs = [code for code in CODES if any(row["lang"] == code for row in rows)]
    return [_summed(code, [r for r in rows if r["lang"] == code]) for code in langs]


def words(preview: dict[str, Any]) -> list[dict[str, Any]]:
    """How many results get each word, before and after."""
    before, after = Counter[str](), Counter[str]()
    for row in preview["rows"]:
        before.update(row["words_old"])
        after.update(row["words_new"])
    return [{"word": w, "before": before[w], "after": after[w]} for w in WORDS]


def most_changed(preview: dict[str, Any]) -> list[dict[str, Any]]:
    """The needs whose lists change most; those that stay as they are left out."""
    rows = [row for row in preview["rows"] if row["first"] or row["entered"]]
    rows.sort(key=lambda row: (-row["entered"], -row["first"], -row["moved"]))
    return rows[:MOST_CHANGED]


def _begun(old: Weights, new: Weights) -> dict[str, Any]:
    return {
        "against": old.version,
        "numbers": asdict(new),
        "left": _chosen(),
        "rows": [],
        "judged": {},
    }


def _chosen() -> list[int]:
    """Open needs that have a list, newest first, the languages taking turns."""
    needs = Need.objects.open().filter(ranking__done__gt=0, ranking__restricted=False)
    by_lang: Iterable[list[int]] = [
        list(
            needs.filter(source_lang=code)
            .order_by("-pk")
            .values_list("pk", flat=True)[:NEEDS]
        )
        for code in CODES
    ]
    in_turn = [pk for row in zip_longest(*by_lang) for pk in row if pk is not None]
    return in_turn[:NEEDS]


def _compared(need_id: int, old: Weights, new: Weights) -> list[dict[str, Any]]:
    """One row; none for a need that is gone or odd."""
    need = Need.objects.open().filter(pk=need_id).first()
    if need is None:
        return []
    try:
        found = matching.compare_weights(need_id, old, new)
    except OperationalError:
        raise
    except Exception:
        log.exception("Need %s could not be compared.", need_id)
        return []
    before, after = found["top10_old"], found["top10_new"]
    return [
        {
            "need": need_id,
            "lang": need.source_lang,
            "first": before[:1] != after[:1],
            "entered": len(set(after) - set(before)),
            "places": len(after),
            "moved": found["moved"],
            "words_old": dict(found["words_old"]),
            "words_new": dict(found["words_new"]),
        }
    ]


def _judged(old: Weights, new: Weights) -> dict[str, Any]:
    """nDCG@10 on the judged set of the installation, where it has one."""
    folder = getattr(settings, "JUDGED_SET_DIR", None)
    if not folder:
        return {}
    try:
        judged = judged_set.read(folder)
    except (judged_set.BadSet, OSError):
        log.exception("The judged set could not be read.")
        return {}
    encoder, cache = engines.configured(), settings.MODEL_DIR
    return {
        name: evaluate(judged, encoder, weights=weights, cache=cache).overall.ndcg10
        for name, weights in (("before", old), ("after", new))
    } | {"needs": len(judged.needs)}


@transaction.atomic
def _keep(weight_set_id: int, found: dict[str, Any], *, done: bool) -> bool:
    """Unless the numbers were changed, or other weights came into use, meanwhile."""
    rows = WeightSet.objects.select_for_update(of=("self",))
    row = rows.filter(pk=weight_set_id).first()
    if row is None or row.state == WeightState.USED:
        return False
    if asdict(weights_of(row)) == found["numbers"]:
        row.preview, row.previewed_at = found, timezone.now() if done else None
        row.save(update_fields=["preview", "previewed_at"])
    return True


def _summed(lang: str, rows: list[dict[str, Any]]) -> Change:
    return Change(
        lang=lang,
        needs=len(rows),
        first=sum(row["first"] for row in rows),
        entered=sum(row["entered"] for row in rows),
        places=sum(row["places"] for row in rows),
    )
