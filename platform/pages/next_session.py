"""The next session that is open to whoever asks, for the front page."""

from dataclasses import dataclass

from django.utils import timezone

from sessions.querysets import public_sessions
from sessions.wording import half_day


@dataclass(frozen=True)
class NextSession:
    """What a reader must know to come: title with its language, first half-days in words, town."""

    title: str
    language: str
    city: str
    days: list[str]


def find_next_session() -> NextSession | None:
    """The first of those announced; None where there is none. Two queries."""
    session = next(iter(public_sessions(timezone.localdate())[:1]), None)
    if session is None:
        return None
    return NextSession(session.title, session.language, session.city, [half_day(slot) for slot in session.slots.all()])
