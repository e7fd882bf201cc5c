"""The kinds of reminder; the apps above register theirs, since people know neither courses nor sessions."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from people.models import Person

A_REMINDER: Promise = gettext_lazy("A reminder")


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

    `at_night`: whether some of it may be urgent.
    """

    name: str
    label: Promise
    text: Promise
    find: Callable[[datetime.datetime], Iterable[Due]]
    subject: Promise = A_REMINDER
    at_night: bool = False


_kinds: dict[str, Reminder] = {}


def register_reminder(reminder: Reminder) -> None:
    """Add a kind; its `find` gives everybody due at a local time, those already reminded included."""
    _kinds[reminder.name] = reminder


def kinds() -> list[Reminder]:
    """All kinds, in the order registered."""
    return list(_kinds.values())
