"""Devices on which people asked to be reminded."""

from django.db import models
from django.db.models.functions import Now

from people.models.register import Person


class PushSubscription(models.Model):
    """A browser of somebody's that shows reminders: where its push service takes them, and what they are sealed with.

    `server_key` is the platform's key that the browser was told of: under another one nothing arrives.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    server_key = models.CharField(max_length=100)
    since = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="push_subscription_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.since}"
