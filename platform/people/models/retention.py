"""The retention rule of an NGO, and the report of each erasure."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 6, 240  # months


class Retention(models.Model):
    """The NGO's rule: one row at most; without one, people are kept until somebody asks."""

    months = models.PositiveSmallIntegerField(validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)])
    automatic = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # What the worker found at its last look, for the note on the register.
    over = models.PositiveIntegerField(default=0, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="retention_one_rule"),
            models.CheckConstraint(condition=models.Q(months__range=(SHORTEST, LONGEST)), name="retention_months_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.months}"


class Erasure(models.Model):
    """One decision to erase and what came of it, in numbers: nothing here leads to anybody.

    `people` holds the ids still to be erased; each is taken out in the transaction that erases it, so that a worker
    that is stopped goes on where it was.
    """

    class Cause(models.TextChoices):
        ASKED = "asked", _("The person asked for it")
        TIME_OVER = "time_over", _("The time of keeping is over")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=9, choices=Cause)
    people = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    erased = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # heard of again since, or working for the NGO
    unknown = models.JSONField(default=dict)  # axis -> people for whom it became unknown
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(people=[]), name="erasure_done_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_at}"
