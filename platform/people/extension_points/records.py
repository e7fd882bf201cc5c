"""Records: when somebody was last heard of, where their axes are kept as they were, the register's filter, and what a
decision about records has consequences for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.registry import Registry
from people.models import PersonQuerySet


@dataclass(frozen=True)
class ActivitySource:
    """Rows with an annotated `day`; `own` and `merged`: the paths to the person and to what they were merged into.

    `is_to_come`: days may be in the future; such a row postpones retention and is no contact.
    """

    rows: Callable[[], QuerySet[Any]]
    own: str = "person"
    merged: str = "person__merged_into"
    is_presence: bool = False
    is_to_come: bool = False


activity_sources: Registry[ActivitySource] = Registry("people: rows that tell of somebody's activity")


def register_activity_source(source: ActivitySource) -> None:
    """Say which rows tell that somebody was heard of."""
    activity_sources.add(source)


SnapshotReader = Callable[[], QuerySet[Any]]
axis_snapshots: Registry[SnapshotReader] = Registry("people: rows that bear a copy of the axes")


def register_axis_snapshots(read: SnapshotReader) -> None:
    """Say which rows bear a copy of a person's axes.

    The query set has `person`, the fields of `people.models.Axes` and, annotated, `year`: the one it counts in.
    """
    axis_snapshots.add(read)


@dataclass(frozen=True)
class Question:
    """Something an app above lets the register be narrowed by: its fields, and what their cleaned values do."""

    fields: Callable[[], dict[str, forms.Field]]
    narrow: Callable[[PersonQuerySet, dict[str, Any]], PersonQuerySet]


questions: Registry[Question] = Registry("people: questions of the register's filter")


def register_question(question: Question) -> None:
    """Add a question to the register's filter."""
    questions.add(question)


ConsequenceTeller = Callable[[PersonQuerySet], list[str]]
consequences: Registry[ConsequenceTeller] = Registry("people: consequences of a decision about records")


def register_consequences(say: ConsequenceTeller) -> None:
    """`say`: the people concerned -> sentences to read after the decision."""
    consequences.add(say)
