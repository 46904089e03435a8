from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import StaffAdmin
from matching.models import MeanSet


@admin.register(MeanSet)
class MeanSetAdmin(StaffAdmin):
    """How many texts each language mean was made from; the vectors say nothing to people."""

    list_display = ["version", "engine", "made_at"]
    fields = ["version", "engine", "made_at", "texts"]
    readonly_fields = fields

    @admin.display(description=_("texts by side and language"))
    def texts(self, row):
        return "; ".join(
            f"{side}: "
            + ", ".join(
                f"{lang} {mean.get('count', 0)}" for lang, mean in means.items()
            )
            for side, means in row.means.items()
        )
