"""Invented institutions that apply, each at another point of the review."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.languages import column
from members.models import Organisation, Provider, User
from neascn.demo.files import read
from neascn.demo.joining import paper
from scaps.models import Need
from solutions import renewals
from solutions.models import (
    AddressedNeed,
    ProposedSolution,
    ProviderApplication,
    Renewal,
)
from solutions.services import reviewing
from solutions.states import ProviderApplicationState
from vocabulary.models import Country

LAST_STEP = 7
RENEWS = "ondam"
RUNS_OUT = timedelta(days=20)


@transaction.atomic
def load() -> None:
    known = set(ProviderApplication.objects.values_list("key", flat=True))
    for row in read("provider_applications"):
        if row["key"] not in known:
            _review(_application(row), row)
    _renew(Organisation.objects.get(slug=RENEWS))


def _application(row: dict) -> ProviderApplication:
    answers = row["answers"]
    application = ProviderApplication.objects.create(
        key=row["key"],
        reference=row["reference"],
        email=row["email"],
        language=row["language"],
        answers=answers,
        reached=LAST_STEP,
        kind=answers["kind"],
        name=answers["name_en"],
        country=Country.objects.get(code=answers["country"]),
        certificate=paper("certificate.pdf"),
        state=ProviderApplicationState.SUBMITTED,
        submitted_at=timezone.now() - timedelta(days=row["days_ago"]),
    )
    proposed = {
        offer["key"]: ProposedSolution.objects.create(
            application=application, order=order, **offer
        )
        for order, offer in enumerate(row["solutions"], start=1)
    }
    titles = {need["key"]: (need["lang"], need["title"]) for need in read("needs")}
    for place, wanted in enumerate(row["addressed"], start=1):
        lang, title = titles[wanted["need"]]
        need = Need.objects.filter(**{column("title", lang): title[lang]}).first()
        if need is not None:
            AddressedNeed.objects.create(
                application=application,
                place=place,
                need=need,
                solution=proposed[wanted["solution"]],
                note=wanted["note"],
                lang=row["language"],
            )
    return application


def _review(application: ProviderApplication, row: dict) -> None:
    for check in row["checks"]:
        reviewing.check(
            application,
            check_code=check["check"],
            outcome=check["outcome"],
            note=check["note"],
            by=_staff(check["by"]),
        )
    if score := row.get("score"):
        reviewing.score(application, **score | {"by": _staff(score["by"])})
    if question := row.get("question"):
        reviewing.ask(application, **question | {"by": _staff(question["by"])})


def _renew(organisation: Organisation) -> None:
    """A provider whose review runs out soon has its form back."""
    if Renewal.objects.filter(organisation=organisation).exists():
        return
    today = timezone.localdate()
    reviewed = timezone.now() + RUNS_OUT - timedelta(days=730)
    Provider.objects.filter(organisation=organisation).update(reviewed_at=reviewed)
    due = renewals.due_on(timezone.localdate(reviewed))
    renewals.write(organisation, due, today=today)


def _staff(email: str) -> User:
    return User.objects.get(email=email)
