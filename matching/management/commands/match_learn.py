import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand

from matching import background, voices


class Command(BaseCommand):
    help = (
        "Learn the map of the packaged encoder from the shipped sentences, and keep it."
    )

    def handle(self, *args, **options):
        encoder = voices.load(settings.MODEL_DIR, precision="fp32")
        turn = background.learned(encoder, cache=settings.MODEL_DIR)
        background.write(background.LEARNED, turn.astype(np.float16))
        self.stdout.write(
            f"{background.LEARNED.name}: {len(turn)} dimensions, "
            f"size {float(np.linalg.norm(turn)):.2f}"
        )
