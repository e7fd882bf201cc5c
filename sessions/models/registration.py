"""Who is expected at a session, with the axes as they were then."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bulk_signals import BulkSignalQuerySet
from people.models import Axes, Person
from people.models.humans import ByHuman
from sessions.models.training_session import TrainingSession


class RegistrationQuerySet(ByHuman, BulkSignalQuerySet):
    untracked_fields = frozenset({"status", "since", "walk_in"})  # who is expected, not who came

    def on_list(self) -> Self:
        """Those who have a place: neither waiting nor only asked."""
        return self.filter(status=Registration.Status.CONFIRMED)

    def waiting(self) -> Self:
        """Those who wait for a place, the first first."""
        return self.filter(status=Registration.Status.WAITING).order_by("since", "pk")


class Registration(Axes):
    """A person and a session: on its list, waiting for a place, asked to come, or having said no.

    Made at registration or with the first evidence, whichever comes first; whoever was in the room is on the list.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("On the list")
        WAITING = "waiting", _("Waiting for a place")
        INVITED = "invited", _("Invited")
        DECLINED = "declined", _("Does not come")

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.CONFIRMED)
    walk_in = models.BooleanField(_("walk-in"), default=False)
    promoted = models.BooleanField(_("moved up from the queue"), default=False)
    registered_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(_("in this state since"), auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="registration_once_per_session"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.session_id}"
