from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.states import ComplianceStatus


class Screened(models.Model):
    """Where screening stands today; `Screening` rows say how it came to that.

    These columns change only through `members.services.screening`.
    """

    compliance_status = models.CharField(
        _("compliance"),
        max_length=20,
        choices=ComplianceStatus,
        default=ComplianceStatus.NOT_SCREENED,
        editable=False,
    )
    screened_until = models.DateField(
        _("screening valid until"), null=True, blank=True, editable=False
    )
    exemption_reason = models.TextField(_("reason of the exemption"), blank=True)
    exemption_reference = models.CharField(
        _("reference of the exemption"), max_length=200, blank=True
    )
    exempted_until = models.DateField(_("exempted until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_exempted(self) -> bool:
        """Whether a compliance officer's exemption is in force today."""
        return (
            self.compliance_status == ComplianceStatus.EXEMPTED
            and self.exempted_until is not None
            and self.exempted_until >= timezone.localdate()
        )


def constraints(prefix: str) -> list:
    """What the database holds about these columns, under a name of each model's own."""
    return [
        models.CheckConstraint(
            condition=Q(compliance_status__in=ComplianceStatus.values),
            name=f"{prefix}_compliance_is_known",
        ),
        models.CheckConstraint(
            condition=~Q(compliance_status=ComplianceStatus.EXEMPTED)
            | (
                ~Q(exemption_reason="")
                & ~Q(exemption_reference="")
                & Q(exempted_until__isnull=False)
            ),
            name=f"{prefix}_exemption_has_its_facts",
        ),
    ]
