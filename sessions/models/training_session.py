"""A training session, its half-days and its cycle (definitions.md, section 2)."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bulk_signals import BulkSignalQuerySet
from core.codes import Language
from courses.models import Exercise, ModulePage

LONGEST_SLOT = 720  # minutes


class Cycle(models.Model):
    """Sessions that belong together: repeated (the same for others) or sequential (parts of one course)."""

    class Kind(models.TextChoices):
        REPEATED = "repeated", _("Repeated")
        SEQUENTIAL = "sequential", _("Sequential")

    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REPEATED)

    def __str__(self) -> str:
        return self.name or self.code


class TrainingSession(models.Model):
    """One training, awareness action or event, of one or several half-days."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        AWARENESS = "awareness", _("Awareness raising")
        EVENT = "event", _("Event")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class Role(models.TextChoices):
        ORGANISED = "organised", _("Organised by us")
        CONTRIBUTED = "contributed", _("Contribution to another body’s session")

    class Audience(models.TextChoices):
        PROFESSIONAL = "professional", _("Professionals")
        PUBLIC = "public", _("General public")
        MIXED = "mixed", _("Mixed audience")

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("Hybrid")

    uuid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    ref = models.CharField(_("reference"), max_length=64, null=True, blank=True, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.TRAINING)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.ORGANISED)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    shared_key = models.CharField(
        _("key shared with another NGO"), max_length=64, blank=True, help_text=_("The same in both for a joint session")
    )
    modality = models.CharField(_("modality"), max_length=9, choices=Modality, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    project = models.CharField(_("project"), max_length=64, blank=True)
    # Of that project, by its code. The database knows its default: the release before writes rows without it.
    phase = models.CharField(_("phase"), max_length=64, blank=True, default="", db_default="")
    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Empty: no test is required"),
    )  # fmt: skip
    pre_test = models.ForeignKey(
        Exercise, verbose_name=_("test before the session"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", help_text=_("Participants answer it on their phones until the end of the first half-day."),
    )  # fmt: skip
    post_test = models.ForeignKey(
        Exercise, verbose_name=_("test after the session"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
        help_text=_("Participants answer it on their phones from the beginning of the last half-day on."),
    )  # fmt: skip
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)
    venue = models.CharField(
        _("exact place"), max_length=200, blank=True,
        help_text=_("Only those who have a place see it. Never a shelter."),
    )  # fmt: skip
    partners = models.CharField(_("co-organising institutions"), max_length=200, blank=True)
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    guest_trainers = models.CharField(
        _("guest trainers"), max_length=200, blank=True, help_text=_("Names of those without an account here")
    )
    modules = models.ManyToManyField(
        ModulePage, verbose_name=_("modules covered"), blank=True, related_name="training_sessions"
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come. Beyond it people wait, in the order they asked."),
    )  # fmt: skip
    is_public = models.BooleanField(
        _("listed on the public page of sessions"), default=False,
        help_text=_("Title, dates and city; whoever has read it may register by the session’s code."),
    )  # fmt: skip
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of its calendar entries: raised by a change
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("trainers"), blank=True, related_name="training_sessions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BulkSignalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="session_has_title"),
            models.CheckConstraint(
                condition=models.Q(pass_mark__isnull=True) | models.Q(pass_mark__range=(0, 100)),
                name="session_pass_mark_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(capacity__gte=1), name="session_capacity_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | ~models.Q(state="planned"), name="session_closed_is_over"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Whether its trainer has said that all attendance is in."""
        return self.closed_at is not None


class Slot(models.Model):
    """A half-day with its scheduled minutes and its local date in the NGO's time zone."""

    class Part(models.TextChoices):
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Evening")

    # The parts of a day in their order, for ORDER BY: the words do not sort so.
    PART_ORDER = {"morning": 0, "afternoon": 1, "evening": 2}

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField(_("number"))
    date = models.DateField(_("date"))
    part = models.CharField(_("part of the day"), max_length=9, choices=Part)
    part_order = models.GeneratedField(
        expression=models.Case(models.When(part="morning", then=0), models.When(part="afternoon", then=1), default=2),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SLOT)]
    )
    starts_at = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("By the NGO’s clock"))
    # Which of the session's trainers ran it; empty: all of them. It is credited to nobody else (trainer_minutes).
    run_by = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    objects = BulkSignalQuerySet.as_manager()

    class Meta:
        ordering = ["date", "part_order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="slot_number_unique_in_session"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, LONGEST_SLOT)), name="slot_minutes_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.part}"

    def has_begun(self, now: datetime.datetime) -> bool:
        """`now`: by the NGO's clock. Without an hour it begins with its day."""
        begins = datetime.datetime.combine(self.date, self.starts_at or datetime.time.min)
        return now.replace(tzinfo=None) >= begins

    def is_over(self, now: datetime.datetime) -> bool:
        """The same of its end; without an hour it ends with its day."""
        if self.starts_at is None:
            return now.date() > self.date
        ends = datetime.datetime.combine(self.date, self.starts_at) + datetime.timedelta(minutes=self.minutes)
        return now.replace(tzinfo=None) >= ends

    @property
    def ends_at(self) -> datetime.time | None:
        """The hour it ends by the NGO's clock, where its beginning is known."""
        if self.starts_at is None:
            return None
        begins = datetime.datetime.combine(self.date, self.starts_at)
        return (begins + datetime.timedelta(minutes=self.minutes)).time()
