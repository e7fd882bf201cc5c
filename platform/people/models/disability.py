"""Whether an NGO asks about disability, and who agreed to have said so."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.codes import Language
from people.models.register import Person


class DisabilityQuestion(models.Model):
    """Whether the NGO asks: one row at most; without one it does not."""

    is_asked = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="disability_question_once")]

    def __str__(self) -> str:
        return f"{self.is_asked}"


class DisabilityConsent(models.Model):
    """That a person agreed to have this one fact kept, apart from any other agreement. It does not say which."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disability_consents")
    language = models.CharField(max_length=2, choices=Language)
    given_at = models.DateTimeField(db_default=Now(), editable=False)
    on_paper = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(withdrawn_at=None), name="disability_consent_valid_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
