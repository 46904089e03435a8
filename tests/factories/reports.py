from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from scaps.models import (
    ProgressReport,
    ProjectProgress,
    ReportPeriod,
    ReportReminder,
    ReportRevision,
    TargetActual,
)
from scaps.states import PeriodState, ReminderStep
from tests.factories.base import now, word
from tests.factories.members import NetworkFactory, UserFactory
from tests.factories.plans import ProjectFactory, ScapFactory, TargetFactory


class ReportPeriodFactory(DjangoModelFactory):
    network = factory.SubFactory(NetworkFactory)
    year = 2026
    opens_on = date(2026, 9, 1)
    due_on = date(2026, 10, 30)

    class Meta:
        model = ReportPeriod

    class Params:
        opened = factory.Trait(
            state=PeriodState.OPEN,
            opened_at=now(),
            opened_by=factory.SubFactory(UserFactory, secretariat=True),
        )
        closed = factory.Trait(
            state=PeriodState.CLOSED,
            opened_at=now(),
            opened_by=factory.SubFactory(UserFactory, secretariat=True),
            closed_at=now(),
            closed_by=factory.SelfAttribute("opened_by"),
        )


class ProgressReportFactory(DjangoModelFactory):
    scap = factory.SubFactory(ScapFactory)
    period = factory.SubFactory(
        ReportPeriodFactory,
        opened=True,
        network=factory.SelfAttribute("..scap.network"),
    )
    source_lang = "en"
    entered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = ProgressReport


class ReportRevisionFactory(DjangoModelFactory):
    report = factory.SubFactory(ProgressReportFactory)
    number = 1
    data = factory.LazyFunction(dict)
    signed_at = factory.LazyFunction(timezone.now)
    signed_by = factory.SubFactory(UserFactory)

    class Meta:
        model = ReportRevision


class TargetActualFactory(DjangoModelFactory):
    report = factory.SubFactory(ProgressReportFactory)
    target = factory.SubFactory(
        TargetFactory, scap=factory.SelfAttribute("..report.scap")
    )
    value = 71
    year = 2026

    class Meta:
        model = TargetActual


class ProjectProgressFactory(DjangoModelFactory):
    report = factory.SubFactory(ProgressReportFactory)
    project = factory.SubFactory(
        ProjectFactory, scap=factory.SelfAttribute("..report.scap")
    )
    stage = word("Stage", "preparation")

    class Meta:
        model = ProjectProgress


class ReportReminderFactory(DjangoModelFactory):
    period = factory.SubFactory(ReportPeriodFactory, opened=True)
    scap = factory.SubFactory(
        ScapFactory, network=factory.SelfAttribute("..period.network")
    )
    step = ReminderStep.MONTH

    class Meta:
        model = ReportReminder
