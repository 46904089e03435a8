"""Which encoder's vectors answer needs, and what happens when an operator changes it.

Vectors of two encoders never meet, so each has rows of its own. A new encoder fills
its rows in the background while the old one serves; when they are complete, it takes
over. Only workers load encoders: everybody else reads what stands here.
"""

from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from matching import background, voices
from matching.encoder import EncoderUnusable
from matching.models import DIMENSIONS, Embedding, Engine, Side, nearest_index
from matching.space import Mix, Space
from matching.voices import Voices


@cache
def configured() -> Voices:
    """The encoder that the settings name; loaded once per process, on first use."""
    return voices.load(settings.MODEL_DIR, own=settings.EMBEDDING_MODEL_DIR)


@cache
def of_folder(folder: str) -> Voices:
    return voices.load(settings.MODEL_DIR, own=folder)


@cache
def space(encoder: Voices) -> Space:
    return background.space(encoder, cache=settings.MODEL_DIR)


def registered() -> Engine:
    """The row of the configured encoder; the first of all serves at once."""
    encoder = configured()
    found = Engine.objects.filter(name=encoder.engine).first()
    if found is not None:
        return found
    mix = space(encoder).mix
    first_of_all = not Engine.objects.exclude(serves_since=None).exists()
    # Now, while it is empty: over a full table it would keep all writers waiting.
    index(encoder.dimensions)
    return Engine.objects.get_or_create(
        name=encoder.engine,
        defaults={
            "dimensions": encoder.dimensions,
            "first": mix.first,
            "scale": mix.scale,
            "folder": str(settings.EMBEDDING_MODEL_DIR or ""),
            "serves_since": timezone.now() if first_of_all else None,
        },
    )[0]


def serving() -> Engine:
    """The engine whose vectors are complete; loads nothing where one is known."""
    found = Engine.objects.exclude(serves_since=None).first()
    return found or registered()


def answering() -> tuple[Engine, Voices]:
    """The engine that jobs match with, and its encoder.

    It is the one that serves, as long as its encoder can be loaded; a packaged one of
    an older portal cannot, and then the configured one answers from what it has read.
    """
    engine = serving()
    if engine.name == configured().engine:
        return engine, configured()
    if engine.folder and Path(engine.folder).is_dir():
        with suppress(EncoderUnusable):
            old = of_folder(engine.folder)
            if old.engine == engine.name:
                return engine, old
    elif not engine.folder and settings.EMBEDDING_MODEL_DIR:
        old = of_folder("")
        if old.engine == engine.name:
            return engine, old
    return registered(), configured()


def mix(engine: Engine) -> Mix:
    return Mix(engine.first, engine.scale)


def is_changing() -> bool:
    """Whether the configured encoder still waits for its vectors to be complete.

    It may have served before, when an operator returns to an earlier one.
    """
    return registered() != serving()


@transaction.atomic
def take_over() -> None:
    """The configured encoder serves from now on."""
    engine = Engine.objects.select_for_update().get(pk=registered().pk)
    engine.serves_since = timezone.now()
    engine.save(update_fields=["serves_since"])


def index(dimensions: int) -> None:
    """Texts of another width than the packaged one get indexes of their own."""
    if dimensions == DIMENSIONS:
        return
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(
            cursor, Embedding._meta.db_table
        )
    for side in (Side.OFFER, Side.NEED):
        wanted = nearest_index(dimensions, side)
        if wanted.name not in known:
            with connection.schema_editor() as editor:
                editor.add_index(Embedding, wanted)


def forget_old() -> int:
    """Drop vectors of encoders that neither serve nor are configured."""
    kept = {serving().name, configured().engine}
    return Embedding.objects.exclude(engine__in=kept).delete()[0]
