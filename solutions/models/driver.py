"""The Smart City Driver: packages for members."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import shown
from core.models import Dated
from solutions.states import DriverPackageState, PackageKind


class DriverPackageQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(state=DriverPackageState.OFFERED)

    def visible_to(self, user):
        """The list twin of the solutions.view_driverpackage rule."""
        if not user.is_authenticated:
            return self.none()
        if user.is_secretariat:
            return self
        return self.offered() if user.is_member else self.none()


class DriverPackage(Dated):
    """Help that the secretariat and its partners give members, in one piece.

    Its texts stand in lines where they are lists: one thing a line.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=PackageKind)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    source_lang = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in one sentence"), max_length=400)
    deliverables = models.TextField(
        _("what is delivered"), max_length=4000, help_text=_("One thing a line.")
    )
    audience = models.TextField(_("for whom"), max_length=2000)
    contribution = models.TextField(
        _("what the local government brings"),
        max_length=2000,
        help_text=_("One thing a line."),
    )
    terms = models.TextField(_("terms"), max_length=2000)
    stages = models.ManyToManyField(
        "vocabulary.Stage", verbose_name=_("stages it serves")
    )
    partners = models.ManyToManyField(
        "members.Organisation",
        blank=True,
        related_name="driver_packages",
        verbose_name=_("partners"),
    )
    weeks_min = models.PositiveSmallIntegerField(
        _("weeks at least"), validators=[MinValueValidator(1)]
    )
    weeks_max = models.PositiveSmallIntegerField(
        _("weeks at most"), validators=[MinValueValidator(1)]
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=DriverPackageState,
        default=DriverPackageState.DRAFT,
        editable=False,
    )
    offered_at = models.DateTimeField(_("offered since"), null=True, editable=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = DriverPackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("Smart City Driver package")
        verbose_name_plural = _("Smart City Driver packages")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PackageKind.values),
                name="driver_package_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DriverPackageState.values),
                name="driver_package_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None, offered_by=None)
                | Q(offered_at__isnull=False, offered_by__isnull=False),
                name="driver_package_offered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=DriverPackageState.OFFERED)
                | Q(offered_at__isnull=False),
                name="driver_package_offered_was_offered",
            ),
            models.CheckConstraint(
                condition=Q(weeks_min__gte=1) & Q(weeks_min__lte=models.F("weeks_max")),
                name="driver_package_weeks_are_a_range",
                violation_error_message=_(
                    "It takes at least one week, and at most no less than at least."
                ),
            ),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        return reverse("driver:detail", args=[self.slug])
