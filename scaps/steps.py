"""The five short steps in which a need is written, one group of questions each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.steps import Step, Steps


@dataclass(frozen=True)
class NeedStep(Step):
    """`fields` are those of `forms.NeedForm`."""

    fields: tuple[str, ...] = ()


STEPS = Steps(
    [
        NeedStep(
            "problem",
            _("What is missing?"),
            _(
                "Write in your own language. Solutions in all six languages are searched."
            ),
            ("organisation", "source_lang", "title", "text"),
        ),
        NeedStep(
            "subject",
            _("What is it about?"),
            _("Sector and solution areas are the two axes of the catalogue."),
            ("sector", "areas", "types"),
        ),
        NeedStep(
            "standing",
            _("Where do you stand?"),
            _("Leave open what is not decided yet."),
            ("stage", "urgency", "starts_on"),
        ),
        NeedStep(
            "conditions",
            _("What are the conditions?"),
            _("They help to rank what fits your means. Nothing here is binding."),
            ("budget_min", "budget_max", "currency", "languages"),
        ),
        NeedStep(
            "answers",
            _("Who may see it? Check your answers"),
            _(
                "Saving shows the need to nobody else: publishing it is a step of its own."
            ),
            ("visibility",),
        ),
    ]
)
FIRST, LAST = STEPS[0], STEPS[-1]


def asking(names) -> NeedStep:
    """The first step that asks for one of these fields."""
    return next((s for s in STEPS if not set(names).isdisjoint(s.fields)), FIRST)
