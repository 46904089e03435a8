"""Vectors and means. What they are vectors of, this app does not know."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from matching.states import WeightState

# Of the packaged encoders together; offers of another width get an index of their own
# when an operator's encoder takes over (`matching.engines`).
DIMENSIONS = 896


class Side(models.TextChoices):
    """What a text is to others. Plans are compared among themselves."""

    NEED = "need", "need"
    OFFER = "offer", "offer"
    PLAN = "plan", "plan"


def nearest_index(dimensions: int, side: str = Side.OFFER) -> HnswIndex:
    """The index of the offers, or the needs, of one width; an index wants one width."""
    name = f"embedding_{side}s_nearest"
    return HnswIndex(
        OpClass(
            Cast("vector", HalfVectorField(dimensions=dimensions)),
            name="halfvec_ip_ops",
        ),
        name=name if dimensions == DIMENSIONS else f"{name}_{dimensions}",
        m=16,
        ef_construction=64,
        condition=Q(side=str(side), dimensions=dimensions),
    )


class EmbeddingQuerySet(models.QuerySet):
    def of(self, subject: str, engine: str):
        return self.filter(subject=subject, engine=engine)


class Embedding(models.Model):
    """One passage of one text as a vector, raw and made comparable (`matching.space`).

    `part`, `start` and `end` are where the passage stands in the texts given. Every
    engine has rows of its own, so that an old one serves until a new one is complete.
    """

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    passage = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=Side)
    lang = models.CharField(max_length=10)
    text_hash = models.CharField(max_length=64)
    engine = models.CharField(max_length=80)
    mean_version = models.CharField(max_length=30)
    dimensions = models.PositiveSmallIntegerField(default=DIMENSIONS)
    raw = HalfVectorField()
    vector = HalfVectorField()

    objects = EmbeddingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "engine", "passage"],
                name="embedding_once_per_passage",
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="embedding_side_is_known"
            ),
        ]
        indexes = [
            nearest_index(DIMENSIONS),
            nearest_index(DIMENSIONS, Side.NEED),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id}.{self.passage}"


class Pull(models.Model):
    """How near an offer lies to needs in general: what hubs are corrected by.

    `recipe` names the engines, means and needs it was computed with.
    """

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    recipe = models.CharField(max_length=120)
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id"], name="pull_once_per_offer"
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id}: {self.value:.3f}"


class Engine(models.Model):
    """An encoder whose vectors are kept; the newest that serves answers needs.

    `first` and `scale` are those of `matching.space.Mix`. `folder` is where an
    operator's own encoder lies.
    """

    name = models.CharField(max_length=80, unique=True)
    dimensions = models.PositiveSmallIntegerField()
    first = models.PositiveSmallIntegerField()
    scale = models.FloatField(null=True)
    folder = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    serves_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-serves_since", "-pk"]

    def __str__(self):
        return self.name


@pghistory.track(exclude=["preview", "previewed_at"])
class WeightSet(models.Model):
    """A version of the numbers that turn terms into a fit; never changed once used.

    `weight` and `missing` are by term, `preview` says what the version would change.
    """

    version = models.CharField(_("version"), max_length=20, unique=True)
    weight = models.JSONField(_("weights"))
    missing = models.JSONField(_("values of what is not stated"))
    text_middle = models.FloatField(_("text score in the middle"))
    text_width = models.FloatField(_("width of the text score"))
    strong = models.FloatField(_("strong from"))
    possible = models.FloatField(_("possible from"))
    note = models.TextField(_("why"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=WeightState,
        default=WeightState.DRAFT,
        editable=False,
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    used_since = models.DateTimeField(_("used since"), null=True, editable=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put to use by"),
    )
    preview = models.JSONField(default=dict, editable=False)
    previewed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("weights of matching")
        verbose_name_plural = _("weights of matching")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WeightState.values),
                name="weight_set_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=WeightState.USED),
                name="weight_set_one_is_used",
            ),
            models.CheckConstraint(
                condition=Q(state=WeightState.DRAFT) | Q(used_since__isnull=False),
                name="weight_set_used_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(possible__gte=0)
                & Q(strong__lte=100)
                & Q(possible__lt=models.F("strong")),
                name="weight_set_words_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(text_width__gt=0), name="weight_set_width_is_positive"
            ),
        ]

    def __str__(self):
        return self.version


class MeanSet(models.Model):
    """The language means of each side that comparable vectors were made with."""

    version = models.CharField(max_length=30, unique=True)
    engine = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    means = models.JSONField(help_text="{side: {lang: {count, vector}}}")

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = "made_at"

    def __str__(self):
        return self.version
