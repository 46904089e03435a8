"""`match_calibrate DIR`: numbers for `matching.weights`, measured on a judged set."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from matching import judged_set, voices
from matching.calibration import calibrate
from matching.weights import START


class Command(BaseCommand):
    help = "Fit the text term and the cut-offs of the words; print them as JSON."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *, folder, **options):
        try:
            judged = judged_set.read(folder)
        except judged_set.BadSet as error:
            raise CommandError(str(error)) from error
        fitted = calibrate(
            judged,
            voices.load(settings.MODEL_DIR, own=settings.EMBEDDING_MODEL_DIR),
            weights=START,
            cache=settings.MODEL_DIR,
        )
        self.stdout.write(json.dumps(fitted, indent=1))
