"""Sampling audits: sessions drawn at random and recounted from their sheets."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models import AppendOnlyError, TrainingSession


class Audit(models.Model):
    """A draw among the sessions held in a period. The seed makes it repeatable."""

    start = models.DateField(_("from"))
    end = models.DateField(_("to, included"))
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class Recount(models.Model):
    """One drawn session, with the half-day presences in the records when it was drawn."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="recounts")
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="+")
    recorded = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "session"], name="recount_once_per_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.recorded}"


class SheetCount(models.Model):
    """Half-day presences as counted on the sheets of a drawn session: the first, and any later one with its reason."""

    recount = models.ForeignKey(Recount, on_delete=models.CASCADE, related_name="counts")
    on_sheets = models.PositiveIntegerField(_("on the sheets"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recount"], condition=models.Q(reason=""), name="one_first_count_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recount_id} {self.on_sheets}"

    def save(self, **kwargs: Any) -> None:
        """Insert; what was counted is not written over."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(**kwargs | {"force_insert": True})
