import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from notifications.states import Rhythm

LAST_HOUR, LAST_WEEKDAY = 23, 6


@pghistory.track()
class Preference(Dated):
    """How soon one person wants letters about one kind of event."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences"
    )
    kind = models.CharField(_("kind"), max_length=60)
    rhythm = models.CharField(_("letters"), max_length=10, choices=Rhythm)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], name="preference_once_per_person_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="preference_rhythm_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.kind}"


@pghistory.track()
class LetterTimes(Dated):
    """When one person wants no letters, and on which day the weekly one.

    The hours are those of the person's time zone; joined letters come when the
    quiet hours end. Nobody who has not said where they are has quiet hours.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="letter_times",
    )
    is_quiet = models.BooleanField(_("quiet hours"), default=True)
    quiet_from = models.PositiveSmallIntegerField(
        _("from"), default=20, validators=[MaxValueValidator(LAST_HOUR)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("until"), default=8, validators=[MaxValueValidator(LAST_HOUR)]
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the weekly letter"),
        default=0,
        validators=[MaxValueValidator(LAST_WEEKDAY)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    quiet_from__lte=LAST_HOUR,
                    quiet_until__lte=LAST_HOUR,
                    weekday__lte=LAST_WEEKDAY,
                ),
                name="letter_times_are_hours_and_days",
            ),
        ]

    def __str__(self):
        return str(self.person)
