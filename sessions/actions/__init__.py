"""Writes of training sessions, one verb each: keyword-only, atomic, holding the session they count in.

What cannot be done is refused with a ValidationError whose message says what to do instead.
"""

from sessions.actions.attendance import Mark, correct_presence, record_presences
from sessions.actions.head_counts import record_head_count, void_head_count
from sessions.actions.join_codes import close_join_code, open_join_code
from sessions.actions.people import register_new_person, register_person, remove_person
from sessions.actions.planning import (
    HalfDay,
    cancel_session,
    create_session,
    hold_session,
    plan_session_again,
    update_session,
)

__all__ = [
    "HalfDay",
    "Mark",
    "cancel_session",
    "close_join_code",
    "correct_presence",
    "create_session",
    "hold_session",
    "open_join_code",
    "plan_session_again",
    "record_head_count",
    "record_presences",
    "register_new_person",
    "register_person",
    "remove_person",
    "update_session",
    "void_head_count",
]
