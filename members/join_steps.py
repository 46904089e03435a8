"""The short steps in which a local government asks to join."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Step, Steps

STEPS = Steps(
    [
        Step(
            "country",
            _("In which country is your local government?"),
            _("The next questions fit the answer."),
            label=_("Country"),
        ),
        Step(
            "unit",
            _("What kind of local government is it?"),
            _("Cities, provinces and districts of every level may join."),
            label=_("Kind of local government"),
        ),
        Step(
            "names",
            _("What is its name?"),
            _("The official name, as it stands on your letters."),
            label=_("Names"),
        ),
        Step(
            "facts",
            _("Where is it, and how large?"),
            _("These facts stand on your public profile. You can change them later."),
            label=_("Place and size"),
        ),
        Step(
            "head",
            _("Who is the head of government?"),
            _("Mayor, governor, chairperson: whoever the administration answers to."),
            label=_("Head of government"),
        ),
        Step(
            "csco",
            _("Who will be Chief Smart City Officer?"),
            _(
                "The CSCO leads smart city development in your local government and speaks for it in the network."
            ),
            label=_("Chief Smart City Officer"),
        ),
        Step(
            "aims",
            _("Why do you want to join?"),
            _("In your own language. The secretariat reads it, nobody else."),
            label=_("Aims"),
        ),
        Step(
            "framework",
            pgettext_lazy("the charter of the network", "The Framework"),
            _("It says what members give and what they may expect."),
            label=pgettext_lazy("the charter of the network", "The Framework"),
        ),
        Step(
            "paper",
            _("The signed form"),
            _("Print the form, have it signed, and hand in a scan or a photograph."),
            label=_("The signed form"),
        ),
        Step(
            "answers",
            _("Check your answers and send"),
            _("Nothing has been sent yet. After sending you see here how it stands."),
            label=_("Check and send"),
        ),
    ]
)
