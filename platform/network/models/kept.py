"""What the network knew of a period: kept, so that an NGO that leaves keeps its place in it (decision 0025).

Counts and opaque ids alone: no token, no name of a person. A partner is known by its UUID: a later one that bears the
name of its schema is another.
"""

import json
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation


class OfPeriod(models.Model):
    """Of dates, both included: of the live figures, or of those that NGOs had published."""

    start = models.DateField()
    end = models.DateField()
    is_published = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class KeptCount(OfPeriod):
    """Unique people over the network as counted last: `people` by indicator, REACH and TRAINED, as `count` prints them.

    `full_at`: when all of them could still be linked; later than that bounds were kept.
    """

    people = models.JSONField()
    counted_at = models.DateTimeField()
    full_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["start", "end", "is_published"], name="kept_count_once_per_period")
        ]


class KeptPart(OfPeriod):
    """The part of one NGO at that count: raw counts, attendances by axis, half-days of joint sessions, and which of its
    records were reached and trained, by their numbers in its own schema."""

    tenant = models.UUIDField(default=uuid.uuid4)
    row = models.JSONField()
    cells = models.JSONField()
    shared = models.JSONField()
    reached = ArrayField(models.BigIntegerField())
    trained = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "start", "end", "is_published"], name="kept_part_once_per_period")
        ]


class Departure(models.Model):
    """An NGO that was about to be archived or removed. It counts as gone once no whole tenant has its UUID.

    `first` and `last`: the days its records reach from and to, none where it had none. Outside them it had no part in
    anything but `shared`: half-days of joint sessions, which may begin in one period for it and in another for others.
    """

    tenant = models.UUIDField(unique=True)
    schema_name = models.CharField(max_length=63)
    names = models.JSONField()
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    shared = models.JSONField()
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name as it was, in the active language, else in French."""
        return self.names.get((translation.get_language() or "fr")[:2]) or self.names["fr"]


class KeptSnapshot(models.Model):
    """What an NGO had published: the network's restatements add it up, and compare."""

    tenant = models.UUIDField(db_index=True)
    start = models.DateField()
    end = models.DateField()
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tenant} {self.start} – {self.end} R{self.number}"

    @property
    def data(self) -> dict[str, Any]:
        """The content as it was published, under a scope that no other NGO will ever have."""
        return json.loads(self.content) | {"scope": left_scope(self.tenant)}


def left_scope(tenant: uuid.UUID | str) -> str:
    """The scope of an NGO that has left: by its UUID, since the name of its schema may be given again."""
    return f"left:{tenant}"
