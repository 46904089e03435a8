"""`overlap_eval DIR`: how well the portal's engine finds overlaps of a judged set."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from matching import overlap_eval, overlap_set, voices
from matching.encoder import EncoderUnusable
from matching.judged_set import BadSet
from matching.overlap import TERMS, Weights
from matching.overlap_eval import PRECISIONS, Pairs, Step
from matching.overlap_weights import START


class Command(BaseCommand):
    help = "Find the overlaps of a judged set and compare with the judgements."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            metavar="DIR",
            type=Path,
            help="holds projects.jsonl and pairs.jsonl",
        )
        parser.add_argument(
            "--fit", action="store_true", help="fit new weights and print them too"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, folder, fit, json, **options):
        try:
            figures, pairs = overlap_eval.evaluate(
                overlap_set.read(folder),
                voices.load(settings.MODEL_DIR, own=settings.EMBEDDING_MODEL_DIR),
                weights=START,
                cache=settings.MODEL_DIR,
            )
        except (BadSet, EncoderUnusable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(figures) if json else as_table(figures, pairs))
        if fit and not json:
            self.stdout.write(as_weights(pairs))


def as_json(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False)


def as_table(figures: dict[str, Any], pairs: Pairs) -> str:
    """The ladder step by step, then what officers are shown."""
    heading = f"{'recall at precision':46}" + "".join(f"{p:>8}" for p in PRECISIONS)
    steps = [rung(step) for step in overlap_eval.ladder(pairs)]
    shown = (
        f"shown from {figures['threshold']}: {figures['shown']} pairs, precision "
        f"{number(figures['precision'])}, recall {number(figures['recall'])} of "
        f"{figures['true']}; {figures['seconds']} s"
    )
    languages = [
        f"{both:16} precision {number(found['precision'])}"
        f"  recall {number(found['recall'])}"
        for both, found in figures["by_language_pair"].items()
    ]
    return "\n".join([heading, *steps, "", shown, "", *languages])


def rung(step: Step) -> str:
    return f"{step.name:46}" + "".join(f"{number(r):>8}" for r in step.recall.values())


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def as_weights(pairs: Pairs) -> str:
    """For `matching.overlap_weights`."""
    found: Weights = overlap_eval.fit(pairs, version="next")
    unseen = overlap_eval.cross_validated(pairs)
    thresholds = ", ".join(
        f"{p}: {overlap_eval.threshold_of(unseen, pairs, p):.3f}" for p in PRECISIONS
    )
    weights = ", ".join(
        f'"{name}": {found.weight[name]:.2f}' for name in TERMS if name in found.weight
    )
    return (
        f"\nbias {found.bias:.2f}, weight {{{weights}}}\n"
        f"least score for a precision of {thresholds}"
    )
