"""Who is expected at a session, with the axes as they were then."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Axes, Person
from sessions.models.training_session import TrainingSession


class Registration(Axes):
    """A person on a session's list; made at registration or with the first evidence, whichever comes first."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    walk_in = models.BooleanField(_("walk-in"), default=False)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="registration_once_per_session"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.session_id}"
