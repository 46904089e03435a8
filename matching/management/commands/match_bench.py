"""`match_bench`: the exact top ten of many needs, timed beside the bare product."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from matching.bench import run

LABELS = {
    "seconds": "exact top ten of all needs, filters on, seconds",
    "sgemm_seconds": "bare product of the same matrices, seconds",
    "ratio": "the first over the second",
    "single_ms": "one need against all, milliseconds",
    "recall": "recall against sorting every score",
    "rss_mb": "resident memory, MB",
    "threads": "threads",
}


class Command(BaseCommand):
    help = "Time batch and single matching on made-up vectors."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--needs", type=int, default=1000)
        parser.add_argument("--solutions", type=int, default=100_000)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, needs, solutions, json, **options):
        if needs < 1 or solutions < 1:
            raise CommandError("--needs and --solutions must be 1 or more.")
        timing = asdict(run(needs, solutions))
        self.stdout.write(as_json(timing) if json else as_table(timing))


def as_json(timing: dict[str, float]) -> str:
    return json.dumps(timing)


def as_table(timing: dict[str, float]) -> str:
    return "\n".join(f"{LABELS[name]:50}{value:>10}" for name, value in timing.items())
