"""States and moves of what this app has, by noun."""

from solutions.states.applications import (
    APPLYING,
    DECIDED_ON,
    IN_REVIEW,
    PROVIDER_APPLICATION_WORKFLOW,
    WRITABLE,
    ProviderApplicationState,
)
from solutions.states.catalogue import (
    EDITABLE,
    OPEN_REVISION,
    REVISION_WORKFLOW,
    WORKFLOW,
    RevisionState,
    SolutionState,
)
from solutions.states.driver import (
    DRIVER_IN_WORK,
    DRIVER_OPEN,
    DRIVER_PACKAGE_WORKFLOW,
    DRIVER_REQUEST_WORKFLOW,
    DriverPackageState,
    DriverRequestState,
    PackageKind,
)
from solutions.states.matches import (
    DECIDED,
    SHORTLIST_SIZE,
    Dismissal,
    MatchState,
)

__all__ = [
    "APPLYING",
    "DECIDED",
    "DECIDED_ON",
    "DRIVER_IN_WORK",
    "DRIVER_OPEN",
    "DRIVER_PACKAGE_WORKFLOW",
    "DRIVER_REQUEST_WORKFLOW",
    "EDITABLE",
    "IN_REVIEW",
    "OPEN_REVISION",
    "PROVIDER_APPLICATION_WORKFLOW",
    "REVISION_WORKFLOW",
    "SHORTLIST_SIZE",
    "WORKFLOW",
    "WRITABLE",
    "Dismissal",
    "DriverPackageState",
    "DriverRequestState",
    "MatchState",
    "PackageKind",
    "ProviderApplicationState",
    "RevisionState",
    "SolutionState",
]
