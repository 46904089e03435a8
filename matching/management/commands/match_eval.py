"""`match_eval DIR`: how well the portal's engine orders a judged set."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from matching import judged_set, voices
from matching.encoder import EncoderUnusable
from matching.evaluation import Result, evaluate
from matching.metrics import NAMES, Figures
from matching.weights import START

HEADINGS = {
    "p1": "P@1",
    "r5": "R@5",
    "r10": "R@10",
    "mrr": "MRR",
    "ndcg10": "nDCG@10",
}


class Command(BaseCommand):
    help = "Rank the solutions of a judged set and compare with the judgements."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            metavar="DIR",
            type=Path,
            help="holds needs.jsonl, solutions.jsonl and qrels.jsonl",
        )
        parser.add_argument(
            "--text-only", action="store_true", help="order by the texts alone"
        )
        parser.add_argument(
            "--exclude-same-language",
            action="store_true",
            help="leave out solutions in the language of the need",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, folder, text_only, exclude_same_language, json, **options):
        try:
            judged = judged_set.read(folder)
            result = evaluate(
                judged,
                voices.load(settings.MODEL_DIR, own=settings.EMBEDDING_MODEL_DIR),
                weights=START,
                cache=settings.MODEL_DIR,
                text_only=text_only,
                exclude_same_language=exclude_same_language,
            )
        except (judged_set.BadSet, EncoderUnusable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(result) if json else as_table(result))


def as_json(result: Result) -> str:
    return json.dumps(result.as_json(), ensure_ascii=False)


def as_table(result: Result) -> str:
    heading = f"{'':10}" + "".join(f"{HEADINGS[name]:>9}" for name in NAMES)
    rows = [row("all", result.overall)]
    rows += [row(language, figures) for language, figures in result.by_language.items()]
    foot = (
        f"{result.engine}, weights {result.weights}: {result.texts} texts in "
        f"{result.seconds} s, {result.texts_per_second} texts/s encoded"
    )
    return "\n".join([heading, *rows, "", foot])


def row(label: str, figures: Figures) -> str:
    values = [getattr(figures, name) for name in NAMES]
    return f"{label:10}" + "".join(
        f"{'–':>9}" if value is None else f"{value:9.3f}" for value in values
    )
