from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import column
from core.mailed_forms import MailedForm, MailedFormQuerySet, reference
from members.states import WRITABLE, ApplicationState, MembershipState


def fresh_reference() -> str:
    return reference("NM")


class ApplicationQuerySet(MailedFormQuerySet):
    def waiting(self):
        """Those that the secretariat has to look at."""
        return self.filter(state=ApplicationState.SUBMITTED)


class Application(MailedForm):
    """A local government that asks to join. Nobody needs an account for it."""

    reference = models.CharField(
        pgettext_lazy("number of an application", "reference"),
        max_length=20,
        unique=True,
        default=fresh_reference,
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    country = models.ForeignKey(
        "vocabulary.Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    framework_version = models.CharField(
        _("version of the Framework accepted"), max_length=40, blank=True
    )
    signed_form = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed form"),
    )
    appointment_letter = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter of appointment"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    membership = models.ForeignKey(
        "members.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("membership"),
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application to join")
        verbose_name_plural = _("applications to join")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="application_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT)
                | (
                    Q(submitted_at__isnull=False, country__isnull=False)
                    & Q(signed_form__isnull=False)
                    & ~Q(name="")
                    & ~Q(framework_version="")
                ),
                name="application_sent_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="application_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[ApplicationState.ACCEPTED, ApplicationState.DECLINED],
                    decided_at__isnull=False,
                )
                | (
                    ~Q(state__in=[ApplicationState.ACCEPTED, ApplicationState.DECLINED])
                    & Q(decided_at=None)
                ),
                name="application_decided_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.ACCEPTED)
                | Q(membership__isnull=False),
                name="application_accepted_has_membership",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.DECLINED) | ~Q(reason=""),
                name="application_declined_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ApplicationState.SUBMITTED),
                name="application_waiting",
            )
        ]

    def __str__(self):
        return f"{self.name or self.email} · {self.reference}"

    def name_in(self, language: str) -> str:
        """What the local government is called in a language, else in English.

        The official name is the applicant's own: it is typed once, with its language.
        """
        if self.answers.get("native_lang", "").lower() == language:
            return self.answers.get("native_name") or self.name
        return self.answers.get(column("name", language)) or self.name

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_over(self) -> bool:
        return self.decided_at is not None


class ApplicationQuestion(models.Model):
    """What the secretariat asks about an application, and what was answered."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="questions"
    )
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about an application")
        verbose_name_plural = _("questions about applications")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="application_question_says_something"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="application_answer_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="application_one_open_question",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class MembershipStep(models.Model):
    """One line of a membership's timeline: from this day on it had this state.

    Written by the services that move a membership, never changed.
    """

    membership = models.ForeignKey(
        "members.Membership", models.CASCADE, related_name="timeline"
    )
    state = models.CharField(_("state"), max_length=20, choices=MembershipState)
    date = models.DateField(_("date"))
    decision = models.ForeignKey(
        "members.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision"),
    )
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a membership")
        verbose_name_plural = _("steps of memberships")
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MembershipState.values),
                name="membership_step_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.FULL) | Q(decision__isnull=False),
                name="membership_step_full_by_decision",
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.get_state_display()}"
