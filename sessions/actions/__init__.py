"""Writes of training sessions, one verb each: keyword-only, atomic, holding the session they count in.

What cannot be done is refused with a ValidationError whose message says what to do instead.
"""

from sessions.actions.attendance import Mark, correct_presence, record_presences
from sessions.actions.check_in import check_in
from sessions.actions.head_counts import record_head_count, void_head_count
from sessions.actions.join_codes import close_join_code, open_join_code
from sessions.actions.lifecycle import (
    call_off_half_day,
    cancel_session,
    close_session,
    hold_session,
    plan_session_again,
    postpone_session,
    reopen_session,
)
from sessions.actions.people import register_new_person, register_person, remove_person
from sessions.actions.planning import HalfDay, create_session, update_session
from sessions.actions.registration import ask_for_place, free_places, give_up_place, invite_people
from sessions.actions.several import Entered, copy_list, enter_people, write_past_session

__all__ = [
    "Entered",
    "HalfDay",
    "Mark",
    "ask_for_place",
    "call_off_half_day",
    "cancel_session",
    "check_in",
    "close_join_code",
    "close_session",
    "copy_list",
    "correct_presence",
    "create_session",
    "enter_people",
    "free_places",
    "give_up_place",
    "hold_session",
    "invite_people",
    "open_join_code",
    "plan_session_again",
    "postpone_session",
    "record_head_count",
    "record_presences",
    "register_new_person",
    "register_person",
    "remove_person",
    "reopen_session",
    "update_session",
    "void_head_count",
    "write_past_session",
]
