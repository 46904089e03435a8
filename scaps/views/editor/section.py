"""One section of a plan or project: its questions, and what is sent for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Conflict, DomainError
from core.text import whole_number
from scaps import comparing, sections, sheets
from scaps.services import editing
from scaps.sheets import Sheet
from scaps.views.editor import access, extras, row_acts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request, slug, name, kind):
    """Ask, keep a change of rows, or save and go on."""
    sheet = _sheet(request, slug, name, kind)
    if request.method != "POST":
        form, rows = sheet.form(), sheet.rows()
        return page(request, sheet, form, rows)
    if not (sheet.part.is_form and sheets.fits(request.POST)):
        return HttpResponse(status=413 if sheet.part.is_form else 405)
    values = sheet.read(request.POST)
    if place := row_acts.act(request.POST, values):
        sheet.keep(values)
        return redirect(f"{sheet.address}?{place}")
    return _save(request, sheet, values)


@login_required
@require_POST
def autosave(request, slug, name, kind):
    """Keep what is typed, valid or not; nobody else's text is touched by it."""
    sheet = _sheet(request, slug, name, kind)
    if not sheet.part.is_form:
        return HttpResponse(status=405)
    if not sheets.fits(request.POST):
        return HttpResponse(status=413)
    values = sheet.read(request.POST)
    if sheet.says_more(values):
        sheet.keep(values)
    else:
        sheet.drop()
    return HttpResponse(status=204)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, slug, name, kind):
    """Forget what one typed in this section, or a colleague left, after asking."""
    sheet = _sheet(request, slug, name, kind)
    draft = sheet.taken or sheet.draft
    if draft is None:
        return redirect(sheet.address)
    if request.method != "POST":
        pairs = comparing.differences(sheet, draft.data)
        context = {
            "sheet": sheet,
            "draft": draft,
            "pairs": pairs,
            "thing": sheet.thing,
        }
        return render(request, "scaps/edit/discard.html", context)
    sheet.forget(draft)
    messages.success(request, _("What was typed and not saved is gone."))
    return redirect(sheet.address)


def _sheet(request, slug: str, name: str, kind: str) -> Sheet:
    part = access.part_named(kind, name)
    thing = access.of_kind(request.user, kind, slug)
    taken = request.GET.get("from") or request.POST.get("taken", "")
    return Sheet(by=request.user, thing=thing, part=part, taken=taken)


def _save(request, sheet: Sheet, values: sheets.Values):
    form, rows = sheet.form(values), sheet.rows(values)
    # Both are asked, so that all that is wrong is told at once.
    faults = [not form.is_valid(), rows is not None and not rows.is_valid()]
    if any(faults):
        sheet.keep(values)
        return page(request, sheet, form, rows, status=422)
    try:
        editing.save(
            sheet.thing,
            sheet.part,
            form.cleaned_data,
            rows.kept if rows is not None else (),
            version=whole_number(str(values["version"])) or 0,
            by=request.user,
        )
    except Conflict as conflict:
        return _conflict(request, sheet, values, conflict)
    except DomainError as refusal:
        sheet.keep(values)
        messages.error(request, str(refusal))
        return redirect(sheets.editor_address(sheet.thing))
    sheet.drop(taken=request.POST.get("taken", ""))
    messages.success(
        request, _("“%(section)s” is saved.") % {"section": sheet.part.title}
    )
    return redirect(_onward(request, sheet))


def _onward(request, sheet: Sheet) -> str:
    """The next section, or the list of all when that is wanted or it was the last."""
    after = sections.following(sheet.part)
    if "list" in request.POST or after is None:
        return sheets.editor_address(sheet.thing)
    return sheets.section_address(sheet.thing, after)


def _conflict(request, sheet: Sheet, values: sheets.Values, conflict: Conflict):
    """Both texts side by side; the form keeps this one and takes the new version."""
    sheet.keep(values)
    thing = access.of_kind(request.user, sheet.part.of, sheet.thing.slug)
    fresh = Sheet(by=request.user, thing=thing, part=sheet.part)
    pairs = comparing.differences(fresh, values)
    values |= {"version": str(fresh.version)}
    form, rows = fresh.form(values=values), fresh.rows(values=values)
    return page(request, fresh, form, rows, status=409, conflict=conflict, pairs=pairs)


def page(request, sheet: Sheet, form, rows, *, status=200, **more):
    context = {
        "sheet": sheet,
        "part": sheet.part,
        "thing": sheet.thing,
        "scap": access.scap_of(sheet.thing),
        "form": form,
        "rows": rows,
        "ways": _ways(sheet),
        "editor_url": sheets.editor_address(sheet.thing),
        "autosave": sheet.door("draft"),
        "discard_url": sheet.door("discard"),
        "conflict": None,
        **extras.of_section(request, sheet, form, rows),
        **more,
    }
    return render(request, "scaps/edit/section.html", context, status=status)


def _ways(sheet: Sheet) -> list[dict]:
    return [
        {
            "label": part.title,
            "url": sheets.section_address(sheet.thing, part),
            "current": part is sheet.part,
        }
        for part in sections.PARTS[sheet.part.of]
    ]
