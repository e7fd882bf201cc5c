"""The indicators of `definitions.md`, section 3, counted slowly over one tenant's History.

Each function names the code it counts. Both dates of a period belong to it. Rounding comes last.
"""

from datetime import timedelta
from fractions import Fraction
from math import floor

from .history import attendances, completions, first_day, half_days, most_heads, trainings, within

NOT_PROFESSIONAL = {"general_public", "student"}


# Rounding: rule 9 of section 3, and the paragraph below the JSON.


def half_up(number, places):
    """A fraction rounded to `places` decimals, halves away from zero."""
    steps = floor(abs(number) * 10**places + Fraction(1, 2))
    return Fraction(-steps if number < 0 else steps, 10**places)


def hours(minutes):
    """Minutes as decimal hours to two places."""
    return float(half_up(Fraction(minutes, 60), 2))


def percent(part, whole):
    """A whole percentage; None over nothing."""
    return int(half_up(Fraction(100 * part, whole), 0)) if whole else None


# Sessions


def sessions_planned(history, start, end):
    """S_PLAN: the sessions, in any state, whose first slot is in the period."""
    days = {ref: first_day(history, ref) for ref in history.sessions}
    return {ref for ref, day in days.items() if day is not None and start <= day <= end}


def sessions_held(history, start, end):
    """S_HELD: those of them that are held, with at least one presence or head-count."""
    return sessions_planned(history, start, end) & history.held


def slots_held(history, start, end):
    """H_DEL: the half-days of the period in held sessions, empty ones too, as (session, row) pairs."""
    slots = [(ref, slot) for ref in history.held for slot in history.slots[ref]]
    return [(ref, slot) for ref, slot in slots if start <= slot["date"] <= end]


def session_figures(history, start, end):
    """S_PLAN, S_HELD, H_DEL, HC."""
    held = sessions_held(history, start, end)
    organised = {ref for ref in held if is_organised(history, ref)}
    delivered = sum(slot["minutes"] for _, slot in slots_held(history, start, end))
    return {
        "S_PLAN": {"value": len(sessions_planned(history, start, end)), "additive": True},
        "S_HELD": {"value": len(held), "organised": len(organised), "additive": True},
        "H_DEL": {"value": hours(delivered), "additive": True},
        "HC": {"value": head_count(history, start, end), "additive": True},
    }


def is_organised(history, session):
    """Role: contributed to another body's session, or else organised by the tenant."""
    return history.sessions[session].get("role") != "contributed"


def is_for_professionals(history, session):
    """PRO_S: the audience is `professional`, not `mixed`."""
    return history.sessions[session]["audience"] == "professional"


def head_count(history, start, end):
    """HC: sum over the sessions of the period of their fullest half-day."""
    return sum(most_heads(history, ref) for ref in sessions_held(history, start, end))


# Attendances


def half_days_attended(history, start, end):
    """HDP: the presences, as (person, session, slot number), whose half-day is in the period."""
    return {key for key, fact in half_days(history).items() if start <= fact.day <= end}


def person_minutes(history, start, end):
    """PH: the minutes of those presences."""
    return sum(history.presences[key] for key in half_days_attended(history, start, end))


def heads_by_half_day(history, start, end):
    """HDP, PH: (unidentified people, minutes of the slot) of each held half-day of the period."""
    return [
        (history.heads.get((ref, slot["slot"]), 0), slot["minutes"]) for ref, slot in slots_held(history, start, end)
    ]


def heads_counted(history, start, end):
    """HDP: the head-counted half-days."""
    return sum(people for people, _ in heads_by_half_day(history, start, end))


def head_minutes(history, start, end):
    """PH: the head-counted minutes."""
    return sum(people * minutes for people, minutes in heads_by_half_day(history, start, end))


def attendance_figures(history, start, end):
    """ATT, HDP, PH, CMP."""
    return {
        "ATT": {"value": len(within(attendances(history), start, end)), "additive": True},
        "HDP": {
            "value": len(half_days_attended(history, start, end)),
            "headcounted": heads_counted(history, start, end),
            "additive": True,
        },
        "PH": {
            "value": hours(person_minutes(history, start, end)),
            "headcounted": hours(head_minutes(history, start, end)),
            "additive": True,
        },
        "CMP": {"value": len(within(completions(history), start, end)), "additive": True},
    }


# People


def reached(history, start, end):
    """REACH: the people with a presence in the period."""
    return {fact.person for fact in within(half_days(history).values(), start, end)}


def trained(history, start, end):
    """TRAINED: the people with a completion of kind training dated in the period."""
    return {fact.person for fact in within(trainings(history), start, end)}


def trained_before(history, day):
    """RET: the people with a completion of kind training dated before the day."""
    return {fact.person for fact in trainings(history) if fact.day < day}


def people_figures(history, start, end):
    """REACH, TRAINED, NEW, RET, CUM, RANGE."""
    now, before = trained(history, start, end), trained_before(history, start)
    ever = trained_before(history, end + timedelta(days=1))
    low, high = people_in_the_rooms(history, start, end)
    return {
        "REACH": {"value": len(reached(history, start, end)), "additive": False},
        "TRAINED": {"value": len(now), "additive": False},
        "NEW": {"value": len(now - before), "additive": False},
        "RET": {"value": len(now & before), "additive": False},
        "CUM": {"value": len(ever), "additive": False},
        "RANGE": {"low": low, "high": high, "additive": False},
    }


def people_in_the_rooms(history, start, end):
    """RANGE: (low, high); a session's fullest room cannot hold fewer people than it was seen to hold."""
    facts = within(half_days(history).values(), start, end)
    low = len(reached(history, start, end))
    for ref in sessions_held(history, start, end):
        identified = {fact.person for fact in facts if fact.session == ref}
        low = max(low, len(identified) + most_heads(history, ref))
    return low, len(reached(history, start, end)) + head_count(history, start, end)


# Shares and gain


def share_figures(history, start, end):
    """PRO: professionals among the people in REACH whose category is known. PRO_S: among sessions held."""
    people = reached(history, start, end)
    categories = [history.people[ref].get("category") for ref in people]
    known = [category for category in categories if category is not None]
    professionals = [category for category in known if category not in NOT_PROFESSIONAL]
    held = sessions_held(history, start, end)
    for_professionals = [ref for ref in held if is_for_professionals(history, ref)]
    return {
        "PRO": {
            "n": len(professionals),
            "N": len(known),
            "percent": percent(len(professionals), len(known)),
            "known": len(known),
            "of": len(people),
            "additive": False,
        },
        "PRO_S": share_of_sessions(len(for_professionals), len(held)),
    }


def share_of_sessions(n, held):
    """PRO_S: n sessions for professionals among those held."""
    return {"n": n, "N": held, "percent": percent(n, held), "additive": False}


def gain(history, start, end):
    """GAIN: over (person, session) with both tests; means in percent of each test's maximum."""
    held = sessions_held(history, start, end)
    tested = {(person, ref) for person, ref, _ in history.percents if ref in held}
    pairs = [
        (history.percents[person, ref, "pre"], history.percents[person, ref, "post"])
        for person, ref in tested
        if (person, ref, "pre") in history.percents and (person, ref, "post") in history.percents
    ]
    improved = [pre for pre, post in pairs if post > pre]
    shown = {
        "pairs": len(pairs),
        "of": len(tested),
        "pre_percent": None,
        "post_percent": None,
        "hake_g": None,
        "improved": len(improved),
        "additive": False,
    }
    if pairs:
        pre = sum(pre for pre, _ in pairs) / len(pairs)
        post = sum(post for _, post in pairs) / len(pairs)
        shown["pre_percent"], shown["post_percent"] = float(half_up(pre, 1)), float(half_up(post, 1))
        if pre < 100:
            shown["hake_g"] = float(half_up((post - pre) / (100 - pre), 3))
    return shown
