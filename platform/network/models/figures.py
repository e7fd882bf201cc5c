"""Figures rolled up tenant by tenant."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RolledUpFigures(models.Model):
    """The count of one scope over one period, as `count` prints it, with the version of the code lists; the network's
    with the cells by region, month and category."""

    NETWORK = "network"

    scope = models.CharField(max_length=70, help_text=_("“network” or “tenant:<schema>”"))
    start = models.DateField()
    end = models.DateField()
    figures = models.JSONField()
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "start", "end"], name="rolled_up_once_per_period")]

    def __str__(self) -> str:
        return f"{self.scope} {self.start}"
