"""Messages that come due."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.registry import Registry
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
