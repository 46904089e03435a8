"""What people decide about a match."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchState(models.TextChoices):
    """What people decided about a match; jobs never touch it."""

    PROPOSED = "proposed", _("proposed")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    DISMISSED = "dismissed", _("dismissed")


DECIDED = frozenset({MatchState.SHORTLISTED, MatchState.DISMISSED})
SHORTLIST_SIZE = 3


class Dismissal(models.TextChoices):
    """The common reasons for putting a match aside."""

    TOO_DEAR = "too_dear", _("It is too dear.")
    WRONG_PROBLEM = "wrong_problem", _("It answers another problem.")
    OTHER_STAGE = "other_stage", _("It is meant for another stage.")
    NO_REFERENCES = "no_references", _("It has no references that convince us.")
    PROVIDER = "provider", _("We know the provider and do not want to work with it.")
    OTHER = "other", _("Another reason.")
