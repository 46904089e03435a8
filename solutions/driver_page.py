"""Pages of the Smart City Driver: packages by kind, a request with its steps."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import compliance
from members.compliance import Action
from members.models import Organisation
from solutions import driver_subjects
from solutions.models import DriverPackage, DriverRequest
from solutions.states import DriverRequestState, PackageKind
from translations import services as translations

TONES = {
    DriverRequestState.ASKED: "plan",
    DriverRequestState.TRIAGED: "run",
    DriverRequestState.MEETING: "run",
    DriverRequestState.INTRODUCED: "run",
    DriverRequestState.SUPPORT: "hold",
    DriverRequestState.DONE: "done",
    DriverRequestState.DECLINED: "stop",
    DriverRequestState.WITHDRAWN: "stop",
}


@dataclass(frozen=True)
class Part:
    """One of the three parts of the Driver, with its packages."""

    kind: str
    label: str
    lead: str
    packages: list[DriverPackage]


def partners() -> QuerySet[Organisation]:
    """Those that may be named to a member: public, and open to matching."""
    shown = compliance.open_to(
        Action.MATCH, Organisation.objects.filter(is_public=True)
    )
    return shown.select_related("country").defer("search")


def packages() -> QuerySet[DriverPackage]:
    return DriverPackage.objects.prefetch_related(
        "stages", Prefetch("partners", partners())
    )


def parts(user) -> list[Part]:
    """What is offered, by kind; without packages for whoever may not see them."""
    offered = packages().offered().visible_to(user) if user.is_authenticated else ()
    rows = translations.prepare(offered)
    for package in rows:
        package.duration = duration(package.weeks_min, package.weeks_max)
    return [
        Part(
            kind.value,
            kind.label,
            lead(kind),
            [package for package in rows if package.kind == kind],
        )
        for kind in PackageKind
    ]


def lead(kind: str) -> str:
    return {
        PackageKind.PLAN: _(
            "From an idea to a project that a council can decide on: the problem "
            "measured, the options compared, the people concerned at the table."
        ),
        PackageKind.FINANCE: _(
            "What it costs over its life, who can pay for it, and papers that a bank "
            "or a ministry reads without asking back."
        ),
        PackageKind.DEPLOY: _(
            "From a pilot that is measured to a service that runs every day, with a "
            "team of the city that knows it."
        ),
    }[PackageKind(kind)]


def duration(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(most)s week", "%(most)s weeks", most) % {"most": most}
    words = ngettext("%(least)s–%(most)s week", "%(least)s–%(most)s weeks", most)
    return words % {"least": least, "most": most}


def requests(user) -> list[DriverRequest]:
    """Of the person's offices: open ones first, then the newest."""
    if not (user.is_authenticated and user.is_member):
        return []
    rows = DriverRequest.objects.filter(organisation__in=user.sits_at)
    found = driver_subjects.with_texts(rows)
    for request in found:
        request.tone = TONES[request.state]
    return sorted(found, key=lambda request: not request.is_open)
