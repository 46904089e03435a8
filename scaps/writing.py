"""A need while it is written: what is saved, and on top of it what was typed."""

import hashlib
import json
from functools import cached_property

from django.db import transaction
from django.urls import reverse

from core import drafts
from core.models import Draft
from core.text import clean, whole_number
from members.models import Organisation
from members.models.offices import office_holder
from scaps.forms import needs as forms
from scaps.forms.needs import NeedForm
from scaps.models import Need, Project
from scaps.states import NeedState
from scaps.steps import LAST, STEPS, NeedStep

LIMIT = 20_000
MANY = {"types", "areas", "languages"}


class AlreadyMade(Exception):
    """The key was spent by another request: the need exists."""


class Writing:
    """`key` for a need that is begun, `need` for one that is edited.

    `project`: the one that a need is begun for; its draft remembers it. Nothing here decides who may: `scaps.views.steps` does.
    """

    def __init__(
        self,
        *,
        by,
        key: str = "",
        need: Need | None = None,
        project: Project | None = None,
    ):
        self.by, self.key, self.need = by, key, need
        self._begun_for = project

    # --- What there is ---------------------------------------------------------

    @cached_property
    def draft(self) -> Draft | None:
        if self.need is None:
            return drafts.of_key(Need, self.key)
        holder = office_holder(self.need.organisation_id)
        return drafts.find(Need, holder=holder, target_id=self.need.pk)

    @cached_property
    def project(self) -> Project | None:
        """The project of the city that the need is begun for."""
        if self._begun_for or self.need:
            return self._begun_for
        number = whole_number(str(self.typed.get("project", "")))
        found = Project.objects.select_related("organisation__country")
        return found.filter(pk=number).first() if number else None

    @cached_property
    def cities(self) -> list[Organisation]:
        """Local governments to choose from, while the need belongs to none."""
        if self.project:
            return [self.project.organisation]
        return [] if self.need else list(cities_of(self.by))

    @property
    def city(self) -> Organisation | None:
        """For whom the need is written; nobody when that is still to be chosen."""
        if self.need:
            return self.need.organisation
        if len(self.cities) == 1:
            return self.cities[0]
        wanted = self.typed.get("organisation", str(self.by.acting_for_id))
        return next((city for city in self.cities if str(city.pk) == wanted), None)

    @property
    def typed(self) -> dict:
        return self.draft.data if self.draft else {}

    @cached_property
    def saved(self) -> dict:
        return forms.filled(self.need)

    @property
    def values(self) -> dict:
        """What every field holds now, as a browser would send it."""
        begin = self.saved if self.need else forms.blank(self.city)
        if self.project:
            begin |= _of_project(self.project)
        typed = dict(self.typed)
        if not self.may_show:
            typed.pop("visibility", None)
        return {name: _plain(value) for name, value in (begin | typed).items()}

    @property
    def reached(self) -> NeedStep:
        """How far one has come; of a need that exists every step can be changed."""
        if self.need:
            return LAST
        return STEPS.numbered(self.typed.get("reached", 1))

    @cached_property
    def may_show(self) -> bool:
        """Who sees a published need is for those who may publish it."""
        return (
            self.need is None
            or self.need.state != NeedState.PUBLISHED
            or self.by.has_perm("scaps.publish_need", self.need)
        )

    @property
    def seen(self) -> str:
        """A mark of all answers but the last step's: has anybody changed one since?"""
        values = self.values
        rest = {n: values.get(n) for step in STEPS[:-1] for n in step.fields}
        text = json.dumps(rest, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    # --- Addresses and forms ------------------------------------------------------

    def address(self, step: NeedStep) -> str:
        if self.need is None:
            path = reverse("needs:begun-step", args=[self.key, step.name])
            return self.for_project(path)
        if step is LAST:
            return reverse("needs:edit", args=[self.need.pk])
        return reverse("needs:edit-step", args=[self.need.pk, step.name])

    def for_project(self, path: str) -> str:
        """An address that says for which project the need is begun."""
        project = self._begun_for
        return f"{path}?project={project.slug}" if project else path

    def form(self, data=None, *, step: NeedStep | None = None) -> NeedForm:
        """The questions of a step, or all; `data` was sent, else they are to answer."""
        choice = Organisation.objects.filter(pk__in=[city.pk for city in self.cities])
        return NeedForm(
            data,
            initial=self.values,
            need=self.need,
            step=step,
            may_show=self.may_show,
            cities=choice.order_by("slug") if len(self.cities) > 1 else None,
        )

    def whole(self) -> NeedForm:
        """All questions with what was answered, to be checked."""
        return self.form(self.values)

    # --- Keeping -------------------------------------------------------------------

    @transaction.atomic
    def keep(self, step: NeedStep, sent, *, reached: NeedStep | None = None) -> None:
        """Keep what was sent for a step, valid or not."""
        if self.need is None:
            self.draft = drafts.lock(Need, self.key)
            if drafts.became(self.draft):
                raise AlreadyMade
        typed = self._typed(step, sent)
        if reached is not None:
            typed["reached"] = max(reached.number, self.reached.number)
        before = self.draft
        self.draft = drafts.keep(
            Need,
            typed,
            holder=before.holder if before else self._holder(),
            target_id=self.need.pk if self.need else None,
            section=self.key,
            by=self.by,
        )
        if self.draft.holder != self._holder():
            drafts.hand_over(self.draft, holder=self._holder())

    def drop(self) -> None:
        """Forget what was typed."""
        if self.draft:
            self.draft.delete()

    def _holder(self) -> str:
        """The office; until it is chosen, what is typed is one's own."""
        return office_holder(self.city.pk) if self.city else own_holder(self.by)

    def _typed(self, step: NeedStep, sent) -> dict:
        """A step's fields as JSON; what is not sent is empty. Control characters go.

        Of the versions that a draft was begun from the oldest counts: a stale
        one meets the page of the conflict. A form without one is of version 1.
        """
        typed = {
            name: [clean(v) for v in sent.getlist(name)]
            if name in MANY
            else clean(sent.get(name, ""))
            for name in step.fields
        }
        if len(self.cities) < 2:
            typed.pop("organisation", None)
        if self.project:
            typed["project"] = self.project.pk
        if not self.may_show:
            typed.pop("visibility", None)
        if self.need:
            # Nonsense is no claim to have seen anything.
            sent_version = whole_number(sent.get("version", "1")) or 0
            kept = self.typed.get("version", self.need.version)
            typed["version"] = min(sent_version, kept, self.need.version)
        return typed


def _of_project(project: Project) -> dict:
    """What a project says already is not asked twice."""
    sectors = [sector.pk for sector in project.sectors.all()]
    return {
        "source_lang": project.source_lang,
        "sector": sectors[0] if sectors else "",
        "stage": project.stage_id,
    }


def fits(sent) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return sum(len(v) for _name, values in sent.lists() for v in values) <= LIMIT


def cities_of(user):
    """Local governments in whose name this person may write a need."""
    cities = Organisation.objects.select_related("country").order_by("slug")
    if user.is_secretariat:
        return cities.members()
    return cities.filter(pk__in=[city.pk for city in user.cities_written_for])


def own_holder(user) -> str:
    return f"person-{user.pk}"


def may_continue(user, draft: Draft) -> bool:
    """What an office has begun is for those who write there."""
    if draft.holder == own_holder(user):
        return True
    return draft.holder in {office_holder(city.pk) for city in cities_of(user)}


def begun_by(user) -> list[dict]:
    """Needs that were begun and not saved: the office's, for staff one's own.

    Each with the draft, the step reached, and for whom it is.
    """
    found = drafts.begun(Need)
    cities = {office_holder(city.pk): city for city in cities_of(user)}
    if user.is_secretariat:
        found = found.filter(saved_by=user)
    else:
        found = found.filter(holder__in=[*cities, own_holder(user)])
    return [
        {
            "draft": draft,
            "step": STEPS.numbered(draft.data.get("reached", 1)),
            "city": cities.get(draft.holder),
        }
        for draft in found
    ]


def _plain(value) -> str | list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return "" if value is None else str(value)
