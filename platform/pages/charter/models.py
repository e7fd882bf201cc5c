"""What was signed, word for word, and by which organisations."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import Language


class CharterVersion(models.Model):
    """The charter's words as they were published; new words are a new version, never an edit of one."""

    page = models.ForeignKey("pages.CharterPage", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    texts = models.JSONField()  # by field and language: heading, body

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="charter_version_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    def signed(self) -> "SignatureQuerySet":
        """Proved by mail."""
        return self.filter(signed_at__isnull=False)

    def counted(self) -> "SignatureQuerySet":
        """Proved, and read by staff: what everybody sees."""
        return self.signed().filter(accepted_at__isnull=False)


class Signature(models.Model):
    """An organisation's, never a person's. Who withdraws is deleted; what nobody proved is forgotten after two days."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.CharField(_("Organisation"), max_length=160)
    name_key = models.CharField(max_length=200)  # folded: two spellings of one name are one
    email = models.EmailField(_("Mail address"), unique=True)  # in lower case
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    is_unnamed = models.BooleanField(default=False)  # its name is shown to nobody outside
    asked_at = models.DateTimeField(default=timezone.now)  # or was last sent the mail that proves it
    signed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    objects: Any = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"], condition=models.Q(signed_at__isnull=False), name="signature_once"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(signed_at__isnull=False),
                name="signature_accepted_once_signed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
