"""Reporting periods of an NGO and their frozen figures (definitions.md, section 4)."""

import datetime
import hashlib
import json
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORT_DIGEST = 12  # letters of a mark that pages print
# A mistyped year would be counted for ever: core.dates.YEARS says which years are no slip.
OF_THIS_AGE = models.Q(start__gte=datetime.date(1990, 1, 1), end__lte=datetime.date(2100, 12, 31))


class ReportingPeriod(models.Model):
    """From one day to another, both included: open, submitted, accepted, published. `by` names are kept as text,
    because the network's coordinator is a user of another schema."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        PUBLISHED = "published", _("Published")

    start = models.DateField(_("from"))
    end = models.DateField(_("to, included"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.CharField(max_length=150, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.CharField(max_length=150, blank=True, editable=False)
    accepted_mark = models.CharField(max_length=64, blank=True, editable=False)  # SHA-256 of the figures accepted
    note = models.CharField(_("what to look at"), max_length=300, blank=True)  # why it was sent back

    class Meta:
        ordering = ["-start", "-end"]
        constraints = [
            models.UniqueConstraint(fields=["start", "end"], name="period_once"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="period_ends_after_start"),
            models.CheckConstraint(condition=OF_THIS_AGE, name="period_of_this_age"),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class Snapshot(models.Model):
    """Figures as they were published: canonical JSON, its SHA-256 together with the hash of the one before.

    Number 0 is the first publication of its period, 1 and more are its restatements R1, R2. Never changed.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="snapshot_number_once"),
            models.UniqueConstraint(fields=["previous"], name="snapshot_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.label}"

    def save(self, **kwargs: Any) -> None:
        """Insert; what was published stays."""
        if not self._state.adding:
            raise TypeError("A snapshot is never changed: a restatement is a new one.")
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A snapshot is never deleted.")

    @property
    def label(self) -> str:
        """Empty for the first, `R1` for the first restatement."""
        return f"R{self.number}" if self.number else ""

    @property
    def short_digest(self) -> str:
        """What public pages print."""
        return self.digest[:SHORT_DIGEST]

    @property
    def data(self) -> dict[str, Any]:
        """The content as it was written."""
        return json.loads(self.content)


def canonical_json(data: dict[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, letters as they are."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained_digest(content: str, previous: str) -> str:
    """SHA-256 over the digest before and the content."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()
