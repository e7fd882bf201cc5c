"""Schemas of the answers of the interface for programs."""

import datetime
import uuid
from typing import Any

from ninja import Schema


class Problem(Schema):
    """Why there is no answer, and what to do."""

    detail: str


class Indicators(Schema):
    """As the command `count` prints them; `additive` says of each whether it may be summed."""

    scope: str
    start: datetime.date
    end: datetime.date
    definition_version: int
    indicators: dict[str, dict[str, Any]]
    by: dict[str, dict[str, dict[str, int]]] | None = None


class SnapshotOut(Schema):
    """A published period, counts of fewer than five people and what would tell them null. With `late_evidence` some
    numbers stand as they were published before, until what came later tells of nobody alone."""

    digest: str
    previous: str
    start: datetime.date
    end: datetime.date
    number: int
    taken_at: datetime.datetime
    definition_version: int
    indicators: dict[str, dict[str, Any]]
    by: dict[str, dict[str, dict[str, int | None]]]
    late_evidence: bool


class SlotOut(Schema):
    """A half-day."""

    number: int
    date: datetime.date
    part: str
    minutes: int


class SessionOut(Schema):
    """A training session; codes as in the records workbook."""

    id: uuid.UUID
    ref: str | None
    title: str
    kind: str
    state: str
    audience: str
    role: str
    modality: str
    language: str
    region: str
    city: str
    project: str
    cycle: str
    slots: list[SlotOut]


class RegistrationOut(Schema):
    """A person on the list of a session. `name` is null without the scope for names."""

    session: uuid.UUID
    person: uuid.UUID
    status: str
    category: str
    name: str | None = None


class SnapshotPage(Schema):
    """`next` is the cursor of the page after, null on the last."""

    results: list[SnapshotOut]
    next: str | None


class SessionPage(Schema):
    """`next` is the cursor of the page after, null on the last."""

    results: list[SessionOut]
    next: str | None


class RegistrationPage(Schema):
    """`next` is the cursor of the page after, null on the last."""

    results: list[RegistrationOut]
    next: str | None
