from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from members.models.names import Named
from members.models.offices import DateRange, TermQuerySet


class HeadTerm(Named, Dated):
    """Who heads a local government from when to when, under which title.

    A mayor and a head of the administration may be two people at once: of each
    title there is one. The salutation, in six languages, is the title's unless
    something else is written here.
    """

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="head_terms",
        verbose_name=_("organisation"),
    )
    title = models.ForeignKey(
        "vocabulary.HeadTitle",
        models.PROTECT,
        related_name="+",
        verbose_name=_("title of the head"),
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a head of government")
        verbose_name_plural = _("terms of heads of government")
        ordering = ["organisation", "-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="head_term_ends_after_start",
                violation_error_message=_("A term ends after it has begun."),
            ),
            models.CheckConstraint(
                condition=~Q(family_latin="") | ~Q(given_latin="") | ~Q(name_native=""),
                name="head_term_has_a_name",
                violation_error_message=_("Write the name of the person."),
            ),
            ExclusionConstraint(
                name="head_term_one_per_title_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("title", RangeOperators.EQUAL),
                    (DateRange("starts", "ends"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Somebody else holds this office in that time."
                ),
            ),
        ]

    def __str__(self):
        return str(self.person_name) or self.name_native
