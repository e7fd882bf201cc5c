"""Numbers of a logframe that no evidence here can give: typed with their document, never written over."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models import AppendOnly


class TypedValue(AppendOnly):
    """What an indicator stood at on a day, as the NGO says. A correction is a row that voids the one before, with its
    reason. Project and indicator are named by their codes: they live in the network."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.CharField(max_length=60)
    indicator = models.CharField(max_length=20)
    day = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    document = models.CharField(max_length=120, blank=True)  # in the NGO's own storage, under a random name
    document_name = models.CharField(max_length=200)
    document_digest = models.CharField(max_length=64, blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["project", "indicator", "day"], name="typed_value_of_indicator")]
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=0), name="typed_value_is_no_less_than_nothing"),
            models.CheckConstraint(
                condition=models.Q(voids__isnull=True) | ~models.Q(reason=""), name="typed_value_says_why_corrected"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.indicator} {self.day}"
