from django.db import models


class Sweep(models.Model):
    """One exact run over all pairs, in chunks; says what the index had missed.

    `missed` counts top-ten places that the stored lists lacked, of `places` compared.
    `left` are first ids of the chunks of the catalogue that are still to be done.
    """

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    needs = models.PositiveIntegerField(default=0)
    solutions = models.PositiveIntegerField(default=0)
    pairs = models.PositiveBigIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    weights_version = models.CharField(max_length=20)
    engine = models.CharField(max_length=80)
    is_full = models.BooleanField(default=False)
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at", "-pk"]
        get_latest_by = "started_at"

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def recall(self) -> float | None:
        """Share of the exact first ten that the stored lists had."""
        return 1 - self.missed / self.places if self.places else None


class QualityReport(models.Model):
    """Figures about the Finder, as staff read them; computed by a job."""

    made_at = models.DateTimeField(auto_now_add=True)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = "made_at"

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M}"
