"""Where the people of a list go besides the register, and the register as a file."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from core.registry import Registry


@dataclass(frozen=True)
class Arrival:
    """Somebody whom a list brings: the record's id, and by place of its column whether they were present."""

    person: int
    marks: dict[int, bool]


@dataclass(frozen=True)
class Destination:
    """What an app above puts the people of a list onto.

    `offer`: what may be chosen now, UUIDs with labels. `find`: the label of one, None where there is none. `put`
    takes its
    UUID, the arrivals, the headings of columns of presence by place and the actor, inside the import's transaction; it
    returns what `take_back` needs (a JSON value) and raises ValidationError. `url`: its page.
    """

    offer: Callable[[], list[tuple[uuid.UUID, str]]]
    find: Callable[[uuid.UUID], str | None]
    put: Callable[[uuid.UUID, Sequence[Arrival], dict[int, str], User | None], Any]
    take_back: Callable[[uuid.UUID, Any, User], None]
    url: Callable[[uuid.UUID], str]


list_destinations: Registry[Destination] = Registry("people: where the people of a list go besides the register")


def register_list_destination(destination: Destination) -> None:
    """Let lists of people be put onto something at once."""
    list_destinations.add(destination)


@dataclass(frozen=True)
class ExportColumns:
    """Columns an app above adds to the register's export: their labels, and by person (id) their numbers."""

    labels: tuple[Promise, ...]
    read: Callable[[], dict[int, tuple[int, ...]]]


export_columns: Registry[ExportColumns] = Registry("people: columns of the register's export")


def register_export_columns(columns: ExportColumns) -> None:
    """Add columns of numbers to the register's export; who has none in `read` has noughts."""
    export_columns.add(columns)


@dataclass(frozen=True)
class ExportAction:
    """A file with the names of many: what taking it is called in the log, its label and its sentence there."""

    name: str
    label: Promise
    message: Promise


export_actions: Registry[ExportAction] = Registry("people: files with the names of many")


def register_export_action(action: ExportAction) -> None:
    """Say which act takes a file with names out, so that it stands among the others where that is shown."""
    export_actions.add(action, key=action.name)
