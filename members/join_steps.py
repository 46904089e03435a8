"""The short steps in which a local government asks to join."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Step:
    """`name` stands in the address, `label` beside the steps; `members.join_forms`
    has the questions."""

    name: str
    label: Promise
    title: Promise
    lead: Promise

    @property
    def number(self) -> int:
        return STEPS.index(self) + 1

    @property
    def is_last(self) -> bool:
        return self is STEPS[-1]


STEPS = (
    Step(
        "country",
        _("Country"),
        _("In which country is your local government?"),
        _("The next questions fit the answer."),
    ),
    Step(
        "unit",
        _("Kind of local government"),
        _("What kind of local government is it?"),
        _("Cities, provinces and districts of every level may join."),
    ),
    Step(
        "names",
        _("Names"),
        _("What is its name?"),
        _("The official name, as it stands on your letters."),
    ),
    Step(
        "facts",
        _("Place and size"),
        _("Where is it, and how large?"),
        _("These facts stand on your public profile. You can change them later."),
    ),
    Step(
        "head",
        _("Head of government"),
        _("Who is the head of government?"),
        _("Mayor, governor, chairperson: whoever the administration answers to."),
    ),
    Step(
        "csco",
        _("Chief Smart City Officer"),
        _("Who will be Chief Smart City Officer?"),
        _(
            "The CSCO leads smart city development in your local government and speaks for it in the network."
        ),
    ),
    Step(
        "aims",
        _("Aims"),
        _("Why do you want to join?"),
        _("In your own language. The secretariat reads it, nobody else."),
    ),
    Step(
        "framework",
        pgettext_lazy("the charter of the network", "The Framework"),
        pgettext_lazy("the charter of the network", "The Framework"),
        _("It says what members give and what they may expect."),
    ),
    Step(
        "paper",
        _("The signed form"),
        _("The signed form"),
        _("Print the form, have it signed, and hand in a scan or a photograph."),
    ),
    Step(
        "answers",
        _("Check and send"),
        _("Check your answers and send"),
        _("Nothing has been sent yet. After sending you see here how it stands."),
    ),
)
FIRST, LAST = STEPS[0], STEPS[-1]


def named(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)


def numbered(number: int) -> Step:
    """The step with a number; beyond the last there is the last."""
    return STEPS[min(max(number, 1), len(STEPS)) - 1]
