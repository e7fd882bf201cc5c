"""Copies of a person's axes in the rows of apps above, as they were when each row was made."""

from collections.abc import Iterator
from typing import Any

from people.extension_points import axis_snapshots


def axis_snapshots_of(records: Any) -> Iterator[Any]:
    """The rows that bear copies of these people's axes."""
    for read in axis_snapshots:
        yield from read().filter(person__in=records)
