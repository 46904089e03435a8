from django.utils import timezone
from factory import LazyFunction
from factory.django import DjangoModelFactory

from core.languages import column
from vocabulary import models as vocabulary


class TranslatedFactory(DjangoModelFactory):
    """A factory that writes texts into the column of the source language.

    `NeedFactory(title="…", source_lang="mn")` fills `title_mn`; other
    languages are given by their columns, `title_ko="…"`.
    """

    _TRANSLATED: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        lang = kwargs.get("source_lang", "en")
        for field in cls._TRANSLATED:
            if field in kwargs:
                kwargs[column(field, lang)] = kwargs.pop(field)
        return kwargs


def word(model: str, code: str) -> LazyFunction:
    """A declaration: the row of a word list with this code."""
    return LazyFunction(lambda: getattr(vocabulary, model).objects.get(code=code))


def now() -> LazyFunction:
    return LazyFunction(timezone.now)
