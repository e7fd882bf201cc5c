"""Messages of several phones, in any order, repeated, lost for a while, with clocks that drift: one truth.

The truth is told apart, from what each phone noted: of what was said of a person at a half-day the longest time counts,
until a correction takes back what had arrived by then.
"""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.actions import HalfDay, Mark, correct_presence, record_presences
from sessions.checkin.clocks import device_times
from sessions.mark_conflicts import disagreements
from sessions.models import Evidence
from sessions.querysets import presences
from tests.support.sessions import a_person, a_session, a_user, today

FEW = settings(deadline=None, suppress_health_check=list(HealthCheck))
PEOPLE, HALF_DAYS, LENGTH = 3, 2, 210
DRIFTS = st.integers(-3 * 86400, 3 * 86400)  # seconds by which a phone's clock is wrong


@dataclass
class Note:
    """What a phone noted once: a sheet, for some people, each the whole half-day (None) or some minutes."""

    device: int
    half_day: int
    marks: dict[int, int | None]
    age: int  # seconds between the mark and the first upload
    sheet: uuid.UUID = field(default_factory=uuid.uuid4)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Note], list[int], list[int]]:
    """Notes, the order in which their messages arrive (each at least once), and the phones' drifts."""
    minutes = st.one_of(st.none(), st.integers(1, LENGTH))
    note = st.builds(
        Note,
        device=st.integers(0, 2),
        half_day=st.integers(0, HALF_DAYS - 1),
        marks=st.dictionaries(st.integers(0, PEOPLE - 1), minutes, min_size=1),
        age=st.integers(0, 40_000),
    )
    notes = draw(st.lists(note, min_size=1, max_size=6))
    repeats = draw(st.lists(st.integers(0, len(notes) - 1), max_size=8))
    order = draw(st.permutations([*range(len(notes)), *repeats]))
    return notes, order, draw(st.lists(DRIFTS, min_size=3, max_size=3))


def longest(notes: list[Note]) -> dict[tuple[int, int], int]:
    """The truth without corrections: (half-day, person) -> minutes."""
    truth: dict[tuple[int, int], int] = {}
    for note in notes:
        for person, minutes in note.marks.items():
            place = note.half_day, person
            truth[place] = max(truth.get(place, 0), LENGTH if minutes is None else minutes)
    return truth


class Room:
    """The server's side: a session, its people, and what arrives."""

    def __init__(self) -> None:
        self.actor = a_user()
        self.people = [a_person(f"P{number}") for number in range(PEOPLE)]
        days = [HalfDay(today(), part, LENGTH) for part in ("morning", "afternoon")]
        self.slots = list(a_session(*days, people=self.people).slots.all())

    def receive(self, note: Note, drift: int) -> None:
        """One upload: the headers are made by the phone's own clock and read as a view reads them."""
        now = timezone.now().timestamp() + drift
        request = RequestFactory().post("/", headers={
            "X-Wasl-At": str(int((now - note.age) * 1000)), "X-Wasl-Now": str(int(now * 1000)),
        })  # fmt: skip
        times = device_times(request)
        assert times is not None
        marks = [
            Mark(
                self.people[person], minutes, uuid.uuid5(note.sheet, str(self.people[person].uuid)), times.scanned,
                times.uploaded, f"{note.device:06x}",
            )
            for person, minutes in note.marks.items()
        ]  # fmt: skip
        record_presences(slot=self.slots[note.half_day], marks=marks, actor=self.actor, source="trainer")

    def resolved(self) -> dict[tuple[int, int], int]:
        numbers = {person.pk: number for number, person in enumerate(self.people)}
        return {
            (half_day, numbers[who]): minutes
            for half_day, slot in enumerate(self.slots)
            for who, minutes in presences(slot).items()
        }


@FEW
@given(history=histories())
def test_any_order_and_any_repeats_give_one_truth(own_ngo, history):
    notes, order, drifts = history
    with transaction.atomic():
        room = Room()
        for number in order:
            room.receive(notes[number], drifts[notes[number].device])
        assert room.resolved() == longest(notes)
        assert Evidence.objects.count() == sum(len(note.marks) for note in notes)  # repeats add nothing
        transaction.set_rollback(True)


@FEW
@given(history=histories())
def test_the_hour_is_right_whatever_the_clock_says(own_ngo, history):
    notes, order, drifts = history
    with transaction.atomic():
        room = Room()
        for number in dict.fromkeys(order):
            room.receive(notes[number], drifts[notes[number].device])
        sheets = {
            uuid.uuid5(note.sheet, str(room.people[person].uuid)): note for note in notes for person in note.marks
        }
        for row in Evidence.objects.all():
            late = row.server_time - row.corrected_time - datetime.timedelta(seconds=sheets[row.client_event_id].age)
            assert abs(late) < datetime.timedelta(seconds=30)
        transaction.set_rollback(True)


@FEW
@given(history=histories(), unsent=st.sets(st.integers(0, 5)))
def test_what_has_not_arrived_is_missing_and_nothing_else(own_ngo, history, unsent):
    notes, order, drifts = history
    with transaction.atomic():
        room = Room()
        for number in [number for number in order if number not in unsent]:
            room.receive(notes[number], drifts[notes[number].device])
        assert room.resolved() == longest([note for number, note in enumerate(notes) if number not in unsent])
        for number in order:  # the network is back
            room.receive(notes[number], drifts[notes[number].device])
        assert room.resolved() == longest(notes)
        transaction.set_rollback(True)


@FEW
@given(history=histories(), data=st.data())
def test_a_correction_takes_back_what_had_arrived_and_late_news_is_shown(own_ngo, history, data):
    notes, order, drifts = history
    at = data.draw(st.integers(0, len(order)), label="correction after so many messages")
    place = data.draw(st.tuples(st.integers(0, HALF_DAYS - 1), st.integers(0, PEOPLE - 1)), label="of")
    minutes = data.draw(st.integers(0, LENGTH), label="minutes")
    with transaction.atomic():
        room = Room()
        slot, person = room.slots[place[0]], room.people[place[1]]
        for number in order[:at]:
            room.receive(notes[number], drifts[notes[number].device])
        before = longest([notes[number] for number in order[:at]])
        corrected = place in before and before[place] != minutes
        if corrected:
            correct_presence(
                slot=slot, person=person, minutes=minutes, reason="Seen at the door", client_event_id=uuid.uuid4(),
                actor=room.actor,
            )  # fmt: skip
        for number in order[at:]:
            room.receive(notes[number], drifts[notes[number].device])
        truth = longest(notes)
        if corrected:
            late = [notes[number] for number in order if number not in order[:at]]
            truth[place] = max(minutes, longest(late).get(place, 0))
            if not truth[place]:
                del truth[place]
            shown = disagreements(slot).get(person.pk)
            assert bool(shown and shown.again) == (place in longest(late))
        assert room.resolved() == truth
        transaction.set_rollback(True)


def test_a_disagreement_names_what_was_said(own_ngo):
    room = Room()
    for minutes in (None, 165, 165):
        room.receive(Note(device=0, half_day=0, marks={0: minutes, 1: None}, age=0), drift=0)
    shown = disagreements(room.slots[0])
    assert {who: (one.minutes, one.again) for who, one in shown.items()} == {room.people[0].pk: ([165, 210], False)}
