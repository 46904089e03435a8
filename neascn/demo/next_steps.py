"""Invented next steps of the introductions, with days around today, and outcomes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.languages import column
from introductions.models import Introduction
from introductions.services import steps
from introductions.states import IntroductionState, Side
from members.models import User
from neascn.demo.files import read
from scaps.models import Need
from solutions.models import Pairing, Solution


@transaction.atomic
def load() -> None:
    """Only for introductions that have none yet: loading twice adds nothing."""
    titles = {row["key"]: (row["lang"], row["title"]) for row in read("needs")}
    for row in read("next_steps"):
        lang, title = titles[row["need"]]
        need = Need.objects.filter(**{column("title", lang): title[lang]}).first()
        found = (
            Introduction.objects.about(need) if need else Introduction.objects.none()
        )
        sides = {"asker__slug": row["asker"], "asked__slug": row["asked"]}
        introduction = found.filter(**sides).first()
        if introduction and not introduction.pairings.exists():
            _load(introduction, need, row)


def _load(introduction: Introduction, need: Need, row: dict) -> None:
    for solution in Solution.objects.filter(slug__in=row["solutions"]):
        Pairing.objects.create(introduction=introduction, solution=solution, need=need)
    if introduction.state == IntroductionState.AGREED:
        for step in row["steps"]:
            _plan(introduction, step)
    for outcome in row["outcomes"]:
        facts = {name: outcome[name] for name in ("result", "text", "lang")}
        by = _speaker(outcome["by"])
        cause = outcome.get("cause", "")
        steps.conclude(introduction, cause=cause, by=by, **facts)


def _plan(introduction: Introduction, row: dict) -> None:
    by = _speaker(row["by"])
    data = {
        "side": Side(row["side"]),
        "person": None,
        "due_on": timezone.localdate() + timedelta(days=row["days"]),
        "funding": row.get("funding", ""),
        "note": row["note"],
        "lang": row["lang"],
    }
    step = steps.plan(introduction, data, kind=row["kind"], by=by)
    if row.get("state") == "done":
        steps.finish(step, outcome=row["outcome"], lang=row["lang"], by=by)


def _speaker(slug: str) -> User:
    found = User.objects.active().filter(
        seats__organisation__slug=slug, seats__ended_at=None
    )
    return found.order_by("pk").first()
