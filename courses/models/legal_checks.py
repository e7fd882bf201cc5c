"""A jurist's signature under what a lesson or the glossary says of law: written once, never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignedError(TypeError):
    """Somebody tried to change or delete a signature."""

    def __init__(self) -> None:
        super().__init__("A signature is written once: sign again, or write that it no longer holds.")


class LegalCheckQuerySet(models.QuerySet["LegalCheck"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise SignedError

    def delete(self) -> NoReturn:
        raise SignedError

    def newest(self, subjects: list[Any]) -> dict[tuple[str, str], "LegalCheck"]:
        """The last row on each passage of these lessons and terms, by (subject, block)."""
        rows = self.filter(subject__in=subjects).order_by("pk")
        return {(str(row.subject), row.block): row for row in rows}


class LegalCheck(models.Model):
    """Somebody has read a passage on law, in all languages, and holds it to be right; or no longer does.

    `subject`: the key of the lesson or of the glossary's term; `block`: the id of the passage in the lesson, empty for
    a term; `digest`: of what was read in all languages, so that a later text is not taken for signed.
    """

    subject = models.UUIDField()
    block = models.CharField(max_length=36, blank=True)
    digest = models.CharField(max_length=64)
    holds = models.BooleanField(default=True)
    name = models.CharField(_("name and function"), max_length=120)
    day = models.DateField(_("day"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = LegalCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="legal_check_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"

    def save(self, **kwargs: Any) -> None:
        """Insert, never update."""
        if not self._state.adding:
            raise SignedError
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SignedError
