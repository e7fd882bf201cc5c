"""Append-only evidence of who was in the room (definitions.md, section 1), head-counts and test scores.

Nothing edits or deletes a row; a correction is a new row that voids an older one and says why.
"""

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.bulk_signals import BulkSignalQuerySet
from core.codes import Category, Sex
from people.models import Person
from people.models.humans import ByHuman
from sessions.models.training_session import LONGEST_SLOT, Slot, TrainingSession


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete evidence."""

    def __init__(self) -> None:
        super().__init__("Evidence is append-only: write a row that voids the old one.")


class AppendOnlyQuerySet(ByHuman, BulkSignalQuerySet):
    def valid(self) -> Self:
        """Rows that say something and were not voided."""
        return self.filter(voids__isnull=True, voided_by__isnull=True)

    def bulk_create(  # type: ignore[override]  # all that may be said of conflicts is refused
        self, objs: Iterable[Any], batch_size: int | None = None, **conflicts: Any
    ) -> list[Any]:
        """Insert rows; one that is there already is neither changed nor passed over."""
        if any(conflicts.values()):
            raise AppendOnlyError
        return super().bulk_create(objs, batch_size=batch_size)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is written once. `client_event_id` makes repeated uploads harmless."""

    client_event_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    server_time = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voids = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="voided_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    device = models.CharField(_("device"), max_length=8, blank=True)  # a random name: sessions/checkin/devices.py

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # what related managers write through

    def save(self, **kwargs: Any) -> None:
        """Insert; a primary key that is taken is an IntegrityError, never an update."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def voiding_id(self, correction: uuid.UUID) -> uuid.UUID:
        """The id of the row with which a correction voids this one: it tells which correction it belongs to."""
        return uuid.uuid5(correction, str(self.client_event_id))


def voiding_says_why(name: str) -> models.CheckConstraint:
    """A voiding row bears its reason."""
    return models.CheckConstraint(condition=models.Q(voids__isnull=True) | ~models.Q(reason=""), name=name)


class Evidence(AppendOnly):
    """That a person (or somebody unknown) was at a half-day, for some minutes or the whole of it."""

    class Source(models.TextChoices):
        SIGNATURE = "signature", _("Signature")
        QR = "qr", _("QR code")
        TRAINER = "trainer", _("Trainer’s mark")
        PAPER = "paper", _("Paper sheet")

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="evidence")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="evidence")
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, help_text=_("Empty: the whole half-day"))
    source = models.CharField(_("source"), max_length=9, choices=Source)
    device_time = models.DateTimeField(_("time on the device"), null=True)
    corrected_time = models.DateTimeField(_("corrected time"), null=True)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["slot", "person"], name="evidence_slot_person")]
        constraints = [
            voiding_says_why("evidence_void_says_why"),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__range=(0, LONGEST_SLOT)),
                name="evidence_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.slot_id}"


class HeadCount(AppendOnly):
    """Unidentified people in the room at a half-day, those identified left out; rows of one slot are added."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="head_counts")
    count = models.PositiveIntegerField(_("number of people"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    category = models.CharField(_("professional category"), max_length=20, choices=Category, blank=True)

    class Meta(AppendOnly.Meta):
        constraints = [voiding_says_why("headcount_void_says_why")]

    def __str__(self) -> str:
        return f"{self.count} · {self.slot_id}"


class TestScoreQuerySet(ByHuman, BulkSignalQuerySet):
    """Tests of one human may bear several records."""


class TestScore(models.Model):
    """A person's score in the test before or after a session; one of each kind, written from paper or answered."""

    __test__ = False  # not a test case, whatever pytest thinks of its name

    class Kind(models.TextChoices):
        PRE = "pre", _("Before")
        POST = "post", _("After")

    class Source(models.TextChoices):
        PAPER = "paper", _("On paper")
        PHONE = "phone", _("On the phone")

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="test_scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="test_scores")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2)
    maximum = models.DecimalField(_("maximum"), max_digits=7, decimal_places=2)
    source = models.CharField(_("source"), max_length=5, choices=Source, default=Source.PAPER)

    objects = TestScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person", "kind"], name="testscore_once_per_kind"),
            models.CheckConstraint(
                condition=models.Q(maximum__gt=0, score__gte=0, score__lte=models.F("maximum")),
                name="testscore_within_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.person_id} · {self.kind}"

    @property
    def points(self) -> float:
        """The score without idle zeros."""
        return float(self.score)

    @property
    def most(self) -> float:
        """The maximum without idle zeros."""
        return float(self.maximum)
