"""Reads of training sessions: query sets and what is counted from them.

The words hang on query sets of this package, not on the models' managers: `training_sessions().open_to(user)`.
"""

from sessions.querysets.people import (
    disputes_of,
    has_answered,
    open_disputes,
    people_named,
    people_of,
    people_off_list,
    people_on_list,
    people_registered,
    registrations_of,
    standing_of,
    trainer_ids,
    trainer_people,
)
from sessions.querysets.presence import (
    half_days_attended,
    has_marks,
    people_with_marks,
    positive_evidence,
    presences,
    recent_presence,
    somebody_came,
)
from sessions.querysets.sessions import (
    SessionQuerySet,
    join_code,
    join_codes,
    open_codes,
    public_sessions,
    slots_of_user,
    slots_with_marks,
    slots_with_numbers,
    trainer_minutes,
    training_sessions,
    years_with_sessions,
)

__all__ = [
    "SessionQuerySet",
    "disputes_of",
    "half_days_attended",
    "has_answered",
    "has_marks",
    "join_code",
    "join_codes",
    "open_codes",
    "open_disputes",
    "people_named",
    "people_of",
    "people_off_list",
    "people_on_list",
    "people_registered",
    "people_with_marks",
    "positive_evidence",
    "presences",
    "public_sessions",
    "recent_presence",
    "registrations_of",
    "slots_of_user",
    "slots_with_marks",
    "slots_with_numbers",
    "somebody_came",
    "standing_of",
    "trainer_ids",
    "trainer_minutes",
    "trainer_people",
    "training_sessions",
    "years_with_sessions",
]
