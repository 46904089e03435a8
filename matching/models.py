"""Vectors and means. What they are vectors of, this app does not know."""

from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex, VectorField

DIMENSIONS = 384


class Side(models.TextChoices):
    NEED = "need", "need"
    OFFER = "offer", "offer"


class EmbeddingQuerySet(models.QuerySet):
    def of(self, subject: str, engine: str):
        return self.filter(subject=subject, engine=engine)


class Embedding(models.Model):
    """One passage of one text as a vector, raw and centred by its language.

    `part`, `start` and `end` are where the passage stands in the texts given.
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
    engine = models.CharField(max_length=60)
    mean_version = models.CharField(max_length=20)
    raw = VectorField(dimensions=DIMENSIONS)
    centred = HalfVectorField(dimensions=DIMENSIONS)

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
            HnswIndex(
                fields=["centred"],
                name="embedding_offers_nearest",
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
                condition=Q(side="offer"),
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id}.{self.passage}"


class MeanSet(models.Model):
    """The language means of each side that centred vectors were made with."""

    version = models.CharField(max_length=20, unique=True)
    engine = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)
    means = models.JSONField(help_text="{side: {lang: {count, vector}}}")

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = "made_at"

    def __str__(self):
        return self.version
