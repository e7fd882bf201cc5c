"""Delivery attempts: a message is claimed, tried, and what became of it is written down.

The row says "being sent" before the message goes. So a process that is killed in between leaves at most this one in
doubt; it is then shown as uncertain and never sent again by itself. What the channel put off waits, longer each time.
"""

import datetime
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from core.delivery import BROKEN_OFF, KEEP_TRYING, Fate, fate_of, pause_after
from people.messages.hours import by_day
from people.models import SentMessage

logger = logging.getLogger(__name__)
Outcome = SentMessage.Outcome
AWAY = 3  # messages in a row that a channel did not answer: the others are not tried in this look


class Tried(Protocol):
    """The row of a message that is ours to send: a reminder, or whatever another app sends."""

    channel: Any
    outcome: Any
    tries: Any
    next_try_at: Any

    @property
    def made_at(self) -> datetime.datetime: ...

    def save(self, *, update_fields: Any) -> None: ...


class Look:
    """One look at what is due: which channels are away, and what to tell the operator at its end."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self._silent: Counter[str] = Counter()
        self._said: Counter[tuple[str, str]] = Counter()

    def is_away(self, channel: str) -> bool:
        """Whether the channel left so many in a row without an answer that this look tries no more."""
        return self._silent[channel] >= AWAY

    def attempt(self, row: Tried, deliver: Callable[[], None], *, at_night: bool) -> bool:
        """Try to send the message of a row that is ours; whether it went. `at_night`: it may be tried then, too."""
        if self.is_away(row.channel):
            self._put_off(row, at_night)
            return False
        try:
            deliver()
        except Exception as error:  # whatever the channel raises: the others still get theirs
            self._note(row, fate_of(error), type(error).__name__, at_night)
            return False
        self._silent[row.channel] = 0
        self._finish(row, Outcome.SENT)
        return True

    def report(self) -> None:
        """One line for the operator: how many, what became of them, and why; no name and no address."""
        for (outcome, why), number in sorted(self._said.items()):
            schema = connection.schema_name  # type: ignore[attr-defined]  # django-tenants' own
            logger.error("%s: messages not sent: %d %s (%s)", schema, number, outcome, why)

    def _note(self, row: Tried, fate: Fate, why: str, at_night: bool) -> None:
        self._silent[row.channel] = self._silent[row.channel] + 1 if fate is Fate.AWAY else 0
        if fate is Fate.REFUSED:
            self._finish(row, Outcome.FAILED)
        elif fate is Fate.UNCERTAIN:
            self._finish(row, Outcome.UNCERTAIN)
        else:
            self._put_off(row, at_night)
        self._said[row.outcome, why] += 1

    def _put_off(self, row: Tried, at_night: bool) -> None:
        if self.now >= row.made_at + KEEP_TRYING:
            return self._finish(row, Outcome.GIVEN_UP)
        again = self.now + pause_after(row.tries)
        row.next_try_at = again if at_night else by_day(again)
        return self._finish(row, Outcome.WAITING)

    def _finish(self, row: Tried, outcome: str) -> None:
        row.outcome = outcome
        row.save(update_fields=["outcome", "next_try_at"])


def claim(*, kind: str, person: UUID, key: str, channel: str, now: datetime.datetime) -> SentMessage | None:
    """The row of a message that is now ours to send; None where it was dealt with, or another process is at it."""
    tried = {"outcome": Outcome.SENDING, "channel": channel, "sent_at": now, "next_try_at": None}
    row, is_new = SentMessage.objects.get_or_create(kind=kind, person=person, key=key, defaults=tried | {"tries": 1})
    if is_new:
        return row
    ready = SentMessage.objects.filter(pk=row.pk, outcome=Outcome.WAITING, next_try_at__lte=now)
    if not ready.update(**tried, tries=F("tries") + 1):
        return None
    row.refresh_from_db()
    return row


def note_broken_off(now: datetime.datetime) -> None:
    """What a process was sending when it was killed is uncertain."""
    sending = SentMessage.objects.filter(outcome=Outcome.SENDING, sent_at__lt=now - BROKEN_OFF)
    if number := sending.update(outcome=Outcome.UNCERTAIN):
        logger.error("Broken off while sending: %d uncertain", number)


def let_lapse(kind: str, wanted: set[tuple[UUID, str]], now: datetime.datetime) -> None:
    """What waits and is due no more (the day is over, the person said no, a later change came) is not sent."""
    waiting = SentMessage.objects.filter(kind=kind, outcome=Outcome.WAITING)
    for row in waiting:
        if (row.person, row.key) not in wanted:
            row.outcome = Outcome.LAPSED if now < row.made_at + KEEP_TRYING else Outcome.GIVEN_UP
            row.next_try_at = None
            row.save(update_fields=["outcome", "next_try_at"])


def state_of_message(row: SentMessage) -> str:
    """What became of a message, for whoever sent it; with the hour of the next try where it waits."""
    if row.next_try_at is None:
        return row.get_outcome_display()
    return _("waiting: the server was away; next try on %(day)s at %(hour)s") % when(row.next_try_at)


def when(moment: datetime.datetime) -> dict[str, str]:
    """`day` and `hour` of a moment by the active time zone, as readers write them."""
    local = timezone.localtime(moment)
    return {"day": long_date(local), "hour": f"{local:%H:%M}"}
