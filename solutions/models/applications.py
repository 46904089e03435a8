from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.mailed_forms import MailedForm, MailedFormQuerySet, reference
from members.states import OrganisationKind
from solutions.states import (
    APPLYING,
    DECIDED_ON,
    WRITABLE,
    ProviderApplicationState,
)


def fresh_reference() -> str:
    return reference("NP")


class ProviderApplicationQuerySet(MailedFormQuerySet):
    def waiting(self):
        """Those that the secretariat has to look at."""
        return self.filter(state=ProviderApplicationState.SUBMITTED)


class ProviderApplication(MailedForm):
    """An institution that asks to be listed with what it offers. It has no account.

    Its solutions are rows of their own, and so are the needs that it addresses.
    `pinpointed` is what `solutions.pinpointing` found for it: codes, no sentences.
    """

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
        choices=ProviderApplicationState,
        default=ProviderApplicationState.DRAFT,
    )
    kind = models.CharField(
        _("kind"), max_length=30, choices=OrganisationKind, blank=True
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    country = models.ForeignKey(
        "vocabulary.Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    certificate = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate of registration"),
    )
    presentation = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("presentation"),
    )
    renews = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("renews the listing of"),
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
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="provider_applications",
        verbose_name=_("listed as"),
    )
    pinpointed = models.JSONField(default=dict, editable=False)
    pinpointed_at = models.DateTimeField(null=True, editable=False)
    pinpoint_wanted = models.PositiveIntegerField(default=0, editable=False)
    pinpoint_done = models.PositiveIntegerField(default=0, editable=False)

    objects = ProviderApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application of a provider")
        verbose_name_plural = _("applications of providers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProviderApplicationState.values),
                name="provider_application_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=APPLYING),
                name="provider_application_kind_may_apply",
            ),
            models.CheckConstraint(
                condition=Q(state=ProviderApplicationState.DRAFT)
                | (
                    Q(submitted_at__isnull=False, country__isnull=False)
                    & ~Q(name="")
                    & ~Q(kind="")
                ),
                name="provider_application_sent_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="provider_application_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_ON, decided_at__isnull=False)
                | (~Q(state__in=DECIDED_ON) & Q(decided_at=None)),
                name="provider_application_decided_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProviderApplicationState.APPROVED)
                | Q(organisation__isnull=False),
                name="provider_application_approved_is_listed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProviderApplicationState.DECLINED) | ~Q(reason=""),
                name="provider_application_declined_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ProviderApplicationState.SUBMITTED),
                name="provider_application_waiting",
            )
        ]

    def __str__(self):
        return f"{self.name or self.email} · {self.reference}"

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_over(self) -> bool:
        return self.state in DECIDED_ON or (
            self.state == ProviderApplicationState.WITHDRAWN
        )


class ProviderQuestion(models.Model):
    """What the secretariat asks about an application; answered on the form.

    `step` is the name of the step that it is about, or empty.
    """

    application = models.ForeignKey(
        ProviderApplication, models.CASCADE, related_name="questions"
    )
    step = models.CharField(_("step"), max_length=20, blank=True)
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
                condition=~Q(text=""), name="provider_question_says_something"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="provider_question_answer_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="provider_question_one_open",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class ApplicationSponsor(models.Model):
    """The local government that introduces its own partner, and who said so for it."""

    application = models.OneToOneField(
        ProviderApplication, models.CASCADE, related_name="sponsor"
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="sponsored_applications",
        verbose_name=_("sponsoring local government"),
    )
    introduced_at = models.DateTimeField(_("introduced"), default=timezone.now)
    introduced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("introduced by"),
    )
    note = models.TextField(_("what you do together"), max_length=2000)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("sponsor of an application")
        verbose_name_plural = _("sponsors of applications")
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""), name="application_sponsor_says_why"
            )
        ]

    def __str__(self):
        return str(self.organisation)
