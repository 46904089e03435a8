"""What staff decide holds for what they have read."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext

from core.admin import WorkflowAdmin


class AsReadAdmin(WorkflowAdmin):
    """Each button names the sending that was on the page: what its provider has sent
    since is read first."""

    def buttons(self, request, obj):
        mark = _mark(obj)
        return [
            replace(b, url=f"{b.url}?of={mark}") for b in super().buttons(request, obj)
        ]

    def move_view(self, request, pk, name):
        read = request.GET.get("of")
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None or read in (None, _mark(found)):
            return super().move_view(request, pk, name)
        messages.error(
            request,
            gettext(
                "Somebody else saved this solution while you were writing. Nothing is lost."
            ),
        )
        return redirect(self.object_url(found))


def _mark(obj) -> str:
    return obj.submitted_at.strftime("%Y%m%d%H%M%S%f") if obj.submitted_at else "0"
