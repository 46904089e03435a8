"""A solution while its provider writes it: what is saved, and on top what was typed."""

from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from core import drafts, step_sheets
from core.languages import current
from core.models import Draft
from core.text import whole_number
from core.typed import Values
from members.models import Organisation
from members.models.offices import office_holder
from scaps.forms.needs import CURRENCY_OF
from solutions import revising
from solutions.forms import solution as forms
from solutions.forms.solution import ROWS, SolutionSheet
from solutions.models import Solution

LIMIT = 60_000


class AlreadyMade(Exception):
    """The key was spent by another request: the solution exists."""


class Composing:
    """`key` for a solution that is begun, `solution` for one that is edited.

    Nothing here decides who may: `solutions.views.composing` does.
    """

    def __init__(
        self,
        *,
        by,
        provider: Organisation,
        key: str = "",
        solution: Solution | None = None,
    ):
        self.by, self.provider = by, provider
        self.key, self.solution = key, solution

    # --- What there is -----------------------------------------------------------

    @cached_property
    def draft(self) -> Draft | None:
        """What the office typed and has not saved."""
        if self.solution is None:
            return drafts.of_key(Solution, self.key)
        return drafts.find(Solution, holder=self._holder, target_id=self.solution.pk)

    @cached_property
    def saved(self) -> Values:
        """What is saved, with the change that waits for review."""
        if self.solution is None:
            return _blank(self.provider)
        version = {"version": str(self.solution.version)}
        return revising.newest_values(self.solution) | version

    @property
    def values(self) -> Values:
        """What every field holds now."""
        return self.saved | (self.draft.data if self.draft else {})

    def sheet(self) -> SolutionSheet:
        """The questions, to be answered."""
        return SolutionSheet(self.values)

    def sent(self, post) -> SolutionSheet:
        """The answers that were sent. A stale version meets the page of the conflict."""
        sheet = SolutionSheet.sent(post)
        if self.solution:
            version = whole_number(sheet.data["version"]) or 0
            sheet.data["version"] = str(min(version, self.solution.version))
        return sheet

    # --- Keeping -----------------------------------------------------------------

    def keep(self, values: Values) -> None:
        """Keep what was typed, right or wrong."""
        if self.solution is None and drafts.became(drafts.of_key(Solution, self.key)):
            raise AlreadyMade
        self.draft = drafts.keep(
            Solution,
            values,
            holder=self._holder,
            target_id=self.solution.pk if self.solution else None,
            section=self.key,
            by=self.by,
        )

    def says_more(self, values: Values) -> bool:
        """Whether this is anything else than what is saved.

        What a browser sent just before all was saved may arrive after it.
        """
        return self.solution is None or _said(values) != _said(self.saved)

    def drop(self) -> None:
        if self.draft:
            self.draft.delete()
            self.draft = None

    @property
    def _holder(self) -> str:
        return office_holder(self.provider.pk)

    # --- Addresses -----------------------------------------------------------------

    @property
    def address(self) -> str:
        return self._door("new-begun", "edit")

    @property
    def autosave(self) -> str:
        return self._door("new-autosave", "edit-autosave")

    @property
    def discard(self) -> str:
        return self._door("new-discard", "edit-discard")

    @property
    def back(self) -> str:
        """Where one goes without saving."""
        if self.solution is None:
            return reverse("provider:desk", args=[self.provider.slug])
        return reverse(
            "provider:solution", args=[self.provider.slug, self.solution.slug]
        )

    def _door(self, new: str, edited: str) -> str:
        name, which = (edited, self.solution.slug) if self.solution else (new, self.key)
        return reverse(f"provider:{name}", args=[self.provider.slug, which])


def begun(provider: Organisation) -> QuerySet[Draft]:
    """Solutions that the office began and has not saved yet."""
    return drafts.begun(Solution).filter(holder=office_holder(provider.pk))


def fits(sent) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return step_sheets.fits(sent, limit=LIMIT)


def _blank(provider: Organisation) -> Values:
    """What a new solution is pre-filled with."""
    mine = current()
    return {
        "source_lang": mine
        if mine in provider.languages
        else next(iter(provider.languages), mine),
        "languages": list(provider.languages),
        "currency": CURRENCY_OF.get(provider.country.code, ""),
        forms.ROWS: [],
    }


def _said(values: Values) -> Values:
    """Answers alone, however a form or the database puts them in order."""
    said: Values = {}
    for name, value in values.items():
        if name == ROWS:
            rows = [{n: v for n, v in row.items() if v} for row in value]
            said[name] = [row for row in rows if row]
        elif name != "version" and value:
            said[name] = sorted(value) if isinstance(value, list) else value
    return said
