"""Targets that an NGO sets out to reach, and views of the dashboard that its coordinators save."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from impact.models.periods import OF_THIS_AGE


class Target(models.Model):
    """What an NGO set out to reach in a period, for one indicator."""

    CODES = ("S_HELD", "H_DEL", "ATT", "CMP", "REACH", "TRAINED")

    start = models.DateField(_("from"))
    end = models.DateField(_("to, included"))
    indicator = models.CharField(_("figure"), max_length=8, choices=[(code, code) for code in CODES])
    value = models.PositiveIntegerField(_("target"), validators=[MinValueValidator(1)])
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["start", "end", "indicator"], name="target_once"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="target_ends_after_start"),
            models.CheckConstraint(condition=OF_THIS_AGE, name="target_of_this_age"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"


class SavedView(models.Model):
    """A period and filters of the dashboard under a name, of one user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_once_per_name")]

    def __str__(self) -> str:
        return self.name
