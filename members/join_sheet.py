"""An application to join while it is written."""

from core.languages import CODES, column, in_markup
from core.step_sheets import StepSheet
from core.steps import Step
from members import framework
from members.join_base import StepForm, told_with_person
from members.join_forms import FORMS
from members.join_steps import STEPS
from members.services import joining

FILES = ("signed_form", "appointment_letter")
PEOPLE = {"head": "head", "csco": "csco", "paper": "signatory"}


class Sheet(StepSheet):
    namespace = "join"
    files = FILES
    forms = FORMS
    version = framework.VERSION

    @property
    def steps(self):
        return STEPS

    def submit(self, *, reply):
        joining.submit(self.application, self.facts, reply=reply)

    def told(self, step: Step, form: StepForm) -> list[dict]:
        return told_with_person(self, form, PEOPLE.get(step.name, ""))

    def language_of(self, form, name):
        if name == "native_name":
            return form.cleaned_data.get("native_lang") or ""
        codes = {column("name", code): in_markup(code) for code in CODES}
        return codes.get(name, "")
