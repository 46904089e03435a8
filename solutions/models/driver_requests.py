"""What members ask of the Smart City Driver, and what is done about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from solutions.states import DRIVER_OPEN, DriverRequestState


class DriverRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=DRIVER_OPEN)

    def visible_to(self, user):
        """The list twin of the solutions.view_driverrequest rule."""
        if not user.is_authenticated:
            return self.none()
        if user.is_secretariat:
            return self
        return self.filter(organisation__in=user.sits_at)


class DriverRequest(models.Model):
    """A member asks for a package, with one of its needs or projects.

    The letter keeps its language. `notes` are for the secretariat alone; what the
    local government is told stands in the steps.
    """

    package = models.ForeignKey(
        "solutions.DriverPackage",
        models.PROTECT,
        related_name="requests",
        verbose_name=_("package"),
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="driver_requests",
        verbose_name=_("local government"),
    )
    need = models.ForeignKey(
        "scaps.Need",
        models.PROTECT,
        null=True,
        related_name="driver_requests",
        verbose_name=_("need"),
    )
    project = models.ForeignKey(
        "scaps.Project",
        models.SET_NULL,
        null=True,
        related_name="driver_requests",
        verbose_name=_("project"),
    )
    text = models.TextField(_("request"), max_length=4000)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=DriverRequestState,
        default=DriverRequestState.ASKED,
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    moved_at = models.DateTimeField(_("last step"), default=timezone.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who sees to it"),
    )
    notes = models.TextField(
        _("notes of the secretariat"),
        max_length=8000,
        blank=True,
        help_text=_("The local government does not read them."),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = DriverRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Smart City Driver request")
        verbose_name_plural = _("Smart City Driver requests")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DriverRequestState.values),
                name="driver_request_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(need=None) | Q(project=None),
                name="driver_request_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[DriverRequestState.ASKED, DriverRequestState.WITHDRAWN]
                )
                | Q(owner__isnull=False),
                name="driver_request_looked_at_has_owner",
            ),
            models.UniqueConstraint(
                fields=["package", "need"],
                condition=Q(state__in=sorted(DRIVER_OPEN)),
                name="driver_request_one_open_per_need",
            ),
            models.UniqueConstraint(
                fields=["package", "project"],
                condition=Q(state__in=sorted(DRIVER_OPEN)),
                name="driver_request_one_open_per_project",
            ),
        ]

    def __str__(self):
        return f"{self.package} · {self.organisation}"

    def get_absolute_url(self):
        return reverse("driver:request", args=[self.pk])

    @property
    def about(self):
        """The need or the project; None when the project is not there any more."""
        return self.need or self.project

    @property
    def is_open(self) -> bool:
        return self.state in DRIVER_OPEN


class DriverStep(models.Model):
    """What was done about a request, as the local government reads it; never changed."""

    request = models.ForeignKey(
        DriverRequest, models.CASCADE, related_name="steps", verbose_name=_("request")
    )
    state = models.CharField(_("state"), max_length=20, choices=DriverRequestState)
    text = models.TextField(_("message"), max_length=4000, blank=True)
    lang = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    introduction = models.ForeignKey(
        "introductions.Introduction",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("introduction"),
    )
    meets_at = models.DateTimeField(_("meeting"), null=True)
    place = models.CharField(_("where"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("taken by"),
    )

    class Meta:
        verbose_name = _("step of a Smart City Driver request")
        verbose_name_plural = _("steps of Smart City Driver requests")
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DriverRequestState.values),
                name="driver_step_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(text="") | ~Q(lang=""), name="driver_step_text_has_language"
            ),
            models.CheckConstraint(
                condition=~Q(state=DriverRequestState.MEETING)
                | Q(meets_at__isnull=False),
                name="driver_step_meeting_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DriverRequestState.INTRODUCED)
                | Q(introduction__isnull=False),
                name="driver_step_introduced_has_introduction",
            ),
        ]

    def __str__(self):
        return f"{self.taken_at:%Y-%m-%d} {self.state}"
