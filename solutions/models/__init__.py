from solutions.models.advice import Question
from solutions.models.applications import (
    ApplicationSponsor,
    ProviderApplication,
    ProviderQuestion,
)
from solutions.models.catalogue import Reference, Solution
from solutions.models.driver import DriverPackage
from solutions.models.driver_requests import DriverRequest, DriverStep
from solutions.models.introducing import Pairing
from solutions.models.matches import Match, Ranking
from solutions.models.proposed import AddressedNeed, ProposedSolution
from solutions.models.quality import QualityReport, Sweep
from solutions.models.reviews import Renewal, ReviewCheck, ReviewScore
from solutions.models.revisions import SolutionRevision
from solutions.models.subscriptions import NeedSubscription, SubscribedNeed

__all__ = [
    "AddressedNeed",
    "ApplicationSponsor",
    "DriverPackage",
    "DriverRequest",
    "DriverStep",
    "Match",
    "NeedSubscription",
    "Pairing",
    "ProposedSolution",
    "ProviderApplication",
    "ProviderQuestion",
    "QualityReport",
    "Question",
    "Ranking",
    "Reference",
    "Renewal",
    "ReviewCheck",
    "ReviewScore",
    "Solution",
    "SolutionRevision",
    "SubscribedNeed",
    "Sweep",
]
