from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import Move, Workflow


class NeedState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("everybody")
    NETWORK = "network", _("members of the network")
    OWN = "own", _("our own office only")


OPEN = frozenset({NeedState.DRAFT, NeedState.PUBLISHED})
"""A need is matched and may be changed until it is closed."""

WORKFLOW = Workflow(
    Move(
        name="publish",
        label=_("Publish"),
        sources=frozenset({NeedState.DRAFT}),
        target=NeedState.PUBLISHED,
        permission="scaps.publish_need",
    ),
    Move(
        name="withdraw",
        label=_("Back to draft"),
        sources=frozenset({NeedState.PUBLISHED}),
        target=NeedState.DRAFT,
        permission="scaps.publish_need",
        tone="quiet",
    ),
    Move(
        name="close",
        label=_("Close"),
        sources=OPEN,
        target=NeedState.CLOSED,
        permission="scaps.publish_need",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="reopen",
        label=_("Open again"),
        sources=frozenset({NeedState.CLOSED}),
        target=NeedState.DRAFT,
        permission="scaps.publish_need",
        tone="quiet",
    ),
)
