"""Attendance disputes of participants, their feedback on a session, and the addresses of their calendars."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person
from people.models.humans import HumanQuerySet
from sessions.models.training_session import Slot, TrainingSession

QUESTIONS: dict[str, Any] = {
    "useful": _("What I learned is useful for my work."),
    "clear": _("The explanations were clear."),
    "level": _("The level was right for me."),
    "apply": _("I know what to do differently from now on."),
    "safe": _("I felt safe."),
    "recommend": _("I would recommend this session."),
}
WORST, BEST = 1, 5
FEEDBACK_STEP = 5  # answers that are shown together: fewer could be told apart, or by subtraction


class AttendanceDispute(models.Model):
    """That a person says their presence is wrong, until they take it back or staff resolve it. No free text."""

    class Claim(models.TextChoices):
        PRESENT = "present", _("I was there")
        ABSENT = "absent", _("I was not there")

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("contested presence", "Open")
        UPHELD = "upheld", _("Corrected as asked")
        DENIED = "denied", _("Left as it was")
        WITHDRAWN = "withdrawn", pgettext_lazy("contested presence", "Taken back")

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="disputes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disputes")
    claim = models.CharField(_("what the person says"), max_length=7, choices=Claim)
    made_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HumanQuerySet.as_manager()

    class Meta:
        db_table = "training_sessions_contest"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"], condition=models.Q(outcome="open"), name="contest_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open")
                | models.Q(outcome="withdrawn", resolved_at__isnull=False)
                | (~models.Q(reason="") & models.Q(resolved_at__isnull=False)),
                name="contest_settled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.slot_id}"


def _mark() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(WORST), MaxValueValidator(BEST)])


class Feedback(models.Model):
    """One anonymous answer: neither a person nor a time, and a random key, so that no order tells who wrote it.

    It is read together with four others or not at all: `step` is empty until five have come, and then the same for
    these five. Answers from paper make steps of their own: whoever typed four would know the fifth by subtraction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="feedback")
    useful = _mark()
    clear = _mark()
    level = _mark()
    apply = _mark()
    safe = _mark()
    recommend = _mark()
    from_paper = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__range": (WORST, BEST) for name in QUESTIONS}),
                name="feedback_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}"


class FeedbackGiven(models.Model):
    """That a person has answered, so that nobody answers twice; nothing leads from here to the answer."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="feedback_given")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feedback_given")

    objects = HumanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="feedback_given_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.session_id}"


class CalendarFeed(models.Model):
    """The secret address of somebody's calendar; a new key makes the old address worthless."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.CharField(max_length=43, unique=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
