"""What happened to a session, by whom and why: written once, read by the registered and by auditors."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.models.training_session import TrainingSession


class Change(models.Model):
    """A step in a session's life. `days` are those by which it was moved; `half_days` what half-days with attendance
    were and became, as pairs of `date`, `part`, `minutes` and `starts_at`; `facts` those that figures depend on, as
    `[name, before, after]` (sessions.wording shows both); `fields` the names of all that a form or a workbook wrote
    anew, `half_days` among them."""

    class Kind(models.TextChoices):
        HELD = "held", _("Marked as held")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Moved to another day")
        RESCHEDULED = "rescheduled", _("Other hours or another place")
        PLANNED = "planned", _("Planned again")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")
        HALF_DAY_OFF = "half_day_off", _("A half-day did not take place")
        MARKED_MOVED = "marked_moved", _("A half-day with attendance was changed")
        FACTS = "facts", _("Counted otherwise")
        EDITED = "edited", pgettext_lazy("session", "Changed")

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    days = models.SmallIntegerField(null=True)
    half_days = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    facts = models.JSONField(default=list)
    # The first half-day to come that it concerns, as it was or as it is; without one nobody is told of the change.
    concerns_from = models.DateTimeField(null=True, editable=False)
    fields = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("held", "planned", "closed", "rescheduled"))
                | ~models.Q(reason="")
                | ~models.Q(half_days=[])
                | ~models.Q(facts=[])
                | ~models.Q(fields=[]),
                name="change_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind}"

    def save(self, **kwargs: Any) -> None:
        """Insert; a change that happened is never written anew."""
        if not self._state.adding:
            raise TypeError("What happened to a session is never changed.")
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What happened to a session is never deleted.")
