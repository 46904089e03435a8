"""What an introduction can be about. Higher apps describe their things in `apps.py`.

An introduction keeps the title of its thing as it was. What else is to be known
of the thing, its app tells through an `About`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.functional import Promise

from core.languages import CODES, column


@dataclass(frozen=True, kw_only=True)
class About:
    """One kind of thing: its noun, and what may be asked about one of them.

    `owner` is the organisation whose thing it is, `permission` who may see it;
    what a visitor may see is public. `sector` is told where the title is not.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    permission: str
    owner: Callable[[Any], Any] = lambda thing: None
    sector: Callable[[Any], Any] = lambda thing: None
    title: str = "title"

    def titles(self, thing) -> Mapping[str, str]:
        """The title in the languages that it has, by code."""
        found = {code: getattr(thing, column(self.title, code)) for code in CODES}
        return {code: text for code, text in found.items() if text}

    def is_visible_to(self, user, thing) -> bool:
        return user.has_perm(self.permission, thing)

    def is_public(self, thing) -> bool:
        return self.is_visible_to(AnonymousUser(), thing)

    def url(self, thing) -> str:
        return thing.get_absolute_url()


ABOUTS: dict[str, About] = {}


def register(about: About) -> None:
    if ABOUTS.setdefault(about.kind, about) is not about:
        raise ValueError(f"Two things are called {about.kind!r}.")


def about_of(thing: Model) -> About:
    """The description of a thing; a thing of no kind cannot be introduced about."""
    return next(about for about in ABOUTS.values() if isinstance(thing, about.model))
