"""Everything kept about one person, in sections."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.dates import long_date
from core.languages import Shown
from core.registry import Registry
from people.models import PersonQuerySet


@dataclass(frozen=True)
class Fact:
    """One thing kept: its key in the JSON, its label and value for the reader, the value as stored."""

    name: str
    label: str
    value: Any
    raw: Any = None

    @property
    def text(self) -> Shown | str:
        """The value as the reader reads it."""
        if isinstance(self.value, datetime.date):
            return long_date(self.value)
        if isinstance(self.value, bool):
            return _("Yes") if self.value else _("No")
        return self.value if isinstance(self.value, Shown) else "" if self.value is None else str(self.value)

    @property
    def plain(self) -> Any:
        """The value for the JSON."""
        return _plain(self.value if self.raw is None else self.raw)


@dataclass(frozen=True)
class Entry:
    """A thing with its facts: a course, a session, a consent. `parts` by key: the attempts at a course's tests."""

    heading: Shown | str
    facts: Sequence[Fact]
    parts: dict[str, list["Entry"]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The facts by key, after the heading; a section of one nameless entry has none."""
        named = {"heading": str(self.heading)} if self.heading else {}
        parts = {name: [part.as_json() for part in parts] for name, parts in self.parts.items()}
        return named | {fact.name: fact.plain for fact in self.facts} | parts


@dataclass(frozen=True)
class Section:
    """A kind of thing kept; `empty` says what holds when there is none."""

    name: str
    heading: str
    empty: str
    entries: Sequence[Entry]


SectionReader = Callable[[PersonQuerySet], Section]  # from all records of one human, merged ones too
sections: Registry[SectionReader] = Registry("people: sections of My data")


def register_section(read: SectionReader, *, order: int) -> None:
    """Add a section to My data; `order` decides its place among them."""
    sections.add(read, order=order)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Shown):
        return str(value)
    return str(value) if isinstance(value, uuid.UUID) else value
