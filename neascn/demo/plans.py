"""Invented action plans, put in and brought to their states by the portal's services.

A plan is one file in `data/plans/`. Loading twice adds nothing.
"""

import json
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from core.languages import CODES, column
from members.models import Network, Organisation, User
from members.states import StaffRole
from neascn.demo.files import DATA, in_columns, read
from scaps.models import (
    Challenge,
    Evidence,
    Focus,
    Investment,
    Milestone,
    Need,
    Partner,
    Project,
    Remark,
    Scap,
    Target,
)
from scaps.services import plans
from scaps.states import ScapState
from translations.models import Origin, Status, TextStatus
from translations.services import fingerprint
from vocabulary.models import FocusArea, GateCriterion, Sector, Stage

PRICES_OF = date(2026, 9, 30)
OF_A_PLAN = ("title", "status", "needs_text", "outcome", "vision")
OF_A_PROJECT = ("title", "status", "needs_text", "outcome", "offers", "place")


def rows() -> list[dict]:
    """The plans as written, an older one of a city before the one that replaces it."""
    files = sorted((DATA / "plans").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def load() -> int:
    known = set(Scap.objects.values_list("slug", flat=True))
    missing = [row for row in rows() if row["slug"] not in known]
    if missing:
        words = Words()
        for row in missing:
            with transaction.atomic():
                _plan(row, words)
    return len(missing)


class Words:
    """The lists that plans refer to, read once."""

    @cached_property
    def sectors(self) -> dict:
        return _by_code(Sector)

    @cached_property
    def stages(self) -> dict:
        return _by_code(Stage)

    @cached_property
    def areas(self) -> dict:
        return _by_code(FocusArea)

    @cached_property
    def criteria(self) -> dict[str, list]:
        """The criteria of each stage's gate."""
        found: dict[str, list] = {}
        for one in GateCriterion.objects.select_related("stage"):
            found.setdefault(one.stage.code, []).append(one)
        return found

    @cached_property
    def organisations(self) -> dict:
        return Organisation.objects.in_bulk(field_name="slug")

    @cached_property
    def network(self) -> Network:
        return Network.objects.get(slug="neascn")

    @cached_property
    def secretariat(self) -> User:
        return User.objects.staff_with(StaffRole.SECRETARIAT).earliest("pk")

    @cached_property
    def needs(self) -> dict[str, dict]:
        return {row["key"]: row for row in read("needs")}


def _by_code(model: type[models.Model]) -> dict:
    return {row.code: row for row in model._default_manager.all()}


# --- A plan ------------------------------------------------------------------------


def _plan(row: dict, words: Words) -> None:
    city = words.organisations[row["city"]]
    by = User.objects.speaking_for(city).order_by("pk").first() or words.secretariat
    scap = Scap.objects.create(
        organisation=city,
        network=words.network,
        slug=row["slug"],
        source_lang=row["lang"],
        horizon=row["horizon"],
        origin=row["origin"],
        year_from=row["years"][0],
        year_to=row["years"][1],
        replaces=Scap.objects.filter(slug=row.get("replaces", "")).first(),
        entered_by=by,
        is_demo=True,
        **row.get("circles", {}),
        **in_columns(**{name: row[name] for name in OF_A_PLAN}),
    )
    scap.sectors.set([words.sectors[code] for code in row["sectors"]])
    focuses = [
        Focus(
            scap=scap,
            order=order,
            area=words.areas[focus["area"]],
            **in_columns(text=focus["text"]),
        )
        for order, focus in enumerate(row["focuses"])
    ]
    Focus.objects.bulk_create(focuses)
    targets = [
        _target(target, order, scap, focuses)
        for order, target in enumerate(row["targets"])
    ]
    Target.objects.bulk_create(targets)
    for order, project in enumerate(row["projects"]):
        _project(project, order, scap, words)
    lang = row["lang"]
    _note([scap], OF_A_PLAN, lang, by=by)
    _note(focuses, ("text",), lang, by=by)
    _note(targets, ("indicator", "unit"), lang, by=by)
    _bring_to(row, scap, words, by=by)


def _target(row: dict, order: int, scap: Scap, focuses: list[Focus]) -> Target:
    return Target(
        scap=scap,
        order=order,
        focus=focuses[row["focus"]],
        direction=row["direction"],
        baseline=_number(row["baseline"][0]),
        baseline_year=row["baseline"][1],
        goal=_number(row["goal"][0]),
        goal_year=row["goal"][1],
        source=row["source"],
        **in_columns(indicator=row["indicator"], unit=row["unit"]),
    )


def _bring_to(row: dict, scap: Scap, words: Words, *, by: User) -> None:
    state, staff = row["state"], words.secretariat
    if state == ScapState.DRAFT:
        return
    plans.submit(scap, by=by)
    for remark in row.get("remarks", []):
        Remark.objects.create(
            scap=scap,
            section=remark["section"],
            text=remark["text"],
            lang=remark["lang"],
            written_by=staff,
        )
    if state == ScapState.RETURNED:
        plans.return_(scap, by=staff)
    elif state in {ScapState.PUBLISHED, ScapState.WITHDRAWN}:
        plans.publish(scap, by=staff)
    if state == ScapState.WITHDRAWN:
        plans.withdraw(scap, by=by, reason=row["reason"])


# --- A project ---------------------------------------------------------------------


def _project(row: dict, order: int, scap: Scap, words: Words) -> None:
    latitude, longitude = row["point"] or (None, None)
    project = Project.objects.create(
        organisation=scap.organisation,
        scap=scap,
        order=order,
        slug=row["slug"],
        source_lang=scap.source_lang,
        stage=words.stages[row["stage"]],
        standing=row["standing"],
        starts_on=_day(row["starts"]),
        ends_on=_day(row["ends"]),
        started_on=_day(row["started"]),
        latitude=_number(latitude),
        longitude=_number(longitude),
        sdgs=row["sdgs"],
        is_open=row["open"],
        entered_by=scap.entered_by,
        is_demo=True,
        **in_columns(**{name: row[name] for name in OF_A_PROJECT}),
    )
    project.sectors.set([words.sectors[code] for code in row["sectors"]])
    milestones, challenges = _milestones(row, project), _challenges(row, project)
    Milestone.objects.bulk_create(milestones)
    Challenge.objects.bulk_create(challenges)
    Partner.objects.bulk_create(_partners(row, project, words))
    Investment.objects.bulk_create(_investments(row, project))
    Evidence.objects.bulk_create(_evidence(row, project, words))
    lang, by = scap.source_lang, scap.entered_by
    _note([project], OF_A_PROJECT, lang, by=by)
    _note(milestones, ("title",), lang, by=by)
    _note(challenges, ("text", "response"), lang, by=by)
    for key in row["needs"]:
        _attach(words.needs[key], project)


def _milestones(row: dict, project: Project) -> list[Milestone]:
    return [
        Milestone(
            project=project,
            order=order,
            planned_on=_day(one["planned"]),
            reached_on=_day(one["reached"]),
            **in_columns(title=one["title"]),
        )
        for order, one in enumerate(row["milestones"])
    ]


def _challenges(row: dict, project: Project) -> list[Challenge]:
    return [
        Challenge(
            project=project,
            order=order,
            **in_columns(text=one["text"], response=one["response"]),
        )
        for order, one in enumerate(row["challenges"])
    ]


def _partners(row: dict, project: Project, words: Words) -> list[Partner]:
    """A partner is the address of an organisation of the demo, or a name."""
    found = []
    for order, one in enumerate(row["partners"]):
        known = words.organisations.get(one["who"])
        found.append(
            Partner(
                project=project,
                order=order,
                organisation=known,
                name="" if known else one["who"],
                role=one["role"],
            )
        )
    return found


def _investments(row: dict, project: Project) -> list[Investment]:
    return [
        Investment(
            project=project,
            order=order,
            kind=one["kind"],
            source=one["source"],
            instrument=one["instrument"],
            secured=one["secured"],
            amount=Decimal(one["amount"]),
            currency=one["currency"],
            price_date=PRICES_OF,
        )
        for order, one in enumerate(row["money"])
    ]


def _evidence(row: dict, project: Project, words: Words) -> list[Evidence]:
    """Of the gates that lie behind the project, all; of its own, the first half."""
    order = [stage.code for stage in words.stages.values()]
    passed = order[: order.index(row["stage"])]
    own = words.criteria.get(row["stage"], [])
    met = [one for code in passed for one in words.criteria.get(code, [])]
    met += own[: len(own) // 2]
    return [
        Evidence(project=project, order=number, criterion=one, is_met=True)
        for number, one in enumerate(met)
    ]


def _attach(row: dict, project: Project) -> None:
    """A need of the demo belongs to the project; its text stays as it is."""
    title = {column("title", row["lang"]): row["title"][row["lang"]]}
    Need.objects.filter(
        organisation=project.organisation, is_demo=True, project=None, **title
    ).update(project=project)


# --- Texts -------------------------------------------------------------------------


def _note(things: list, fields: tuple[str, ...], lang: str, *, by: User) -> None:
    """That a person wrote these translations, as `translations.write` would."""
    if not things:
        return
    kind = ContentType.objects.get_for_model(things[0])
    TextStatus.objects.bulk_create(
        [
            TextStatus(
                target_type=kind,
                target_id=thing.pk,
                field=field,
                language=code,
                origin=Origin.PERSON,
                status=Status.CONFIRMED,
                source_hash=fingerprint(getattr(thing, column(field, lang)) or ""),
                written_by=by,
            )
            for thing in things
            for field in fields
            for code in CODES
            if code != lang and getattr(thing, column(field, code))
        ]
    )


def _number(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
