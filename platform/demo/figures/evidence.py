"""What a session leaves on paper: who was there for how long, and the marks of its tests."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from demo.figures.history import Gathering
from demo.figures.people import Person
from demo.figures.plan import Slot

PART_STARTS = {"morning": time(9), "afternoon": time(14), "evening": time(18)}
# Minutes late or left early; the longest ones cost the completion of a short session.
SHORTFALLS = (15, 20, 30, 45, 60, 75)
MISSED_SHARE = 0.09  # of the half-days of a session with several
SHORT_SHARE = 0.08
TEST_MAXIMUM = 20

Row = dict[str, object]


def attendance_rows(gathering: Gathering) -> Iterator[Row]:
    """One row per person and half-day attended, and some explicit zeros for half-days missed."""
    rng = random.Random(f"{gathering.ref}/attendance")
    slots = gathering.plan.slots()
    [habit] = rng.choices(("signature", "paper", "qr", "trainer"), (50, 25, 15, 10))
    for person in gathering.attendees:
        missed = _missed(slots, rng)
        for slot in slots:
            if slot.number not in missed:
                yield _presence(gathering.ref, slot, person, habit, rng)
            elif rng.random() < 0.3:
                yield _mark(gathering.ref, slot, person, 0, "trainer", None)


def _missed(slots: list[Slot], rng: random.Random) -> set[int]:
    """Numbers of the half-days somebody missed, never all: whoever is in the plan did come."""
    missed = {slot.number for slot in slots if rng.random() < MISSED_SHARE}
    missed.discard(rng.choice(slots).number)
    return missed


def _presence(ref: str, slot: Slot, person: Person, habit: str, rng: random.Random) -> Row:
    source = "trainer" if rng.random() < 0.06 else habit
    shortfall = rng.choice(SHORTFALLS) if rng.random() < SHORT_SHARE else 0
    late = shortfall if rng.random() < 0.6 else 0  # the others were on time and left early
    start = datetime.combine(slot.date, PART_STARTS[slot.part])
    arrival = start + timedelta(minutes=late + rng.randint(-12, 4), seconds=rng.randrange(60))
    device_time = arrival if source in ("signature", "qr") else None
    return _mark(ref, slot, person, slot.minutes - shortfall if shortfall else None, source, device_time)


def _mark(ref: str, slot: Slot, person: Person, minutes: int | None, source: str, device_time: datetime | None) -> Row:
    return {
        "session": ref,
        "slot": slot.number,
        "person": person.ref,
        "minutes": minutes,
        "source": source,
        "device_time": device_time,
    }


def headcount_rows(gathering: Gathering) -> Iterator[Row]:
    """The plan's head-count at every half-day; a category is known only where somebody noted the sexes."""
    groups = (("f", "general_public"), ("m", "general_public"), (None, None))
    for slot in gathering.plan.slots():
        for count, (sex, category) in zip(gathering.plan.headcount, groups, strict=True):
            if count:
                row: Row = {"session": gathering.ref, "slot": slot.number}
                yield row | {"count": count, "sex": sex, "category": category}


def score_rows(gathering: Gathering) -> Iterator[Row]:
    """Marks before and after, where the session is tested; some people miss one of the two."""
    if not gathering.plan.tested:
        return
    rng = random.Random(f"{gathering.ref}/tests")
    for person in gathering.attendees:
        before, after = _marks(rng)
        [sat] = rng.choices((("pre", "post"), ("pre",), ("post",)), (84, 10, 6))
        for kind, score in (("pre", before), ("post", after)):
            if kind in sat:
                row: Row = {"session": gathering.ref, "person": person.ref, "kind": kind}
                yield row | {"score": score, "max": TEST_MAXIMUM}


def _marks(rng: random.Random) -> tuple[int, int]:
    """(before, after) out of 20: most gain a part of what they lacked, a few slip a little."""
    before = min(18, max(2, round(rng.gauss(10, 3))))
    if rng.random() < 0.08:
        return before, before - rng.randint(0, 2)
    return before, before + round((TEST_MAXIMUM - before) * rng.uniform(0.2, 0.75))
