"""Aggregate tables, which make counting quick: what the evidence gives, resolved, and sums over calendar periods.

They hold nothing that a recount could not find again, and refer to other tables by plain ids: a row goes when its
session is counted again (impact.aggregates), never because another row went.
"""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from core.dates import NEVER


class PersonColumns(models.Model):
    """A person's axes as they were."""

    sex = models.CharField(max_length=1, blank=True)
    age_band = models.CharField(max_length=5, blank=True)
    category = models.CharField(max_length=20, blank=True)
    institution_type = models.CharField(max_length=22, blank=True)
    person_region = models.CharField(max_length=6, blank=True)
    person_language = models.CharField(max_length=2, blank=True)
    disability = models.CharField(max_length=3, blank=True, default="", db_default="")

    class Meta:
        abstract = True


class SessionColumns(models.Model):
    """A session's axes and kind, as they were when it was counted."""

    kind = models.CharField(max_length=9)
    region = models.CharField(max_length=6, blank=True)
    session_language = models.CharField(max_length=2, blank=True)
    modality = models.CharField(max_length=9, blank=True)
    project = models.CharField(max_length=64, blank=True)
    cycle = models.CharField(max_length=64, blank=True)
    audience = models.CharField(max_length=12, blank=True, default="", db_default="")
    phase = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        abstract = True


class PresenceDay(PersonColumns, SessionColumns):
    """A person in a held session on a day: ATT where it `starts`, CMP where it `completes`, TRAINED where it
    `trains`.

    The rows of a person are chained, so that of any period it is seen without looking at the others which one is the
    last: that whose next one (`next_day`, of those that train `next_trained`) lies beyond. `changes_on` is the day of
    the next one where its axes are others, `first_trained` that of the person's first TRAINED, online too.
    """

    person = models.BigIntegerField()
    session_id = models.BigIntegerField(db_index=True)
    day = models.DateField()
    part_order = models.SmallIntegerField()  # of the last half-day attended
    half_days = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    starts = models.BooleanField()
    completes = models.BooleanField()
    trains = models.BooleanField()
    next_day = models.DateField(default=NEVER, db_default=NEVER)
    next_trained = models.DateField(default=NEVER, db_default=NEVER)
    next_in_region = models.DateField(default=NEVER, db_default=NEVER)
    next_trained_in_region = models.DateField(default=NEVER, db_default=NEVER)
    ends_month = models.BooleanField(default=True, db_default=True)
    ends_month_trained = models.BooleanField(default=True, db_default=True)
    changes_on = models.DateField(default=NEVER, db_default=NEVER)
    first_trained = models.DateField(default=NEVER, db_default=NEVER)

    class Meta:
        indexes = [
            models.Index(fields=["day"], name="presenceday_day"),
            models.Index(fields=["day"], condition=~models.Q(changes_on=NEVER), name="presenceday_changed"),
            models.Index(fields=["person", "day"], name="presenceday_person"),
            models.Index(fields=["day", "person"], condition=models.Q(trains=True), name="presenceday_trained"),
        ]
        constraints = [models.UniqueConstraint(fields=["session_id", "person", "day"], name="presenceday_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.session_id} · {self.day}"


class SessionDay(SessionColumns):
    """A session on a day: what was planned and delivered, who was counted. `attended` and `most_heads` are of the whole
    session."""

    session_id = models.BigIntegerField()
    day = models.DateField(db_index=True)
    opening = models.BooleanField()
    state_held = models.BooleanField()
    role = models.CharField(max_length=11)
    delivered = models.PositiveIntegerField()
    heads = models.BigIntegerField()
    head_minutes = models.BigIntegerField()
    most_heads = models.BigIntegerField()
    half_days = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    attendances = models.PositiveIntegerField()
    completions = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session_id", "day"], name="sessionday_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.day}"


class OnlineDay(PersonColumns):
    """What a person's record did online on a day."""

    record = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField()
    day = models.DateField(db_index=True)
    lessons = models.PositiveIntegerField()
    completions = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "day"], name="onlineday_person")]

    def __str__(self) -> str:
        return f"{self.record} · {self.day}"


class TestPair(models.Model):
    """A person's scores of a session before and after (GAIN). `people` is 1; rows of the format before are of several,
    and of nobody by name."""

    __test__ = False  # not a test case, whatever pytest thinks of its name

    session_id = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField(default=0, db_default=0)
    pre = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    pre_maximum = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    post = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    post_maximum = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    people = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.session_id} · {self.people}"


class PeriodTally(models.Model):
    """ATT, REACH, TRAINED and NEW of a month, quarter or year, in all (`axis` empty) and by the values of an axis; of a
    `day` NEW alone, whose sum is CUM. The same of the sessions of each value of some axes."""

    span = models.CharField(max_length=7)  # day, month, quarter, year, all
    start = models.DateField()
    scope = models.CharField(max_length=72, blank=True)  # empty, or an axis with its value, `project=SAVE`
    axis = models.CharField(max_length=16, blank=True)
    value = models.CharField(max_length=64, blank=True)
    attendances = models.IntegerField()
    reached = models.IntegerField()
    trained = models.IntegerField()
    new = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["span", "scope", "axis", "value", "start"], name="periodtally_cell")
        ]

    def __str__(self) -> str:
        return f"{self.span} {self.start} {self.scope} {self.axis} {self.value}"


class DirtyMark(models.Model):
    """That something was written which counts: added in the transaction that wrote it, taken away by the refresh that
    has counted again what it names. Never one row for two writers, so that nobody waits."""

    class Kind(models.TextChoices):
        SESSION = "session"
        SLOT = "slot"
        PERSON = "person"

    kind = models.CharField(max_length=7, choices=Kind)
    ref = models.BigIntegerField()

    class Meta:
        db_table = "impact_touched"

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class AggregateBuild(models.Model):
    """How the aggregate tables were made; where it is not how they are made now, they are made anew."""

    made_with = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now=True)
    stamp = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID())  # another with each refresh

    class Meta:
        db_table = "impact_kept"

    def __str__(self) -> str:
        return self.made_with


class CachedCount(models.Model):
    """A count of a filter or of free dates that took long; it goes when something is counted again that may change
    it."""

    key = models.TextField(unique=True)  # what was asked, as JSON (impact.counting.caching)
    ends_on = models.DateField()  # the last day of the period
    result = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
