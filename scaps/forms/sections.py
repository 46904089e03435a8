"""What the forms of all sections share: one form, and rows where there are some."""

from collections.abc import Callable

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm

PREFIX = "rows"
# Django takes no more than DATA_UPLOAD_MAX_NUMBER_FIELDS fields of a page.
MAX_ROWS = 40
FIRST_YEAR, LAST_YEAR = 1950, 2100
LAST_ID = 2**53


def asked(field: forms.Field) -> forms.Field:
    """A section is saved as it grows; yet the field is not one to leave out.

    What is missing is told in the task list, by `scaps.completeness`.
    """
    field.is_asked = True
    return field


def options_of(choices) -> Callable[[], list]:
    """The choices as they stand in a form: each begins with a capital."""
    return lambda: [(value, capfirst(label)) for value, label in choices.choices]


def prose(label, *, required=False, **options) -> CleanCharField:
    """Some lines of text."""
    options = {"lines": True, "max_length": 8000, "required": required} | options
    return CleanCharField(label=label, **options)


def line(label, *, required=False, **options) -> CleanCharField:
    return CleanCharField(label=label, required=required, **options)


def year(label, **options) -> forms.IntegerField:
    options = {"required": False} | options
    return forms.IntegerField(
        label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, **options
    )


def day(label, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    options = {"required": False} | options
    return forms.DateField(label=label, widget=widget, **options)


def figure(label, **options) -> forms.DecimalField:
    options = {"required": False, "max_digits": 18, "decimal_places": 4} | options
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.DecimalField(label=label, widget=widget, **options)


def number(**options) -> forms.IntegerField:
    """The number of another row, which the page knows and nobody types."""
    return forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=LAST_ID, **options
    )


def of_row(label, *, required=True, **options) -> forms.TypedChoiceField:
    """A choice among other rows; the choices are put in once for all rows."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, **options
    )


class SectionForm(VersionedForm):
    """A section that has questions of its own. `thing` is the plan or project."""

    def __init__(self, *args, thing=None, **kwargs):
        self.thing = thing
        super().__init__(*args, **kwargs)


class RowForm(forms.Form):
    """One row of a section; `id` is empty while it is new."""

    id = number(required=False)
    CHOICES: tuple[str, ...] = ()

    def __init__(self, *args, choices=None, **kwargs):
        """`choices`: field → the choices that all rows have in common."""
        super().__init__(*args, **kwargs)
        for name, options in (choices or {}).items():
            self.fields[name].choices = options

    @property
    def asked(self) -> list:
        """The fields somebody fills in: all but the mark of removal."""
        return [f for f in self.visible_fields() if f.name != DELETION_FIELD_NAME]

    @property
    def is_removed(self) -> bool:
        """Marked for removal in what was typed."""
        return self[DELETION_FIELD_NAME].value() in {True, "on", "True"}


class Rows(BaseFormSet):
    """The rows of a section. A blank row is no row."""

    ONCE = ""

    def __init__(self, *args, thing=None, **kwargs):
        self.thing = thing
        super().__init__(*args, **kwargs)

    def initial_form_count(self):
        """Rows that are sent are all new to the form: blank ones are passed over."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def kept(self) -> list[dict]:
        """What is to be saved, in order; rows to remove are marked."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def clean(self):
        """A row that must be there once is not there twice."""
        seen = set()
        for form in self.forms if self.ONCE else []:
            data = getattr(form, "cleaned_data", {})
            value = data.get(self.ONCE)
            if value is None or data.get(DELETION_FIELD_NAME):
                continue
            if value in seen:
                form.add_error(self.ONCE, _("This is chosen twice. Remove one."))
            seen.add(value)


def rows_of(form: type[RowForm], base: type[Rows] = Rows, *, fixed: bool = False):
    return formset_factory(
        form,
        formset=base,
        extra=0,
        can_delete=not fixed,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
        validate_max=True,
    )
