"""An application of a provider while it is written."""

from functools import cached_property

from django.utils.translation import gettext as _

from core import drafts
from core.languages import in_markup
from core.step_sheets import StepSheet
from core.steps import Step
from members.join_base import told_with_person
from solutions import addressed
from solutions.apply_steps import NEEDS, SOLUTIONS, SPONSORED, STEPS
from solutions.forms.applying_terms import FORMS
from solutions.forms.solution import SolutionSheet
from solutions.forms.words import Words
from solutions.models import ApplicationSponsor, ProposedSolution
from solutions.services import applying
from solutions.states import ProviderApplicationState

FILES = ("certificate", "presentation")
TEXTS = frozenset({"title", "problem", "description", "users"})
TONES = {
    ProviderApplicationState.DRAFT: "plan",
    ProviderApplicationState.SUBMITTED: "run",
    ProviderApplicationState.MORE_INFO: "hold",
    ProviderApplicationState.APPROVED: "done",
    ProviderApplicationState.DECLINED: "stop",
    ProviderApplicationState.WITHDRAWN: "stop",
}


class Sheet(StepSheet):
    namespace = "apply"
    files = FILES
    forms = FORMS

    @cached_property
    def sponsor(self) -> ApplicationSponsor | None:
        return getattr(self.application, "sponsor", None)

    @property
    def steps(self):
        return SPONSORED if self.sponsor else STEPS

    @property
    def known(self):
        """The contact is reached where the link goes, unless something else is said."""
        return {"contact_email": self.application.email} | self.application.answers

    @cached_property
    def proposed(self) -> list[tuple[ProposedSolution, SolutionSheet]]:
        words = Words()
        return [
            (row, SolutionSheet(row.data, check=True, words=words))
            for row in self.application.proposed.all()
        ]

    @cached_property
    def judged(self) -> list[tuple[ProposedSolution, bool]]:
        """The solutions, each with whether all that is asked of it is answered."""
        return [(row, sheet.is_valid()) for row, sheet in self.proposed]

    @property
    def tasks(self) -> list[dict]:
        """The solutions as a list of what is left to do."""
        return [
            {
                "label": row.title or _("Solution without a title"),
                "url": self.url("solution", row.key) + ("" if is_whole else "?faults"),
                "tone": "done" if is_whole else "hold",
                "state": _("complete") if is_whole else _("something is missing"),
            }
            for row, is_whole in self.judged
        ]

    @property
    def another(self) -> str:
        """Where one more solution is written, as long as there may be more."""
        if len(self.judged) >= applying.MOST_SOLUTIONS:
            return ""
        return self.url("solution", drafts.fresh_key())

    def options(self, step: Step) -> dict:
        proposed = self.judged if step.name == SOLUTIONS.name else ()
        return {
            "known": self.known,
            "is_sponsored": self.sponsor is not None,
            "proposed": proposed,
        }

    def submit(self, *, reply):
        applying.submit(self.application, self.facts, reply=reply)

    def answers(self) -> list[dict]:
        """To the applicant every solution is a group of its own; staff see them elsewhere."""
        found = []
        for group in super().answers():
            if group["name"] == SOLUTIONS.name and self.word:
                found += [self._solution(row, sheet) for row, sheet in self.proposed]
            else:
                found.append(group)
        return found

    def told(self, step: Step, form) -> list[dict]:
        if step.name == SOLUTIONS.name:
            rows = (row for row, _sheet in self.proposed)
            return [{"label": _("Solution"), "value": row.title} for row in rows]
        if step.name == NEEDS.name:
            none = {"label": _("Needs"), "value": _("None chosen")}
            return addressed.answers(self.application) or [none]
        return told_with_person(self, form, "contact" if step.name == "people" else "")

    def _solution(self, row: ProposedSolution, sheet: SolutionSheet) -> dict:
        """One solution as a group of answers; a reference is one of them."""
        sheet.is_valid()
        lang = in_markup(row.data.get("source_lang") or "")
        told = [(name, self.told_field(sheet.form, name)) for name in sheet.form.fields]
        items = [
            item | {"lang": lang if name in TEXTS else ""}
            for name, item in told
            if item
        ]
        rows = enumerate(sheet.rows.forms, start=1)
        items += filter(None, (_reference(*numbered) for numbered in rows))
        url = self.url("solution", row.key) if self.application.is_writable else ""
        title = row.title or _("Solution without a title")
        return {
            "name": "solution",
            "label": _("Solution: %(title)s") % {"title": title},
            "items": [
                item | {"url": url and f"{url}#{item['anchor']}"} for item in items
            ],
        }

    def language_of(self, form, name):
        if name == "native_name":
            return form.cleaned_data.get("native_lang") or ""
        return ""


def _reference(number: int, row) -> dict | None:
    """A city that uses it, in one line."""
    values = [row[name].value() for name in ("city", "year", "scale", "result")]
    if row.is_removed or not any(values):
        return None
    return {
        "label": _("Reference %(number)s") % {"number": number},
        "value": " · ".join(str(value) for value in values if value),
        "anchor": row["city"].auto_id,
    }
