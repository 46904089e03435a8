from django.db import models
from django.utils.translation import gettext_lazy as _


class WeightState(models.TextChoices):
    DRAFT = "draft", _("draft")
    USED = "used", _("in use")
    RETIRED = "retired", _("no longer in use")
