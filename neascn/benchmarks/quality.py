"""How well the engine orders the judged set that is kept with the tests."""

from collections.abc import Iterator

from django.conf import settings

from matching import engines, judged_set, weights_in_use
from matching.evaluation import evaluate
from neascn.benchmarks.figure import Figure
from solutions.models import Sweep

JUDGED = settings.BASE_DIR / "tests" / "data" / "judged"
TEXT_ALONE, WORST_LANGUAGE, WITH_FACETS = 0.85, 0.78, 0.90
RECALL = 0.95


def figures() -> Iterator[Figure]:
    if (JUDGED / "qrels.jsonl").exists():
        yield from orders()
    yield from recall()


def orders() -> Iterator[Figure]:
    judged = judged_set.read(JUDGED)
    found = {
        text_only: evaluate(
            judged,
            engines.configured(),
            weights=weights_in_use.current(),
            cache=settings.MODEL_DIR,
            text_only=text_only,
        )
        for text_only in (True, False)
    }
    worst = min(one.ndcg10 for one in found[True].by_language.values())
    for name, value, floor in (
        ("nDCG@10, text alone", found[True].overall.ndcg10, TEXT_ALONE),
        ("nDCG@10, worst language", worst, WORST_LANGUAGE),
        ("nDCG@10, with facets", found[False].overall.ndcg10, WITH_FACETS),
    ):
        yield Figure(name, round(value, 3), "", floor, floor=True)


def recall() -> Iterator[Figure]:
    """What the newest exact run says of the lists that the index had made."""
    newest = Sweep.objects.exclude(finished_at=None).first()
    if newest is not None and newest.recall is not None:
        value = round(newest.recall, 4)
        yield Figure("recall of stored lists", value, "", RECALL, floor=True)
