"""What the NGO has already of what a workbook speaks of: a constant number of queries, whatever its size."""

from dataclasses import dataclass, field

from django.db.models import Q

from people.models import Person
from sessions.models import Slot, TrainingSession
from sessions.records.parsing import Records


@dataclass
class Register:
    """By reference; writing adds what is new. `trainers` are (session, person) primary keys."""

    people: dict[str, Person] = field(default_factory=dict)
    sessions: dict[str, TrainingSession] = field(default_factory=dict)
    slots: dict[tuple[str, int], Slot] = field(default_factory=dict)
    trainers: set[tuple[int, int]] = field(default_factory=set)


def load_register(records: Records) -> Register:
    """The people and sessions that the records name, and those sessions' slots and trainers."""
    people = _named(records, "people", "ref") | _named(records, "attendance", "person") | _named(records, "tests", "person")
    sessions = _named(records, "sessions", "ref").union(
        *(_named(records, sheet, "session") for sheet in ("slots", "attendance", "headcounts", "tests"))
    )
    register = Register(
        people=Person.objects.in_bulk(people, field_name="ref"),
        sessions=TrainingSession.objects.in_bulk(sessions, field_name="ref"),
    )
    refs = {session.pk: ref for ref, session in register.sessions.items()}
    for slot in Slot.objects.filter(session__in=refs).order_by():
        register.slots[refs[slot.session_id], slot.number] = slot
    register.trainers = _trainers(list(refs))
    return register


def _named(records: Records, sheet: str, field: str) -> set[str]:
    return {record.values[field] for record in records[sheet] if field in record.values}


def _trainers(sessions: list[int]) -> set[tuple[int, int]]:
    """(session, person) of those who run it, under any record that was merged into theirs."""
    pairs: set[tuple[int, int]] = set()
    for path in ("user", "merged_into__user"):
        runs = f"{path}__training_sessions"
        found = Person.objects.filter(Q(**{f"{runs}__in": sessions})).values_list(runs, "pk")
        pairs.update(found)
    return pairs
