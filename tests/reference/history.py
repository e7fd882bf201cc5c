"""What happened, resolved from the rows of the records workbook: `definitions.md`, sections 1 and 2.

Slow and obvious on purpose, and deliberately apart from the product: the figures are computed twice.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

PARTS = ("morning", "afternoon", "evening")


class Fact(NamedTuple):
    """Something a person did in a session, and the day that decides its period."""

    person: str
    session: str
    day: date


@dataclass(frozen=True)
class History:
    """One tenant's records. Events are left out of `sessions`: they enter no indicator.

    `presences` and `heads` hold only what is above zero, in held sessions; `percents` the tests, exact.
    """

    people: dict  # ref -> row
    sessions: dict  # ref -> row
    slots: dict  # session ref -> rows in order
    held: set  # session refs
    presences: dict  # (person, session, slot number) -> minutes
    heads: dict  # (session, slot number) -> people
    percents: dict  # (person, session, "pre" or "post") -> 100 * score / max


def read(rows):
    """The History of the six sheets."""
    sessions = {row["ref"]: row for row in rows["sessions"] if row["kind"] != "event"}
    presences, heads = resolve_presences(rows), add_head_counts(rows)
    lively = {session for _, session, _ in presences} | {session for session, _ in heads}
    held = {ref for ref, row in sessions.items() if row["state"] == "held" and ref in lively}
    return History(
        people={row["ref"]: row for row in rows["people"]},
        sessions=sessions,
        slots={ref: slots_in_order(rows, ref) for ref in sessions},
        held=held,
        presences={key: minutes for key, minutes in presences.items() if key[1] in held},
        heads={key: people for key, people in heads.items() if key[0] in held},
        percents={
            (row["person"], row["session"], row["kind"]): 100 * exact(row["score"]) / exact(row["max"])
            for row in rows["tests"]
        },
    )


def exact(number):
    """An int, float or Decimal as the fraction that its decimal writing says."""
    return Fraction(str(number))


def slots_in_order(rows, session):
    """The slots of a session by date, then part of the day, then number."""
    slots = [row for row in rows["slots"] if row["session"] == session]
    return sorted(slots, key=lambda row: (row["date"], PARTS.index(row["part"]), row["slot"]))


def resolve_presences(rows):
    """m(p,h) above zero: of several rows the longest, never more than the slot; no minutes = all of it."""
    scheduled = {(row["session"], row["slot"]): row["minutes"] for row in rows["slots"]}
    presences = {}
    for row in rows["attendance"]:
        whole = scheduled[row["session"], row["slot"]]
        minutes = whole if row["minutes"] is None else min(row["minutes"], whole)
        key = (row["person"], row["session"], row["slot"])
        if minutes > presences.get(key, 0):
            presences[key] = minutes
    return presences


def add_head_counts(rows):
    """A(s,h) above zero: the rows of one slot are added, equal ones too."""
    heads = {}
    for row in rows["headcounts"]:
        if row["count"] > 0:
            key = (row["session"], row["slot"])
            heads[key] = heads.get(key, 0) + row["count"]
    return heads


def first_day(history, session):
    """The date of the first slot, which decides a session's period; None without slots."""
    slots = history.slots[session]
    return slots[0]["date"] if slots else None


def day_of(history, session, number):
    """The date of one slot."""
    return next(slot["date"] for slot in history.slots[session] if slot["slot"] == number)


def most_heads(history, session):
    """max_h A(s,h), over all the slots of the session."""
    return max((people for key, people in history.heads.items() if key[0] == session), default=0)


def half_days(history):
    """HDP, REACH: every presence, on the date of its half-day."""
    return {
        (person, session, number): Fact(person, session, day_of(history, session, number))
        for person, session, number in history.presences
    }


def attendances(history):
    """ATT: one for each person and session, on the date of the first attended slot."""
    first = {}
    for fact in half_days(history).values():
        key = (fact.person, fact.session)
        first[key] = min(fact.day, first.get(key, fact.day))
    return {Fact(person, session, day) for (person, session), day in first.items()}


def completions(history):
    """CMP: one for each person and session, on the date of the slot that crosses theta."""
    found = set()
    for person, session, _ in attendances(history):
        day = day_of_crossing(history, person, session)
        if day is not None and passed(history, person, session):
            found.add(Fact(person, session, day))
    return found


def day_of_crossing(history, person, session):
    """The first slot where 5 * minutes so far >= 4 * the minutes of all slots (theta = 0.80), or None."""
    total = sum(slot["minutes"] for slot in history.slots[session])
    so_far = 0
    for slot in history.slots[session]:
        so_far += history.presences.get((person, session, slot["slot"]), 0)
        if 5 * so_far >= 4 * total:
            return slot["date"]
    return None


def passed(history, person, session):
    """Whether the post-test reaches the pass mark; without a mark nothing is asked."""
    mark = history.sessions[session].get("pass_mark")
    if mark is None:
        return True
    percent = history.percents.get((person, session, "post"))
    return percent is not None and percent >= exact(mark)


def trainings(history):
    """TRAINED: the completions of sessions of kind training."""
    return {fact for fact in completions(history) if history.sessions[fact.session]["kind"] == "training"}


def within(facts, start, end):
    """The facts of a period; both dates belong to it."""
    return [fact for fact in facts if start <= fact.day <= end]
