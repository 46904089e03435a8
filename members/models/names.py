from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.names import DisplayOrder, PersonName

NAME_PARTS = (
    "name_native",
    "name_lang",
    "family_latin",
    "given_latin",
    "patronymic",
    "display_order",
    "salutation",
)


class Named(models.Model):
    """The name of a person in parts, as `core.names` puts them together."""

    name_native = models.CharField(_("name in own script"), max_length=120, blank=True)
    name_lang = models.CharField(_("language of that name"), max_length=12, blank=True)
    family_latin = models.CharField(_("family name"), max_length=80, blank=True)
    given_latin = models.CharField(_("given name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    display_order = models.CharField(
        _("order of the name"),
        max_length=20,
        choices=DisplayOrder,
        default=DisplayOrder.FAMILY_FIRST,
    )
    salutation = models.CharField(_("salutation"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def person_name(self) -> PersonName:
        return PersonName(
            self.family_latin, self.given_latin, self.patronymic, self.display_order
        )

    @property
    def sort_key(self) -> str:
        return self.person_name.sort_key


def name_order(prefix: str = "") -> list:
    """What to order rows by: Mongolians by given name, others by family name."""
    first = Case(
        When(
            **{f"{prefix}display_order": DisplayOrder.PATRONYMIC_GIVEN},
            then=F(f"{prefix}given_latin"),
        ),
        default=F(f"{prefix}family_latin"),
    )
    return [Lower(first), Lower(f"{prefix}given_latin"), f"{prefix}pk"]
