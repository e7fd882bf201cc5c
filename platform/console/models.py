"""Orders of new NGOs. The table is in every tenant, and used in the hub's alone: an order holds the address of the
first administrator until they are invited, and the public schema holds nobody's."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(minutes=3)  # a step takes seconds, and waits 30 for another at most


class TenantOrder(models.Model):
    """An NGO to be made by a task: what is asked, how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being made")
        DONE = "done", _("Made")
        FAILED = "failed", _("Stopped")

    UNDER_WAY = (State.WAITING, State.WORKING)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the new tenant's own
    schema_name = models.CharField(max_length=32)
    host = models.CharField(max_length=253)
    name_fr = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    languages = ArrayField(models.CharField(max_length=2))
    country = models.CharField(max_length=2)
    accent = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(blank=True, default=b"")
    administrator = models.EmailField(blank=True)  # empty once invited
    language = models.CharField(max_length=2, default="fr")  # in which the administrator is invited
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    steps_done = models.PositiveSmallIntegerField(default=0)
    why = models.TextField(blank=True)
    told_in = models.CharField(max_length=2, default="fr")  # the language of whoever ordered it
    ordered_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schema_name"], condition=models.Q(state__in=["waiting", "working"]), name="order_once_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.schema_name

    @property
    def name(self) -> str:
        """The name in the active language, else in French."""
        return getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr

    @property
    def is_silent(self) -> bool:
        """Whether its worker is gone: nothing has moved for minutes."""
        return self.state in self.UNDER_WAY and timezone.now() - self.moved_at > SILENCE
