"""A form in short steps, one group of questions a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """`name` stands in the address, `label` beside the steps; none is the title.

    A step knows its place once it is one of `Steps`.
    """

    name: str
    title: Promise
    lead: Promise
    label: Promise | str = field(default="", kw_only=True)
    number: int = field(default=0, kw_only=True)
    is_last: bool = field(default=False, kw_only=True)


S = TypeVar("S", bound=Step)


class Steps(tuple[S, ...], Generic[S]):
    """Steps in order, numbered from 1."""

    def __new__(cls, steps: Iterable[S]) -> "Steps[S]":
        steps = list(steps)
        last = len(steps)
        return super().__new__(
            cls,
            (
                replace(step, number=number, is_last=number == last)
                for number, step in enumerate(steps, start=1)
            ),
        )

    def named(self, name: str) -> S | None:
        return next((step for step in self if step.name == name), None)

    def numbered(self, number: int) -> S:
        """The step with a number; beyond the last there is the last."""
        return self[min(max(number, 1), len(self)) - 1]
