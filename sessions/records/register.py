"""Loads what the NGO has already of what a workbook names: a constant number of queries, whatever its size."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce

from people.models import Person
from sessions.models import Slot, TrainingSession
from sessions.records.parsing import Records


@dataclass
class Register:
    """By reference; writing adds what is new. `trainers` are (session, person)."""

    people: dict[str, Person] = field(default_factory=dict)
    sessions: dict[str, TrainingSession] = field(default_factory=dict)
    slots: dict[tuple[str, int], Slot] = field(default_factory=dict)
    trainers: set[tuple[str, str]] = field(default_factory=set)


def load_register(records: Records) -> Register:
    """The people and sessions that the records name, and those sessions' slots and trainers."""
    register = Register(
        people=Person.objects.in_bulk(_named(records, "people", "person"), field_name="ref"),
        sessions=TrainingSession.objects.select_related("cycle").in_bulk(
            _named(records, "sessions", "session"), field_name="ref"
        ),
    )
    refs = {session.pk: ref for ref, session in register.sessions.items()}
    for slot in Slot.objects.filter(session__in=refs).order_by():
        register.slots[refs[slot.session_id], slot.number] = slot
    register.trainers = _trainers(refs)
    return register


def _named(records: Records, sheet: str, column: str) -> set[str]:
    """The references in their own sheet and in the column that refers to it."""
    own = {record.values["ref"] for record in records[sheet] if "ref" in record.values}
    others = {record.values[column] for found in records.values() for record in found if column in record.values}
    return own | others


def _trainers(refs: dict[int, str]) -> set[tuple[str, str]]:
    """(session, person) of those who run it, by every reference of the human: merged records and the one that stays."""
    humans = Person.objects.annotate(who=Coalesce("merged_into", "pk"))
    runs = list(humans.filter(user__training_sessions__in=refs).values_list("user__training_sessions", "who"))
    known = humans.filter(who__in={who for _session, who in runs}).exclude(ref=None)
    named: dict[int, list[str]] = defaultdict(list)
    for who, ref in known.values_list("who", "ref"):
        named[who].append(str(ref))
    return {(refs[session], ref) for session, who in runs for ref in named[who]}
