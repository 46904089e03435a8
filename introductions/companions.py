"""What else an introduction is about. Higher apps tell of their things here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from introductions.models import Introduction
from translations.services import Text


@dataclass(frozen=True)
class Companion:
    """Something that belongs to what an introduction is about, as a reader sees it."""

    label: str | Promise
    title: Text
    url: str


Source = Callable[[Introduction, object], Iterable[Companion]]
SOURCES: list[Source] = []


def register(source: Source) -> None:
    if source not in SOURCES:
        SOURCES.append(source)


def of(introduction: Introduction, user) -> list[Companion]:
    return [found for source in SOURCES for found in source(introduction, user)]
