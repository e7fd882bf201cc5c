"""Random small histories as rows of the records workbook, always valid for import.

Thresholds are met exactly, or missed by one minute, far more often than chance would have it.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from .recount import AXES, LEVELS
from .rows import attendance, headcount, person, result, session, slot, workbook

FIRST, LAST = date(2018, 12, 1), date(2020, 1, 31)
EDGES = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 3, 31), date(2019, 4, 1), date(2019, 12, 31),
         date(2020, 1, 1)]  # fmt: skip
PARTS = ("morning", "afternoon", "evening")
SOURCES = ("signature", "qr", "trainer", "paper")
REGIONS = (None, "MA-04", "MA-09", "FR-IDF")
LANGUAGES = (None, "fr", "ar", "en")
CATEGORIES = (None, "police", "lawyer", "social_worker", "student", "general_public")
PEOPLE = (0, 1, 2, 3, 3, 4, 4, 5, 6)  # how many
SESSIONS = (0, 1, 2, 3, 3, 4, 5)
MINUTES = st.sampled_from([60, 180, 210]) | st.integers(1, 720)


def days():
    """Dates around the year 2019, often at the edge of a year or a quarter."""
    return st.sampled_from(EDGES) | st.dates(FIRST, LAST)


def axes():
    """The name of an axis, of a level, or of two that are crossed."""
    pairs = st.lists(st.sampled_from([*AXES, *LEVELS]), min_size=2, max_size=2, unique=True).map(",".join)
    return st.sampled_from([*AXES, *LEVELS]) | pairs


@st.composite
def periods(draw):
    """(start, end), both included: the year 2019, or any other."""
    if draw(st.booleans()):
        return date(2019, 1, 1), date(2019, 12, 31)
    start, end = sorted([draw(days()), draw(days())])
    return start, end


@st.composite
def histories(draw, shared_keys=("J1", "J2"), repeated_half_days=False):
    """The six sheets: up to 6 people and 5 sessions.

    A shared key is borne by one session at most. With `repeated_half_days` a session may have two slots on
    the same part of the same day.
    """
    people = [draw(people_rows(f"P{n}")) for n in range(draw(st.sampled_from(PEOPLE)))]
    refs = [f"S{n}" for n in range(draw(st.sampled_from(SESSIONS)))]
    keys = draw(st.permutations([*shared_keys, *[None] * 5]))
    sessions = [draw(session_rows(ref, key)) for ref, key in zip(refs, keys, strict=False)]
    rows = workbook(people=people, sessions=sessions)
    for one in sessions:
        slots = draw(slots_of(one, repeated_half_days))
        rows["slots"] += slots
        rows["headcounts"] += draw(headcounts_of(slots))
        for who in people:
            rows["attendance"] += draw(attendance_of(who["ref"], slots))
            rows["tests"] += draw(tests_of(who["ref"], one))
    return rows


@st.composite
def networks(draw):
    """One to three (schema, rows), whose sessions may bear each other's shared keys."""
    number = draw(st.integers(1, 3))
    return [(f"ngo_{n}", draw(histories())) for n in range(1, 1 + number)]


@st.composite
def people_rows(draw, ref):
    """A participant with known and unknown axes."""
    return person(
        ref,
        email=draw(st.sampled_from([None, None, "amina@example.org", "bilal@example.org", "claire@example.org"])),
        phone=draw(st.sampled_from([None, None, "+212612345678", "+212698765432"])),
        sex=draw(st.sampled_from([None, "f", "m", "x"])),
        age_band=draw(st.sampled_from([None, "-25", "25-34", "35-49", "50+"])),
        category=draw(st.sampled_from(CATEGORIES)),
        institution_type=draw(st.sampled_from([None, "ngo", "justice", "police_gendarmerie", "other"])),
        region=draw(st.sampled_from(REGIONS)),
        language=draw(st.sampled_from(LANGUAGES)),
    )


@st.composite
def session_rows(draw, ref, shared_key):
    """A session, most often a held training."""
    return session(
        ref,
        kind=draw(st.sampled_from(["training"] * 5 + ["awareness"] * 2 + ["event"])),
        state=draw(st.sampled_from(["held"] * 6 + ["planned", "cancelled"])),
        audience=draw(st.sampled_from(["professional", "public", "mixed"])),
        role=draw(st.sampled_from([None, "organised", "contributed"])),
        shared_key=shared_key,
        modality=draw(st.sampled_from([None, "in_person", "online", "hybrid"])),
        language=draw(st.sampled_from(LANGUAGES)),
        region=draw(st.sampled_from(REGIONS)),
        project=draw(st.sampled_from([None, "AMIF", "EIDHR"])),
        cycle=draw(st.sampled_from([None, "C1", "C2"])),
        pass_mark=draw(st.sampled_from([None] * 10 + [0, 50, 60, 100, 33])),
    )


@st.composite
def slots_of(draw, one, repeated_half_days):
    """1 to 5 half-days, mostly near each other, numbered in any order; perhaps none if not held."""
    first = draw(days())
    near = st.integers(0, 2).map(lambda n: min(first + timedelta(days=n), LAST))
    half_days = draw(
        st.lists(
            st.tuples(near | days(), st.sampled_from(PARTS)),
            min_size=1 if one["state"] == "held" else 0,
            max_size=5,
            unique_by=None if repeated_half_days else lambda half_day: half_day,
        )
    )
    return [slot(one["ref"], number, day, part, draw(MINUTES)) for number, (day, part) in enumerate(half_days, start=1)]


@st.composite
def headcounts_of(draw, slots):
    """Head-counts of some slots: zero, equal and repeated ones too."""
    rows = []
    if draw(st.booleans()):
        return rows
    for one in slots:
        counts = draw(st.lists(st.sampled_from([0, 2, 2, 15]) | st.integers(0, 40), max_size=3))
        rows += [
            headcount(
                one["session"], one["slot"], count,
                sex=draw(st.sampled_from([None, "f", "m", "x"])), category=draw(st.sampled_from(CATEGORIES)),
            )
            for count in counts
        ]  # fmt: skip
    return rows


@st.composite
def attendance_of(draw, ref, slots):
    """The lines of one person in one session: absent, whole, any, or aimed at the threshold of 80 %."""
    aim = draw(st.sampled_from(["whole", "at 80 %", "at 80 %", "a minute short", "any", "any", "absent"]))
    total = sum(one["minutes"] for one in slots)
    enough = -(-4 * total // 5)
    left = {"whole": total, "at 80 %": enough, "a minute short": enough - 1}.get(aim, 0)
    rows = []
    for one in draw(st.permutations(slots)):
        whole = one["minutes"]
        minutes = min(left, whole)
        left -= minutes
        if aim == "any":
            minutes = draw(st.sampled_from([0, whole]) | st.integers(0, whole))
        if minutes > 0 or draw(st.integers(0, 3)) == 0:
            shown = None if minutes == whole and draw(st.booleans()) else minutes
            rows += draw(lines_of(one, ref, shown))
    return rows


@st.composite
def lines_of(draw, one, ref, minutes):
    """A line of attendance, at times with shorter, equal or longer ones of other sources."""
    sources = draw(st.permutations(SOURCES))
    lines = [attendance(one["session"], one["slot"], ref, minutes, sources[0])]
    for source in sources[1 : 1 + draw(st.sampled_from([0, 0, 0, 0, 1, 2]))]:
        at_most = one["minutes"] if minutes is None else minutes
        other = draw(st.sampled_from([0, minutes]) | st.integers(0, at_most) | st.none())
        lines.append(attendance(one["session"], one["slot"], ref, other, source))
    return draw(st.permutations(lines))


@st.composite
def tests_of(draw, ref, one):
    """No test, one or both, whoever came; scores in halves, often at the pass mark or the maximum."""
    rows = []
    for kind in draw(st.sampled_from([(), (), ("pre",), ("post",), ("pre", "post"), ("pre", "post")])):
        best = draw(st.sampled_from([10, 20, 100]))
        mark = (one["pass_mark"] or 0) * 2 * best // 100
        halves = draw(st.sampled_from([mark, 2 * best]) | st.integers(0, 2 * best))
        rows.append(result(one["ref"], ref, kind, halves // 2 if halves % 2 == 0 else halves / 2, best))
    return rows
