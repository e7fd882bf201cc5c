"""Who gets the newsletter, which issue went out, and what became of each letter: never its words."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.codes import Language
from people.models import SentMessage

Outcome = SentMessage.Outcome


class SubscriptionQuerySet(models.QuerySet):
    def reached(self) -> "SubscriptionQuerySet":
        """Proved, and not refused by its own server since: who is written to."""
        return self.filter(confirmed_at__isnull=False, refused_at__isnull=True)


class Subscription(models.Model):
    """An address that asked for the newsletter. Unproved ones are forgotten after two days, who leaves is at once."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)  # in lower case
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    asked_at = models.DateTimeField(default=timezone.now)  # or was last sent the mail that proves it
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)  # its server said for good that there is no such address

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["confirmed_at"], name="subscription_confirmed")]

    def __str__(self) -> str:
        return str(self.uuid)


class Mailing(models.Model):
    """An issue on its way, once. `held_at`: staff made it wait; `ended_at`: no letter waits any more."""

    issue = models.OneToOneField("pages.NewsPage", on_delete=models.SET_NULL, null=True, related_name="mailing")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.issue_id} · {self.started_at:%Y-%m-%d}"


class Letter(models.Model):
    """One mailing to one address; `people.messages.tries` says what the outcomes mean."""

    channel = SentMessage.Channel.MAIL

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    subscription = models.ForeignKey(Subscription, on_delete=models.SET_NULL, null=True, related_name="letters")
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.WAITING)
    first_tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # or was tried last
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "subscription"], name="letter_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="waiting") ^ models.Q(next_try_at__isnull=True),
                name="letter_waits_for_a_try",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(outcome="waiting"), name="letter_waiting"),
            models.Index(fields=["sent_at"], name="letter_sent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} · {self.outcome}"

    @property
    def made_at(self) -> datetime.datetime:
        """Since when it is tried: letters that wait for their turn do not grow old."""
        return self.first_tried_at or timezone.now()
