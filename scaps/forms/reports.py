"""The questions of a progress report; which there are depends on the plan."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm
from core.languages import LANGUAGE_CHOICES, current
from core.money import CURRENCIES
from scaps import snapshots
from scaps.forms.needs import CURRENCY_OF
from scaps.models import ProgressReport
from scaps.report_basis import Basis, open_milestones
from scaps.report_pages import FIGURES, PROJECTS, WORDS
from scaps.report_reading import figure
from translations.services import Text

YEARS_BACK = 6
NUMBER = {"max_digits": 18, "decimal_places": 4, "required": False}
AMOUNT = {"max_digits": 18, "decimal_places": 2, "min_value": 0, "required": False}


@dataclass(frozen=True)
class Group:
    """The questions about one target or project, in rows, with what is known of it."""

    title: Text
    rows: list[list[BoundField]]
    known: dict

    @property
    def fields(self) -> list[BoundField]:
        return [field for row in self.rows for field in row]


class ReportForm(VersionedForm):
    """One page. `answers()` is what is kept, `filled` the way back."""

    def __init__(self, *args, basis: Basis, **kwargs):
        super().__init__(*args, **kwargs)
        self.basis = basis
        self.ask()

    def ask(self) -> None:
        """Add the fields that this plan needs."""

    def answers(self) -> dict:
        raise NotImplementedError

    @property
    def groups(self) -> list[Group]:
        return []

    def kept(self, key: int | str, *names: str) -> dict:
        return {name: _plain(self.cleaned_data[f"{name}_{key}"]) for name in names}

    def bound(self, key: int | str, *names: str) -> list[BoundField]:
        return [self[f"{name}_{key}"] for name in names]


class FiguresForm(ReportForm):
    def ask(self) -> None:
        year = self.basis.period.year
        for target in self.basis.targets:
            key = target["id"]
            self.fields[f"value_{key}"] = forms.DecimalField(
                label=_("Latest figure"), **NUMBER
            )
            self.fields[f"year_{key}"] = forms.IntegerField(
                label=_("Year of the figure"),
                min_value=year - YEARS_BACK,
                max_value=max(year, timezone.localdate().year),
            )
            self.fields[f"note_{key}"] = CleanCharField(
                label=_("Remark"), max_length=400, required=False
            )

    def clean(self):
        data = super().clean()
        for target in self.basis.targets:
            key = target["id"]
            names = {f"value_{key}", f"note_{key}"}
            if not names & self.errors.keys() and is_open(data, key):
                self.add_error(
                    f"value_{key}",
                    _("Give a figure, or say in the remark why there is none."),
                )
        return data

    def answers(self) -> dict:
        return {
            str(target["id"]): self.kept(target["id"], "value", "year", "note")
            for target in self.basis.targets
        }

    @staticmethod
    def filled(basis: Basis, answers: dict | None) -> dict:
        values = {}
        for target in basis.targets:
            key = target["id"]
            known = (answers or {}).get(str(key), {"year": basis.period.year})
            values |= {f"{name}_{key}": value for name, value in known.items()}
        return values

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                snapshots.read(target["indicator"]),
                [
                    self.bound(target["id"], "value", "year"),
                    self.bound(target["id"], "note"),
                ],
                known_of(target, self.basis.last_targets.get(target["id"])),
            )
            for target in self.basis.targets
        ]


class ProjectsForm(ReportForm):
    def ask(self) -> None:
        stages = [(stage.code, stage.name) for stage in self.basis.stages]
        for version in self.basis.projects:
            key = version.project_id
            self.fields |= {
                f"stage_{key}": forms.ChoiceField(
                    label=_("Stage"),
                    choices=[("", _("Not known yet")), *stages],
                    required=False,
                ),
                f"secured_{key}": forms.DecimalField(
                    label=_("Money secured since the plan"), **AMOUNT
                ),
                f"spent_{key}": forms.DecimalField(
                    label=_("Money spent so far"), **AMOUNT
                ),
                f"currency_{key}": forms.ChoiceField(
                    label=_("Currency"),
                    choices=[("", "—"), *CURRENCIES],
                    required=False,
                ),
            }
            for row in open_milestones(version.data):
                self.fields[f"reached_{row['id']}"] = forms.DateField(
                    label=_("Reached on: %(milestone)s")
                    % {"milestone": snapshots.read(row["title"])},
                    required=False,
                    widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                )
            self.fields[f"remark_{key}"] = CleanCharField(
                label=_("Remark"), max_length=400, required=False
            )

    def clean(self):
        data = super().clean()
        today = timezone.localdate()
        for version in self.basis.projects:
            key = version.project_id
            has_money = any(
                data.get(f"{name}_{key}") is not None for name in ("secured", "spent")
            )
            if has_money and not data.get(f"currency_{key}"):
                self.add_error(f"currency_{key}", _("Choose the currency."))
            for row in open_milestones(version.data):
                name = f"reached_{row['id']}"
                if data.get(name) and data[name] > today:
                    self.add_error(name, _("This day has not come yet."))
        return data

    def answers(self) -> dict:
        return {
            str(version.project_id): self.kept(
                version.project_id, "stage", "secured", "spent", "currency", "remark"
            )
            | {
                "milestones": {
                    str(row["id"]): _plain(day)
                    for row in open_milestones(version.data)
                    if (day := self.cleaned_data[f"reached_{row['id']}"])
                }
            }
            for version in self.basis.projects
        }

    @staticmethod
    def filled(basis: Basis, answers: dict | None) -> dict:
        values = {}
        for version in basis.projects:
            key = version.project_id
            known = (answers or {}).get(str(key)) or before(basis, version)
            milestones = known.get("milestones", {})
            values |= {
                f"{name}_{key}": value
                for name, value in known.items()
                if name != "milestones"
            }
            values |= {f"reached_{row}": day for row, day in milestones.items()}
        return values

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                snapshots.read(version.data["title"]),
                [
                    self.bound(version.project_id, "stage"),
                    [
                        self[f"reached_{row['id']}"]
                        for row in open_milestones(version.data)
                    ],
                    self.bound(version.project_id, "secured", "spent", "currency"),
                    self.bound(version.project_id, "remark"),
                ],
                {},
            )
            for version in self.basis.projects
        ]


class WordsForm(ReportForm):
    source_lang = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES
    )
    lessons = CleanCharField(
        label=_("What you learned"),
        lines=True,
        max_length=4000,
        required=False,
        help_text=_("What worked, what did not, and what you would do differently."),
    )
    help = CleanCharField(
        label=_("Help you ask for"),
        lines=True,
        max_length=4000,
        required=False,
        help_text=_("From other members, from funders, from the secretariat."),
    )

    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("lessons", "help")}

    @staticmethod
    def filled(basis: Basis, answers: dict | None) -> dict:
        if answers is None and basis.last:
            data = basis.last.data
            return {
                name: snapshots.original(data[name]) for name in ("lessons", "help")
            }
        return answers or {}


FORMS: dict[str, type[ReportForm]] = {
    FIGURES.name: FiguresForm,
    PROJECTS.name: ProjectsForm,
    WORDS.name: WordsForm,
}


def filled(report: ProgressReport, basis: Basis, page: str) -> dict:
    """What the fields of a page hold: what was saved, else last year and the plan."""
    values = FORMS[page].filled(basis, report.answers.get(page))
    if page == WORDS.name:
        values = {"source_lang": report.source_lang} | values
    return values | {"version": report.page_version(page)}


def known_of(target: dict, last: dict | None) -> dict:
    """What is known of a target before it is reported."""
    return {
        "baseline": figure(target["baseline"]),
        "baseline_year": target["baseline_year"],
        "goal": figure(target["goal"]),
        "goal_year": target["goal_year"],
        "unit": snapshots.read(target["unit"]),
        "last": figure(last["value"]) if last else "",
        "last_year": last["year"] if last else "",
    }


def is_open(data: dict, key: int) -> bool:
    return data.get(f"value_{key}") is None and not data.get(f"note_{key}")


def before(basis: Basis, version) -> dict:
    """A project as it was last reported, or as the plan has it."""
    country = basis.scap.organisation.country.code
    sums = version.data["money"]
    currency = sums[0]["currency"] if sums else CURRENCY_OF.get(country, "")
    if last := basis.last_projects.get(version.project_id):
        currency = (last["money"] or {}).get("currency") or currency
        reported_later = basis.last.signed_at > version.published_at
        stage = last["stage"] if reported_later else version.stage
        return {"stage": stage or version.stage, "currency": currency}
    return {"stage": version.stage, "currency": currency}


def writing_language(basis: Basis) -> str:
    """The reader's language if the city works in it, else that of the plan."""
    mine = current()
    return mine if mine in basis.scap.organisation.languages else basis.scap.source_lang


def _plain(value):
    """A cleaned value as JSON keeps it."""
    if value is None or isinstance(value, int | str):
        return value
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()
