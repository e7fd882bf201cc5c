"""Where a person's axes are kept as they were: apps above say which of their rows bear a copy.

A registered query set has `person`, the fields of `people.models.Axes` and, annotated, `year`: the one it counts in.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

_readers: list[Callable[[], QuerySet[Any]]] = []


def register_copies(read: Callable[[], QuerySet[Any]]) -> None:
    """Say where copies are."""
    _readers.append(read)


def all_copies() -> Iterator[QuerySet[Any]]:
    """One query set for each kind of row that bears copies."""
    return (read() for read in _readers)


def copies_of(records: Any) -> Iterator[Any]:
    """The rows that bear copies of these people's axes."""
    for copies in all_copies():
        yield from copies.filter(person__in=records)
