"""A progress report while it is written: what is saved, and on top what was typed."""

from functools import cached_property

from django.urls import reverse

from core import drafts
from core.models import Draft
from core.text import clean, whole_number
from scaps.forms import reports as forms
from scaps.forms.reports import FORMS, ReportForm
from scaps.models import ProgressReport, ReportPeriod, Scap
from scaps.report_basis import Basis, place
from scaps.report_pages import PAGES, Page

LIMIT = 60_000


class Sheet:
    """The report of a plan for a period, begun or not. Who may is for the views."""

    def __init__(self, scap: Scap, period: ReportPeriod, *, by):
        self.scap, self.period, self.by = scap, period, by
        self.basis = Basis(scap, period)

    @cached_property
    def report(self) -> ProgressReport:
        """The row, or one that is not saved yet: reading a page writes nothing."""
        found = (
            ProgressReport.objects.filter(scap=self.scap, period=self.period)
            .select_related("current")
            .first()
        )
        report = found or ProgressReport(
            source_lang=forms.writing_language(self.basis), entered_by=self.by
        )
        report.scap, report.period = self.scap, self.period
        return report

    def draft(self, page: Page) -> Draft | None:
        return drafts.find(ReportPeriod, **place(self.scap, self.period, page.name))

    def saved(self, page: Page) -> dict:
        return forms.filled(self.report, self.basis, page.name)

    def form(self, page: Page, data=None, *, draft: Draft | None = None) -> ReportForm:
        """The questions of a page; `data` was sent, else they are to answer."""
        values = self.saved(page) | (draft.data if draft else {})
        return FORMS[page.name](data, initial=values, basis=self.basis)

    def saved_form(self, page: Page) -> ReportForm:
        return FORMS[page.name](initial=self.saved(page), basis=self.basis)

    def keep(self, page: Page, sent) -> None:
        """Keep what was sent for a page, valid or not."""
        form = FORMS[page.name](basis=self.basis)
        typed: dict = {
            name: clean(sent.get(name, "")) for name in form.fields if name != "version"
        }
        typed["version"] = self._version(page, sent)
        drafts.keep(
            ReportPeriod, typed, by=self.by, **place(self.scap, self.period, page.name)
        )

    def _version(self, page: Page, sent) -> int:
        """Of the versions that a draft was begun from the oldest counts."""
        version = whole_number(sent.get("version", "")) or 0
        draft = self.draft(page)
        kept = draft.data.get("version", version) if draft else version
        return min(version, kept, self.report.page_version(page.name))

    def drop(self, page: Page) -> None:
        drafts.drop(ReportPeriod, **place(self.scap, self.period, page.name))

    # --- Addresses -------------------------------------------------------------------

    def address(self, page: Page | None) -> str:
        """Of a page; of the answers to check where there is no page left."""
        keys = [self.scap.slug, self.period.year]
        if page is None:
            return reverse("reports:edit", args=keys)
        return reverse("reports:edit-page", args=[*keys, page.name])

    def autosave_address(self, page: Page) -> str:
        return reverse(
            "reports:autosave", args=[self.scap.slug, self.period.year, page.name]
        )

    def following(self, page: Page) -> Page | None:
        """The next page that nobody has saved yet, else the answers."""
        return next(
            (p for p in PAGES[page.number :] if p.name not in self.report.answers), None
        )


def fits(sent) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return sum(len(v) for _name, values in sent.lists() for v in values) <= LIMIT
