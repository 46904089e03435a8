"""A provider translates its own solution, text by text."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.languages import CODES, ENDONYMS
from scaps import texts
from scaps.forms.translations import TranslationForm
from solutions import revising, translating
from solutions.services.texts import translate as save
from solutions.views.desk import solution_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request, slug, solution, lang):
    """All texts in one language; each is saved for itself."""
    found = solution_of(request.user, "solutions.translate_solution", slug, solution)
    if lang not in CODES or lang == found.source_lang:
        raise Http404
    pairs = translating.pairs(found, lang)
    if request.method != "POST":
        return _page(request, found, lang, pairs, TranslationForm(pairs=pairs))
    form = TranslationForm(request.POST, pairs=pairs)
    if not form.is_valid():
        return _page(request, found, lang, pairs, form, status=422)
    # A text that was not sent is not one that was emptied.
    sent = {k: v for k, v in form.cleaned_data.items() if k in request.POST}
    conflicts = save(found, lang, sent, by=request.user)
    if conflicts:
        # Their text above, one's own in the field; saving again replaces theirs.
        found.refresh_from_db()
        pairs = translating.pairs(found, lang)
        theirs = {pair.name: pair.target for pair in conflicts}
        form = TranslationForm(pairs=pairs, initial={n: sent[n] for n in theirs})
        return _page(request, found, lang, pairs, form, theirs=theirs, status=409)
    messages.success(request, _("The translations are saved."))
    return redirect("provider:translate", slug, solution, lang)


def _page(request, solution, lang, pairs, form, *, theirs=None, status=200):
    texts.show_changes(pairs, lang)
    context = {
        "solution": solution,
        "lang": lang,
        "form": form,
        "rows": [_row(form, pair, theirs or {}) for pair in pairs],
        "conflict": bool(theirs),
        "revision": revising.open_of(solution),
        "done": sum(pair.is_done for pair in pairs),
        "into": [
            {
                "code": code,
                "label": ENDONYMS[code],
                "url": reverse(
                    "provider:translate",
                    args=[solution.provider.slug, solution.slug, code],
                ),
                "current": code == lang,
            }
            for code in CODES
            if code != solution.source_lang
        ],
    }
    return render(request, "solutions/provider/translate.html", context, status=status)


def _row(form: TranslationForm, pair, theirs: dict) -> dict:
    confirm = f"{pair.name}-confirm"
    return {
        "pair": pair,
        "field": form[pair.name],
        "seen": form[f"{pair.name}-seen"],
        "confirm": form[confirm] if confirm in form.fields else None,
        "theirs": theirs.get(pair.name),
    }
