"""The introductions of an office: the list, a thread, and what is done in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import limits
from core.errors import DomainError
from core.languages import current
from core.pages import sent
from core.text import clean_line, whole_number
from introductions import listing, services, thread, thread_page
from introductions.forms import EndForm, MessageForm, ReportForm
from introductions.limits import writes
from introductions.models import Attachment, Introduction
from introductions.services import oversight, threads
from introductions.states import INTRODUCTION_WORKFLOW, IntroductionState, Side
from introductions.views.parts import done, introduction_of, page
from members import files

PAGE_SIZE = 20


@login_required
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
@require_safe
def index(request):
    """Those in which an organisation of mine is a side; the newest news first."""
    user = request.user
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in listing.PARTS else listing.ALL
    words = clean_line(request.GET.get("q", ""))
    mine = Introduction.objects.of(user.sits_at).with_news(user)
    found = listing.part(mine, chosen, user)
    is_unread = "unread" in request.GET
    if is_unread:
        found = found.filter(is_news=True)
    if words:
        found = found.found_by(words, user)
    pages = Paginator(found.with_sides(), PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "tabs": _tabs(mine, chosen, user),
        "chosen": chosen,
        "words": words,
        "is_unread": is_unread,
        "page": shown,
        "lines": listing.lines(shown.object_list, user),
    }
    return render(request, "introductions/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def detail(request, pk):
    """A thread; what is sent is a message."""
    introduction = introduction_of(request, "introductions.read_introduction", pk)
    if request.method == "POST":
        return _write(request, introduction)
    return _thread(request, introduction, _message_form(request, introduction))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def move(request, pk, move):
    """Agree, decline, withdraw, close, open again."""
    if move not in INTRODUCTION_WORKFLOW.moves:
        raise Http404
    way = INTRODUCTION_WORKFLOW.moves[move]
    introduction = introduction_of(request, way.permission, pk)
    verb = getattr(services, move)
    if not way.reason:
        if request.method != "POST":
            return redirect(introduction)
        return done(request, introduction, verb, introduction)
    form = EndForm(sent(request))
    if form.is_valid():
        return done(request, introduction, verb, introduction, **form.cleaned_data)
    return page(request, "move", introduction, form, move=way)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def report(request, pk):
    """Put a thread before the secretariat."""
    introduction = introduction_of(request, "introductions.report_introduction", pk)
    form = ReportForm(sent(request))
    if form.is_valid():
        return done(
            request,
            introduction,
            oversight.report,
            introduction,
            complaint=form.cleaned_data["cause"],
            text=form.cleaned_data["reason"],
            lang=current(),
        )
    return page(request, "report", introduction, form)


@login_required
@require_POST
def contact(request, pk, act):
    """Show the other side how to reach me, or show it no longer."""
    verbs = {"show": threads.share_contact, "hide": threads.hide_contact}
    if act not in verbs:
        raise Http404
    # What one showed is taken back at any time, also when all is over.
    permission = "share_contact" if act == "show" else "read_introduction"
    introduction = introduction_of(request, f"introductions.{permission}", pk)
    return done(request, introduction, verbs[act], introduction)


@login_required
@require_safe
def file(request, pk, file):
    """A file of a message, unless compliance keeps it from this reader."""
    introduction = introduction_of(request, "introductions.read_introduction", pk)
    found = Attachment.objects.select_related("message", "upload__content").filter(
        message__introduction=introduction, pk=file
    )
    attachment = found.first()
    if attachment is None:
        raise Http404
    side = attachment.message.side
    sender = None if side == Side.PORTAL else introduction.organisation(side)
    return files.hand_over(request.user, attachment.upload, of=sender)


# --- Parts ---------------------------------------------------------------------------


def _message_form(request, introduction: Introduction, *args) -> MessageForm:
    """In the language that this person wrote in last, at first in the page's."""
    own = introduction.messages.filter(author=request.user).order_by("-pk")
    lang = own.values_list("lang", flat=True).first() or current()
    is_agreed = introduction.state == IntroductionState.AGREED
    initial = {"lang": lang}
    return MessageForm(*args, is_agreed=is_agreed, by=request.user, initial=initial)


def _write(request, introduction: Introduction):
    may_write = request.user.has_perm("introductions.write_introduction", introduction)
    if not may_write:
        messages.error(request, _("Nothing can be written here any more."))
        return redirect(introduction)
    form = _message_form(request, introduction, request.POST, request.FILES)
    if form.is_valid():
        try:
            message = threads.write(
                introduction,
                text=form.cleaned_data["text"],
                lang=form.cleaned_data["lang"],
                files=form.files_kept,
                by=request.user,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Your message is sent. The other side is told.")
            )
            return redirect(f"{introduction.get_absolute_url()}#message-{message.pk}")
    return _thread(request, introduction, form)


def _thread(request, introduction: Introduction, form: MessageForm):
    user = request.user
    before = whole_number(request.GET.get("before", ""))
    context = thread_page.context(introduction, user)
    context |= {
        "thread": thread.read(introduction, user, before=before),
        "is_earlier": bool(before),
        "form": form,
    }
    if introduction.side_of(user) is not None:
        threads.see(introduction, by=user)
    status = 422 if form.is_bound else 200
    return render(request, "introductions/detail.html", context, status=status)


def _tabs(mine, chosen: str, user) -> list[dict]:
    """Each part with its number, leading to the first page of it."""
    tabs = []
    for name, label in listing.PARTS.items():
        count = listing.part(mine, name, user).count()
        url = f"?{urlencode({'show': name})}" if name else "?"
        words = _("%(label)s (%(number)s)") % {"label": label, "number": count}
        tabs.append({"label": words, "url": url, "current": name == chosen})
    return tabs
