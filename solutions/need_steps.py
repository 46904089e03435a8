"""The usual way from a need to a solution at work, for one need and one offer."""

from introductions.next_steps import RUNGS, Rung
from introductions.states import StepKind

EARLY = (StepKind.CLARIFY, StepKind.CALL, StepKind.NEEDS_STUDY, StepKind.FEASIBILITY)
TRIED = (StepKind.CLARIFY, StepKind.CALL, StepKind.DEMONSTRATION)
BY_STAGE = {
    "identification": EARLY,
    "appraisal": (*TRIED, StepKind.FEASIBILITY),
    "preparation": (*TRIED, StepKind.PILOT, StepKind.PROCUREMENT),
    "implementation": (*TRIED, StepKind.PROCUREMENT, StepKind.SCALE),
    "operation": (*TRIED, StepKind.PILOT, StepKind.SCALE),
}
UNKNOWN = (*TRIED, StepKind.PILOT)
NOT_IN_USE = frozenset({"idea", "prototype"})


def steps(stage: str, maturity: str) -> list[Rung]:
    """What is not in use anywhere is tried out before anybody buys it."""
    kinds = BY_STAGE.get(stage, UNKNOWN)
    if maturity in NOT_IN_USE and StepKind.PROCUREMENT in kinds:
        before = [*kinds[: kinds.index(StepKind.PROCUREMENT)]]
        if StepKind.PILOT not in before:
            before.append(StepKind.PILOT)
        kinds = tuple(before)
    return [RUNGS[kind] for kind in kinds]
