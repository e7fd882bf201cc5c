"""The paper loop: pages of sign-in sheets as printed, pictures of them, and the marks taken from a picture."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sessions.models.evidence import Evidence
from sessions.models.training_session import Slot


class SheetPage(models.Model):
    """A printed page: which people stand on which row, so that a later change of the list moves nobody."""

    code = models.CharField(max_length=22, unique=True)  # in the page's QR code: opaque
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="sheet_pages")
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    first_row = models.PositiveIntegerField()
    people = models.JSONField(default=list)  # ids of persons in the order of the rows
    printed_at = models.DateTimeField(auto_now_add=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["printed_at", "number"]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.number}/{self.of}"


class Scan(models.Model):
    """A photograph or scan of a page, kept privately. Never changed; one that is wrong is set aside with a reason."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="scans")
    page = models.ForeignKey(SheetPage, on_delete=models.PROTECT, null=True, related_name="scans")
    file = models.CharField(max_length=120, unique=True)  # in the NGO's own storage, under a random name
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["slot", "digest"], name="scan_once_per_slot")]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.digest[:12]}"

    def save(self, **kwargs: Any) -> None:
        """Insert; a picture that was added stays what it is."""
        if not self._state.adding:
            raise TypeError("A scan is never changed.")
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A scan is never deleted: set it aside with a reason.")


class ScanSetAside(models.Model):
    """That a scan is no evidence of its half-day, and why."""

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="set_aside")
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="scan_set_aside_says_why")]

    def __str__(self) -> str:
        return f"{self.scan_id}"


class ScanMark(models.Model):
    """From which picture a presence was read."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="marks")
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="scan_mark")

    def __str__(self) -> str:
        return f"{self.scan_id} · {self.evidence_id}"
