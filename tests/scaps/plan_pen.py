"""The editor of plans, used as a browser without scripts does."""

from django.urls import reverse

from scaps.models import Scap


class PlanPen:
    """Writes in the editor as a browser without scripts does."""

    def __init__(self, browser, thing) -> None:
        self.browser, self.thing = browser, thing
        self.kind = "scap" if isinstance(thing, Scap) else "project"

    def address(self, name: str, door: str = "section") -> str:
        return reverse(f"scaps:{self.kind}-{door}", args=[self.thing.slug, name])

    def open(self, name: str, **query):
        return self.browser.get(self.address(name), query)

    def fields(self, name: str, **query) -> dict:
        """All that the form of a section would send if nothing were typed."""
        context = self.open(name, **query).context
        form, rows = context["form"], context["rows"]
        bound = list(form)
        if rows is not None:
            bound += [field for row in rows.forms for field in row]
        sent = {f.html_name: f.value() for f in bound if f.value() not in (None, "")}
        if rows is not None:
            sent["rows-TOTAL_FORMS"] = rows.total_form_count()
        return {k: v for k, v in sent.items() if v is not False}

    def send(self, name: str, *, button: dict | None = None, **typed):
        sent = self.fields(name) | typed | (button or {})
        return self.browser.post(self.address(name), sent)

    def autosave(self, name: str, **typed):
        return self.browser.post(self.address(name, "draft"), self.fields(name) | typed)
