"""Extension points of people: what the apps above add to their pages, data, messages and codes.

People know neither courses nor sessions. Each app above calls these functions from its one module `plugins`.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.dates import long_date
from core.languages import Shown
from core.registry import Registry
from people.models import Person, PersonQuerySet

A_REMINDER: Promise = gettext_lazy("A reminder")


# A participant's first page.


@dataclass(frozen=True)
class Part:
    """A piece of the page: its template, which finds the rest as `part.context`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


PartReader = Callable[[HttpRequest], Part | None]  # None: there is nothing to say, and nothing to do about it either
home_parts: Registry[PartReader] = Registry("people: parts of a participant's first page")


def register_part(read: PartReader, *, order: int) -> None:
    """Add a part to a participant's first page: 10 to go on, 20 courses, 30 sessions, 40 certificates."""
    home_parts.add(read, order=order)


# What a join code leads to.


@dataclass(frozen=True)
class Target:
    """What a code leads to: its heading, the people already in it, how one more is let in; `facts` to read before.

    `is_over`: nobody is let in any more, and it is shown no more; those who joined still come back with its code.
    """

    heading: Shown | str
    people: Any  # QuerySet[Person]
    let_in: Callable[[Person], str]  # returns the address to go on to
    facts: Sequence[str] = ()
    is_over: bool = False


TargetFinder = Callable[[uuid.UUID], Target | None]
targets: Registry[TargetFinder] = Registry("people: what join codes lead to")


def register_target(kind: str, find: TargetFinder) -> None:
    """Say what codes of `kind` lead to; None where the thing is gone or not open."""
    targets.add(find, key=kind)


# Everything kept about one person, in sections.


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


# When somebody was last heard of, and where their axes are kept as they were.


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


# The register: its filter, and what a decision about records has consequences for.


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


# Where the people of a list go besides the register.


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


# The register as a file.


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


# Messages that come due.


@dataclass(frozen=True)
class Due:
    """One reminder that has come due: for whom, of what (once per key), where it leads.

    `path`: empty for one's own space. `calendar`: gives the calendar file that goes with a mail, for an address.
    `is_urgent`: in the morning it may be too late, so it goes at night to those who asked for that.
    """

    person: Person
    key: str
    path: str = ""
    calendar: Callable[[str], bytes] | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Reminder:
    """`label`: what the person may switch off; `text`: what the message says, and `subject` a mail: naming nothing.

    `at_night`: whether some of it may be urgent. `on_devices`: whether it may go to a device its person chose, too.
    `lasts`: how long it is of use to whoever reads it later, on a device that was off.
    """

    name: str
    label: Promise
    text: Promise
    find: Callable[[datetime.datetime], Iterable[Due]]
    subject: Promise = A_REMINDER
    at_night: bool = False
    on_devices: bool = True
    lasts: datetime.timedelta = datetime.timedelta(days=3)


reminders: Registry[Reminder] = Registry("people: kinds of reminder")


def register_reminder(reminder: Reminder) -> None:
    """Add a kind; its `find` gives everybody due at a local time, those already reminded included."""
    reminders.add(reminder, key=reminder.name)
