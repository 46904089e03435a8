"""Plans that a city has adopted, as files beside what it writes here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from scaps import sections
from scaps.forms.plans import DocumentForm
from scaps.sections import SCAP
from scaps.services import editing
from scaps.sheets import Sheet
from scaps.views.editor import access, section

DOCUMENTS = sections.named(SCAP, "documents")


@login_required
@require_POST
def add(request, slug):
    """A file with its title and language."""
    scap = access.plan(request.user, slug)
    sheet = Sheet(by=request.user, thing=scap, part=DOCUMENTS)
    form = DocumentForm(request.POST, request.FILES)
    form.fields["file"].by = request.user
    if not form.is_valid():
        return section.page(
            request, sheet, sheet.form(), None, status=422, document_form=form
        )
    _do(request, editing.add_document, scap, form.cleaned_data, by=request.user)
    return redirect(sheet.address)


@login_required
@require_POST
def remove(request, slug, pk):
    """Take a file away from the plan."""
    scap = access.plan(request.user, slug)
    file = get_object_or_404(scap.files.select_related("scap"), pk=pk)
    if _do(request, editing.remove_document, file, by=request.user):
        messages.success(request, _("The document is removed."))
    return redirect(Sheet(by=request.user, thing=scap, part=DOCUMENTS).address)


def _do(request, verb, *args, **options) -> bool:
    try:
        verb(*args, **options)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    return True
