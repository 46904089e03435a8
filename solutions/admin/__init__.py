"""The secretariat's pages: the catalogue, advice to cities, weights and quality."""

from solutions.admin.applications import ProviderApplicationAdmin
from solutions.admin.catalogue import SolutionAdmin
from solutions.admin.driver import DriverPackageAdmin, DriverRequestAdmin
from solutions.admin.matches import MatchAdmin
from solutions.admin.quality import QualityReportAdmin
from solutions.admin.questions import QuestionAdmin
from solutions.admin.renewals import RenewalAdmin
from solutions.admin.revisions import SolutionRevisionAdmin
from solutions.admin.weights import WeightSetAdmin

__all__ = [
    "DriverPackageAdmin",
    "DriverRequestAdmin",
    "MatchAdmin",
    "ProviderApplicationAdmin",
    "QualityReportAdmin",
    "QuestionAdmin",
    "RenewalAdmin",
    "SolutionAdmin",
    "SolutionRevisionAdmin",
    "WeightSetAdmin",
]
