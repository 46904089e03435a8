"""What a report is about: the plan in force, its projects, and last year's report."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from members.models.offices import office_holder
from scaps.models import (
    Need,
    ProgressReport,
    ProjectVersion,
    ReportPeriod,
    ReportRevision,
    Scap,
)
from vocabulary.models import Stage


@dataclass
class Basis:
    scap: Scap
    period: ReportPeriod

    @cached_property
    def targets(self) -> list[dict]:
        return self.scap.current.data["targets"]

    @cached_property
    def projects(self) -> list[ProjectVersion]:
        """Those of the version in force, in the order of the plan."""
        return list(
            ProjectVersion.objects.filter(
                project__scap=self.scap, scap_version=self.scap.current_id
            )
            .select_related("project")
            .order_by("project__order", "project_id")
        )

    @cached_property
    def stages(self) -> list[Stage]:
        return list(Stage.objects.all())

    @cached_property
    def last(self) -> ReportRevision | None:
        """The newest report of an earlier year."""
        report = (
            ProgressReport.objects.signed()
            .filter(scap=self.scap, period__year__lt=self.period.year)
            .select_related("current", "period")
            .order_by("-period__year")
            .first()
        )
        return report.current if report else None

    @cached_property
    def last_targets(self) -> Mapping[int, dict]:
        rows = self.last.data["targets"] if self.last else []
        return {row["id"]: row for row in rows}

    @cached_property
    def last_projects(self) -> Mapping[int, dict]:
        rows = self.last.data["projects"] if self.last else []
        return {row["project"]: row for row in rows}

    @cached_property
    def needs(self) -> dict[str, list[Need]]:
        """Needs of the city that became public in the year, and that were closed."""
        needs = Need.objects.filter(organisation=self.scap.organisation_id)
        needs = needs.defer("search").order_by("pk")
        year = self.period.year
        return {
            "new": list(needs.filter(published_at__year=year)),
            "closed": list(needs.filter(closed_at__year=year)),
        }


def open_milestones(data: dict) -> list[dict]:
    """Milestones of a published project that were not reached when it was published."""
    return [row for row in data["milestones"] if not row["reached_on"]]


def place(scap: Scap, period: ReportPeriod, page: str) -> dict:
    """Where `core.drafts` keeps what is typed on a page."""
    return {
        "holder": office_holder(scap.organisation_id),
        "target_id": period.pk,
        "section": f"{scap.pk}-{page}",
    }
