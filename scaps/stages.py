"""The steps of a project between stages, and to rest and back: plain rules.

One goes on to the next stage through the gate of this one; back, to rest and
to an end one may go at any time, and says why.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scaps.states import ProjectStanding


@dataclass(frozen=True, kw_only=True)
class Step:
    """`by` is how far the stage moves; `standing` is what it becomes."""

    name: str
    label: Promise
    by: int = 0
    standing: str = ProjectStanding.ACTIVE
    wants_gate: bool = False
    wants_reason: bool = True
    tone: str = "quiet"


FORWARD = Step(
    name="forward",
    label=_("Move on to the next stage"),
    by=1,
    wants_gate=True,
    wants_reason=False,
    tone="",
)
BACK = Step(name="back", label=_("Go back a stage"), by=-1)
HOLD = Step(name="hold", label=_("Put on hold"), standing=ProjectStanding.ON_HOLD)
RESUME = Step(name="resume", label=_("Take up again"), tone="")
CANCEL = Step(
    name="cancel",
    label=_("Cancel the project"),
    standing=ProjectStanding.CANCELLED,
    tone="danger",
)
COMPLETE = Step(
    name="complete",
    label=_("Mark as completed"),
    standing=ProjectStanding.COMPLETED,
    wants_gate=True,
    wants_reason=False,
    tone="",
)
STEPS = {s.name: s for s in (FORWARD, COMPLETE, BACK, HOLD, RESUME, CANCEL)}


def open_steps(*, number: int, last: int, standing: str) -> list[Step]:
    """What can be done now with a project in the stage `number` of `last`; 0: in none."""
    if not number:
        return []
    if standing != ProjectStanding.ACTIVE:
        return [RESUME]
    onward = FORWARD if number < last else COMPLETE
    return [onward, *([BACK] if number > 1 else []), HOLD, CANCEL]
