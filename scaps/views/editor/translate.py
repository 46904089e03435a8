"""Translations of a plan or project beside their originals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from core.errors import DomainError
from core.languages import CODES, ENDONYMS
from core.models import Draft
from scaps import sheets, texts
from scaps.forms.translations import TranslationForm
from scaps.models import Project
from scaps.sections import PROJECT, kind_of
from scaps.services import texts as services
from scaps.views.editor import access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request, slug, lang, kind):
    """All texts in one language; each is saved for itself."""
    thing = _thing(request.user, kind, slug, lang)
    pairs = texts.of(thing, lang)
    draft = _draft(request.user, thing, lang)
    if request.method != "POST":
        form = TranslationForm(pairs=pairs, initial=draft.data if draft else None)
        return _page(request, thing, lang, pairs, form, draft=draft)
    if not sheets.fits(request.POST):
        return HttpResponse(status=413)
    form = TranslationForm(request.POST, pairs=pairs)
    if not form.is_valid():
        return _page(request, thing, lang, pairs, form, draft=draft, status=422)
    # A text that was not sent is not one that was emptied.
    sent = {k: v for k, v in form.cleaned_data.items() if k in request.POST}
    try:
        conflicts = services.save(thing, lang, sent, by=request.user)
    except DomainError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if conflicts:
        return _conflict(request, kind, slug, lang, sent, conflicts)
    if draft:
        draft.delete()
    messages.success(request, _("The translations are saved."))
    return redirect(address(thing, lang))


@login_required
@require_POST
def autosave(request, slug, lang, kind):
    """Keep what is typed; readers see it when it is saved."""
    thing = _thing(request.user, kind, slug, lang)
    if not sheets.fits(request.POST):
        return HttpResponse(status=413)
    names = {pair.name for pair in texts.of(thing, lang)}
    data = {
        name: value
        for name, value in request.POST.items()
        if name in names or name.removesuffix("-seen") in names
    }
    drafts.keep(
        type(thing),
        data,
        holder=sheets.holder_of(thing),
        target_id=thing.pk,
        section=_section(request.user, lang),
        by=request.user,
    )
    return HttpResponse(status=204)


def address(thing, lang: str) -> str:
    return reverse(f"scaps:{kind_of(thing)}-translate", args=[thing.slug, lang])


def _thing(user, kind: str, slug: str, lang: str):
    thing = access.of_kind(user, kind, slug)
    if lang not in CODES or lang == thing.source_lang:
        raise Http404
    return thing


def _draft(user, thing, lang: str) -> Draft | None:
    return sheets.drafts_of(thing).filter(section=_section(user, lang)).first()


def _section(user, lang: str) -> str:
    return f"translate_{lang}-{user.pk}"


def _conflict(request, kind, slug, lang, sent, conflicts):
    """Their text above, one's own in the field; saving again replaces theirs."""
    thing = _thing(request.user, kind, slug, lang)
    pairs = texts.of(thing, lang)
    theirs = {pair.name: pair.target for pair in conflicts}
    form = TranslationForm(pairs=pairs, initial={name: sent[name] for name in theirs})
    context = {"theirs": theirs, "status": 409}
    return _page(request, thing, lang, pairs, form, **context)


def _page(request, thing, lang, pairs, form, *, draft=None, theirs=None, status=200):
    texts.show_changes(pairs, lang)
    rows = [
        {
            "pair": pair,
            "field": form[pair.name],
            "seen": form[f"{pair.name}-seen"],
            "confirm": form[f"{pair.name}-confirm"]
            if f"{pair.name}-confirm" in form.fields
            else None,
            "theirs": (theirs or {}).get(pair.name),
        }
        for pair in pairs
    ]
    scap = access.scap_of(thing)
    context = {
        "thing": thing,
        "scap": scap,
        "is_project": kind_of(thing) == PROJECT,
        "lang": lang,
        "form": form,
        "rows": rows,
        "draft": draft,
        "conflict": bool(theirs),
        "done": sum(pair.is_done for pair in pairs),
        "into": _languages(thing, lang),
        "things": _things(scap, thing, lang),
        "editor_url": sheets.editor_address(thing),
        "autosave": reverse(
            f"scaps:{kind_of(thing)}-translate-draft", args=[thing.slug, lang]
        ),
    }
    return render(request, "scaps/edit/translate.html", context, status=status)


def _languages(thing, lang: str) -> list[dict]:
    return [
        {
            "code": code,
            "label": ENDONYMS[code],
            "url": address(thing, code),
            "current": code == lang,
        }
        for code in CODES
        if code != thing.source_lang
    ]


def _things(scap, thing, lang: str) -> list[dict]:
    """The plan and its projects, to go from one's texts to another's."""
    if scap is None:
        return []
    projects = Project.objects.filter(scap=scap).exclude(source_lang=lang)
    own = [scap] if scap.source_lang != lang else []
    return [
        {
            "label": str(other),
            "url": address(other, lang),
            "current": kind_of(other) == kind_of(thing) and other.pk == thing.pk,
        }
        for other in [*own, *projects]
    ]
