"""Messages: reminders switched off, those wanted at night too, and what became of each message."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.register import Person


class MutedReminder(models.Model):
    """A kind of reminder that a person does not want (people.messages)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="muted_reminders")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="muted_reminder_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.kind}"


class NightCall(models.Model):
    """That a person wants to be told at night too of a change of the next day's session.

    Nobody is who did not say so: a phone that lights up at night may be read by others.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="night_call")

    def __str__(self) -> str:
        return f"{self.person_id}"


class SentMessage(models.Model):
    """What became of a reminder: neither its words nor its address. `person` is the UUID an erased person loses.

    Nothing to be sent is kept here: a message that waits is made anew from what is due when its turn comes.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", pgettext_lazy("channel", "E-mail")
        SMS = "sms", _("SMS")
        PUSH = "push", _("On a device")

    class Outcome(models.TextChoices):
        SENDING = "sending", _("being sent")
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain: it may have arrived or not")
        FAILED = "failed", _("refused for good: reach them otherwise")
        GIVEN_UP = "given_up", _("given up after two days: reach them otherwise")
        LAPSED = "lapsed", _("no longer of use, not sent")

    kind = models.CharField(max_length=20)
    person = models.UUIDField()
    key = models.CharField(max_length=64)  # of what: the same is said once
    channel = models.CharField(max_length=4, choices=Channel)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.SENDING)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)  # or was tried last
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "person", "key"], name="sent_message_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="waiting") ^ models.Q(next_try_at__isnull=True),
                name="sent_message_waits_for_a_try",
            ),
        ]
        indexes = [
            models.Index(fields=["outcome"], condition=~models.Q(outcome="sent"), name="sent_message_not_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.sent_at}"
