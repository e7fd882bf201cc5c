"""The log of changes to a record: what, by whom and when."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.register import Person


class RecordChangeQuerySet(models.QuerySet):
    """Rows are added, and go with the person's identity; nothing changes them."""

    def of_records(self, records: Any) -> Self:
        """What was done to any of these records, the latest first."""
        return self.filter(person__in=records).order_by("-at", "-pk")

    def forget(self) -> None:
        """Delete them, as erasing a person demands: days and fields together could tell whose they were."""
        self._raw_delete(self.db)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("What was done to a record is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("What was done to a record is never deleted.")


class RecordChange(models.Model):
    """One step in a record's life, written once. Merges have rows of their own (`Merge`).

    `fields`: the name of each field that changed, with [before, after] for the coarse axes and nothing for whatever
    names or reaches somebody: no former name, number or address is copied here. `by`: nobody where the person did it.
    """

    class Kind(models.TextChoices):
        ADDED = "added", _("Written down")
        IMPORTED = "imported", _("Came with a list")
        UPDATED = "updated", _("Changed by a list")
        TAKEN_BACK = "taken_back", _("An import was taken back")
        CORRECTED = "corrected", _("Corrected")
        CONSENT = "consent", _("Agreement on paper written down")
        WITHDRAWN = "withdrawn", _("Agreement withdrawn")
        ERASED = "erased", _("Erased")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    fields = models.JSONField(default=dict)
    past_too = models.BooleanField(default=False)  # sessions and courses already taken were corrected with it
    source = models.UUIDField(null=True)  # the list it came with
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RecordChangeQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    def save(self, **kwargs: Any) -> None:
        """Insert; what was done is never written anew."""
        if not self._state.adding:
            raise TypeError("What was done to a record is never changed.")
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What was done to a record is never deleted.")
