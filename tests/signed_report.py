"""A plan in force whose report is signed off, with the next year open."""

from members.models import Network
from scaps.models import ProgressReport
from scaps.services import plans, reports
from tests.factories import (
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    ProjectFactory,
    ReportPeriodFactory,
    ScapFactory,
    TargetFactory,
)

YEAR = 2026


def published_plan(world, **fields):
    """Of the first city, with a focus area, a target, a project, and money."""
    network = Network.objects.get(slug="neascn")
    values = {"organisation": world.city, "network": network, "slug": "busan"}
    scap = ScapFactory(submitted=True, **values | fields)
    focus = FocusFactory(scap=scap)
    TargetFactory(scap=scap, focus=focus)
    project = ProjectFactory(scap=scap)
    MilestoneFactory(project=project)
    InvestmentFactory(project=project)
    InvestmentFactory(project=project, secured="sought", amount=750_000)
    plans.publish(scap, by=world.people["secretariat"])
    scap.refresh_from_db()
    return scap


def make(world, *, value: str = "82") -> ProgressReport:
    """Signed off by the CSCO; the target's figure is `value`."""
    scap, csco = published_plan(world), world.people["csco"]
    period = ReportPeriodFactory(opened=True, network=scap.network, year=YEAR)
    ReportPeriodFactory(opened=True, network=scap.network, year=YEAR + 1)
    target, project = scap.targets.get(), scap.projects.get()
    pages = {
        "figures": {
            str(target.pk): {"value": value, "year": YEAR, "note": "Measured in May."}
        },
        "projects": {
            str(project.pk): {
                "stage": "implementation",
                "secured": "40000",
                "spent": "12500",
                "currency": "USD",
                "remark": "",
                "milestones": {},
            }
        },
        "words": {"lessons": "Heat the sensors.", "help": "Partners for housings."},
    }
    for page, answers in pages.items():
        report = reports.save_page(
            scap, period, page, answers, version=0, source_lang="en", by=csco
        )
    return reports.sign(report, by=csco)
