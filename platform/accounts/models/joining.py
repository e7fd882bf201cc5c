"""The codes participants join with, and invitations to open an account."""

import secrets
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Without letters and digits that are mistaken for one another on paper.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """Eight characters, some 40 bits: unguessable within a rate limit, short enough to dictate."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


class JoinCodeQuerySet(models.QuerySet):
    def open(self) -> "JoinCodeQuerySet":
        """Codes that still let people in."""
        return self.filter(active=True).filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=timezone.now())
        )

    def newest(self, kind: str, targets: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        """The latest code of each thing, closed ones too: those who have joined come back with it."""
        rows = self.filter(target_kind=kind, target_uuid__in=list(targets)).order_by("created_at", "pk")
        return dict(rows.values_list("target_uuid", "code"))


class JoinCode(models.Model):
    """A code that lets its holder join one thing, named by kind and UUID: the thing is in an app above."""

    class Target(models.TextChoices):
        COURSE = "course", _("Course")
        SESSION = "session", _("Training session")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code)
    target_kind = models.CharField(max_length=8, choices=Target)
    target_uuid = models.UUIDField(default=uuid.uuid4)
    active = models.BooleanField(_("active"), default=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JoinCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target_kind__in=["course", "session"]), name="joincode_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """That somebody on a list was asked to open an account; the link they get is signed from this row.

    `person` is the UUID that an erased person loses; `code` names what the link leads to, if anything.
    """

    person = models.UUIDField(db_index=True)
    code = models.ForeignKey(JoinCode, on_delete=models.CASCADE, null=True, related_name="+")
    by_hand = models.BooleanField(default=False)  # the link was shown to the coordinator: it is not sent as well
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person} · {self.made_at}"
