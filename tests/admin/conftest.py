import pytest
from django.contrib import admin
from django.urls import reverse

from core.admin import WorkflowAdmin


@pytest.fixture
def staff_client(client_of):
    return client_of("secretariat")


def page(name: str, model, *args) -> str:
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=args)


def object_page(obj) -> str:
    return page("change", type(obj), obj.pk)


def with_workflows() -> list[WorkflowAdmin]:
    return [a for a in admin.site._registry.values() if isinstance(a, WorkflowAdmin)]


def filled(response) -> dict:
    """What a browser would send back from the form of an object page, unchanged."""
    context = response.context
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = value
            if hasattr(field.field.widget, "decompress"):
                for part, piece in enumerate(field.field.widget.decompress(value)):
                    data[f"{field.html_name}_{part}"] = piece if piece else ""
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data
