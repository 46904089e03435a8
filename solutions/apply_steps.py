"""The short steps in which an institution applies to be listed.

Who is introduced by a local government is asked less: what it offers in general
and which needs it answers come later, on its own pages.
"""

from django.utils.translation import gettext_lazy as _

from core.steps import Step, Steps
from members.states import OrganisationKind

INSTITUTION = Step(
    "institution",
    _("Your institution"),
    _("What you are, by your official name. It is the head of your page later."),
    label=_("Institution"),
)
PEOPLE = Step(
    "people",
    _("People and contact"),
    _("Nothing of this is shown to anybody but the secretariat."),
    label=_("People and contact"),
)
OFFER = Step(
    "offer",
    _("What you offer"),
    _("Cities look for more than products: a visit, a trial, a study, money."),
    label=_("What you offer"),
)
SOLUTIONS = Step(
    "solutions",
    _("Solutions you offer"),
    _(
        "Each has a short page of its own. Two or three that you are known for are enough."
    ),
    label=_("Solutions"),
)
NEEDS = Step(
    "needs",
    _("Needs that you answer"),
    _("Open needs of local governments that fit what you wrote. Address up to five."),
    label=_("Needs you answer"),
)
PAPERS = Step(
    "papers",
    _("Declarations and papers"),
    _("They protect the local governments, and you. The secretariat checks them."),
    label=_("Declarations and papers"),
)
ANSWERS = Step(
    "answers",
    _("Check your answers and send"),
    _("Nothing has been sent yet. After sending you see here how it stands."),
    label=_("Check and send"),
)

STEPS = Steps([INSTITUTION, PEOPLE, OFFER, SOLUTIONS, NEEDS, PAPERS, ANSWERS])
SPONSORED = Steps([INSTITUTION, PEOPLE, SOLUTIONS, PAPERS, ANSWERS])

FINANCING = frozenset({OrganisationKind.DEVELOPMENT_BANK, OrganisationKind.AID_AGENCY})
"""Kinds that may have no solution to list: they bring money, studies, people."""
