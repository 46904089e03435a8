"""The step of an application that shows which open needs it answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from core import limits, mailed_forms, step_pages
from core.errors import DomainError
from core.languages import current
from core.pages import is_post, sent
from core.step_pages import HANDED_IN
from solutions import addressed, pinpointed, proposals
from solutions.apply_links import LINKS
from solutions.apply_sheet import Sheet
from solutions.apply_steps import NEEDS
from solutions.forms.addressing import AddressForm
from solutions.models.proposed import MOST_ADDRESSED
from solutions.services import pinpointing as services

TEMPLATE = "solutions/apply/needs.html"
CHOICE = "choice"
"""Sent where needs were there to choose from: who goes on without waiting keeps all."""

LOOKS = 120
"""How often a minute one address may look: each look may ask for a search, and a page
that waits looks by itself."""

with_link = step_pages.with_link(LINKS, Sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(HANDED_IN, "apply-step", when=is_post)
@limits.a_minute(LOOKS, "apply-needs")
@with_link
def needs(request, sheet: Sheet):
    """Found live while the page waits; up to five are chosen on it."""
    step = step_pages.named(sheet, NEEDS.name)
    if not sheet.application.is_writable:
        return step_pages.to_status(sheet)
    if step.number > sheet.reached.number:
        return redirect(sheet.address(sheet.reached))
    context = _found(sheet.application, is_sent=is_post(request))
    form = _form(context, sent(request))
    if not is_post(request):
        return _page(request, sheet, form, context)
    goes_back = "back" in request.POST
    if not form.is_valid() and not goes_back:
        return _page(request, sheet, form, context, status=422)
    try:
        if CHOICE in request.POST and form.is_valid():
            services.address(sheet.application, form.chosen, lang=current())
        if not goes_back:
            sheet.application = mailed_forms.keep(
                sheet.application, {}, reached=step.number + 1
            )
    except DomainError as error:
        messages.error(request, str(error))
        return step_pages.to_status(sheet)
    if goes_back:
        return redirect(sheet.address(sheet.steps.numbered(step.number - 1)))
    return redirect(step_pages.after(sheet, step))


@require_POST
@with_link
def autosave(request, sheet: Sheet) -> HttpResponse:
    """Keep what is ticked and typed, as long as it is five at most."""
    form = _form(_found(sheet.application, is_sent=True), request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        services.address(sheet.application, form.chosen, lang=current())
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _found(application, *, is_sent: bool) -> dict:
    """What there is to show. It is looked for anew where it is out of date, unless
    somebody chose from it already."""
    if pinpointed.is_closed_to(application):
        return {"kind": "restricted"}
    proposed = proposals.of_application(application)
    if not proposed:
        return {"kind": "untold"}
    mark = proposals.mark(proposed)
    if not is_sent and not pinpointed.is_current(application, mark):
        return addressed.waiting(services.ask(application, mark=mark))
    return addressed.found(application, proposed)


def _form(context: dict, data=None) -> AddressForm:
    """In the order of the page; who was chosen earlier keeps its solution."""
    chosen = context.get("addressed", [])
    earlier = {one.need_id: one.solution_id for one in chosen}
    offers = {need.need.pk: None for need in context.get("others", [])}
    offers = {need: earlier[need] for need in offers}
    offers |= {one.told.need.pk: one.offer.pk for one in context.get("fitting", [])}
    return AddressForm(data, offers=offers, addressed=chosen)


def _page(request, sheet: Sheet, form: AddressForm, context: dict, *, status=200):
    step = step_pages.named(sheet, NEEDS.name)
    context |= {
        "most": MOST_ADDRESSED,
        "fitting": [
            (one, form.rows(one.told.need.pk)) for one in context.get("fitting", [])
        ],
        "others": [(one, form.rows(one.need.pk)) for one in context.get("others", [])],
        "here": sheet.address(step),
    }
    partly = request.htmx and not request.htmx.history_restore_request
    template = f"{TEMPLATE}#found" if partly else TEMPLATE
    return step_pages.page(
        request, sheet, step, form, template=template, status=status, **context
    )
