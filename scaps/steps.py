"""The five short steps in which a need is written, one group of questions each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """`name` stands in the address, `fields` are those of `forms.NeedForm`."""

    name: str
    title: Promise
    lead: Promise
    fields: tuple[str, ...]

    @property
    def number(self) -> int:
        return STEPS.index(self) + 1

    @property
    def is_last(self) -> bool:
        return self is STEPS[-1]


STEPS = (
    Step(
        "problem",
        _("What is missing?"),
        _("Write in your own language. Solutions in all six languages are searched."),
        ("organisation", "source_lang", "title", "text"),
    ),
    Step(
        "subject",
        _("What is it about?"),
        _("Sector and solution areas are the two axes of the catalogue."),
        ("sector", "areas", "types"),
    ),
    Step(
        "standing",
        _("Where do you stand?"),
        _("Leave open what is not decided yet."),
        ("stage", "urgency", "starts_on"),
    ),
    Step(
        "conditions",
        _("What are the conditions?"),
        _("They help to rank what fits your means. Nothing here is binding."),
        ("budget_min", "budget_max", "currency", "languages"),
    ),
    Step(
        "answers",
        _("Who may see it? Check your answers"),
        _("Saving shows the need to nobody else: publishing it is a step of its own."),
        ("visibility",),
    ),
)
FIRST, LAST = STEPS[0], STEPS[-1]


def named(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)


def numbered(number: int) -> Step:
    """The step with a number; beyond the last there is the last."""
    return STEPS[min(max(number, 1), len(STEPS)) - 1]


def asking(names) -> Step:
    """The first step that asks for one of these fields."""
    return next((s for s in STEPS if not set(names).isdisjoint(s.fields)), FIRST)
