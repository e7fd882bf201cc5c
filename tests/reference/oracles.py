"""The worked oracles of `definitions.md`, section 7, that one tenant's records can show: A, A', C, D, E, F.

Each function returns (rows, checks). B (tokens), G (suppression), H (clocks), I (names) are not of rows.
"""

from datetime import date
from typing import NamedTuple

from .rows import attendance, headcount, person, result, session, slot, workbook


class Check(NamedTuple):
    """A count to ask for, and those parts of its JSON that the oracle gives."""

    start: date
    end: date
    expected: dict
    by: str | None = None


def restrict(answer, expected):
    """`answer` cut down to the keys that `expected` has, at every level: to be compared with ==."""
    if not isinstance(expected, dict):
        return answer
    return {key: restrict((answer or {}).get(key), value) for key, value in expected.items()}


def values(**figures):
    """The JSON of indicators of which only the value is given."""
    return {"indicators": {code: {"value": value} for code, value in figures.items()}}


def year(number):
    """First and last day."""
    return date(number, 1, 1), date(number, 12, 31)


A_ANSWER = {
    "scope": "tenant:save_agadir", "from": "2019-01-01", "to": "2019-12-31", "definition_version": 1,
    "indicators": {
        "S_PLAN": {"value": 3, "additive": True}, "S_HELD": {"value": 2, "organised": 2, "additive": True},
        "H_DEL": {"value": 17.0, "additive": True},
        "ATT": {"value": 8, "additive": True},
        "HDP": {"value": 20, "headcounted": 16, "additive": True},
        "PH": {"value": 68.0, "headcounted": 55.0, "additive": True},
        "CMP": {"value": 6, "additive": True},
        "REACH": {"value": 6, "additive": False}, "TRAINED": {"value": 5, "additive": False},
        "NEW": {"value": 5, "additive": False}, "RET": {"value": 0, "additive": False},
        "CUM": {"value": 5, "additive": False},
        "HC": {"value": 6, "additive": True}, "RANGE": {"low": 9, "high": 12, "additive": False},
        "PRO": {"n": 4, "N": 5, "percent": 80, "known": 5, "of": 6, "additive": False},
        "PRO_S": {"n": 1, "N": 2, "percent": 50, "additive": False},
        "GAIN": {"pairs": 4, "of": 6, "pre_percent": 62.5, "post_percent": 80.0, "hake_g": 0.467,
                 "improved": 2, "additive": False},
    },
    "by": {"region": {"MA-09": {"ATT": 8, "REACH": 6, "TRAINED": 5},
                      "unknown": {"ATT": 0, "REACH": 0, "TRAINED": 0}}},
}  # fmt: skip


def a_people():
    """P1 to P7: four professionals and a student among the six who come; nobody knows what P7 does."""
    categories = ["police", "lawyer", "judge", "student", "social_worker", "general_public", None]
    return [person(f"P{n}", category=category) for n, category in enumerate(categories, start=1)]


def a_attendance():
    """The table of oracle A. P5 is 30 minutes late at H1; P6, registered, has a line of zero minutes."""
    whole = {"P1": (1, 2, 3, 4), "P2": (1, 2, 3), "P3": (1, 2, 3, 4), "P4": (3, 4), "P5": (2, 3, 4)}
    lines = [attendance("S1", number, ref) for ref, numbers in whole.items() for number in numbers]
    lines += [attendance("S1", 1, "P5", 180), attendance("S1", 1, "P6", 0)]
    return lines + [attendance("S2", 1, ref) for ref in ("P1", "P2", "P7")]


def f_tests(sessions, people):
    """The scores of oracle F, out of 20, for six (session, person)."""
    scores = [(8, 16), (10, 18), (20, 20), (12, 10), (6, None), (None, 14)]
    return [
        result(session, person, kind, score, 20)
        for session, person, pair in zip(sessions, people, scores, strict=True)
        for kind, score in zip(("pre", "post"), pair, strict=True)
        if score is not None
    ]


def oracle_a():
    """One tenant, one year, made to give the whole JSON of `interfaces.md`, shares, tests and regions too."""
    parts = [(date(2019, 3, 11), "morning"), (date(2019, 3, 11), "afternoon"),
             (date(2019, 3, 12), "morning"), (date(2019, 3, 12), "afternoon")]  # fmt: skip
    rows = workbook(
        people=a_people(),
        sessions=[
            session("S1", region="MA-09"),
            session("S2", audience="mixed", region="MA-09"),
            session("S3", state="cancelled", region="MA-09"),
        ],
        slots=[slot("S1", number, *part, 210) for number, part in enumerate(parts, start=1)]
        + [slot("S2", 1, date(2019, 6, 20)), slot("S3", 1, date(2019, 9, 5))],
        attendance=a_attendance(),
        headcounts=[headcount("S1", number, count) for number, count in enumerate((4, 4, 3, 3), start=1)]
        + [headcount("S2", 1, 2)],
        tests=f_tests(["S1"] * 5 + ["S2"], ["P1", "P2", "P3", "P4", "P5", "P7"]),
    )
    return rows, [Check(*year(2019), A_ANSWER, by="region")]


def oracle_a_after_the_lock():
    """A': P7 is merged into P2, and a late sheet gives P4 the half-days H1 and H2."""
    rows, _ = oracle_a()
    rows["people"] = [line for line in rows["people"] if line["ref"] != "P7"]
    for line in rows["attendance"] + rows["tests"]:
        line["person"] = line["person"].replace("P7", "P2")
    rows["attendance"] += [attendance("S1", number, "P4", source="paper") for number in (1, 2)]
    return rows, [Check(*year(2019), values(ATT=7, HDP=21, PH=72.0, CMP=6, TRAINED=5))]


def one_day_trainings(attended):
    """One training of one half-day for each date of {date: numbers of those who were there}."""
    people = sorted(set().union(*attended.values()))
    return workbook(
        people=[person(f"P{n}") for n in people],
        sessions=[session(f"S{day}") for day in attended],
        slots=[slot(f"S{day}", 1, day) for day in attended],
        attendance=[attendance(f"S{day}", 1, f"P{n}") for day in attended for n in sorted(attended[day])],
    )


def oracle_c_years():
    """Three years in which people return: the sum of the years, 27, is not the number of people, 20."""
    rows = one_day_trainings(
        {
            date(2018, 5, 2): set(range(1, 11)),
            date(2019, 5, 2): set(range(6, 16)),
            date(2020, 5, 4): {1, *range(15, 21)},
        }
    )
    return rows, [
        Check(*year(2018), values(TRAINED=10, NEW=10, RET=0, CUM=10)),
        Check(*year(2019), values(TRAINED=10, NEW=5, RET=5, CUM=15)),
        Check(*year(2020), values(TRAINED=7, NEW=5, RET=2, CUM=20)),
        Check(date(2018, 1, 1), date(2020, 12, 31), values(TRAINED=20, NEW=20, RET=0, CUM=20)),
    ]


def oracle_c_quarters():
    """Four quarters, one of them empty; then the year and its first half."""
    rows = one_day_trainings(
        {
            date(2019, 2, 1): {1, 2, 3, 4, 5},
            date(2019, 6, 30): {4, 5, 6, 7, 8},
            date(2019, 10, 1): {1, 8, 9},
        }
    )
    return rows, [
        Check(date(2019, 1, 1), date(2019, 3, 31), values(TRAINED=5, NEW=5, RET=0, CUM=5)),
        Check(date(2019, 4, 1), date(2019, 6, 30), values(TRAINED=5, NEW=3, RET=2, CUM=8)),
        Check(date(2019, 7, 1), date(2019, 9, 30), values(TRAINED=0, NEW=0, RET=0, CUM=8)),
        Check(date(2019, 10, 1), date(2019, 12, 31), values(TRAINED=3, NEW=1, RET=2, CUM=9)),
        Check(*year(2019), values(TRAINED=9, NEW=9, RET=0, CUM=9)),
        Check(date(2019, 1, 1), date(2019, 6, 30), values(TRAINED=8, NEW=8, RET=0, CUM=8)),
    ]


def oracle_d():
    """A hundred people: 55 professionals, 25 of the general public, 20 unknown."""
    rows = one_day_trainings({date(2019, 5, 2): set(range(100))})
    categories = ["police"] * 55 + ["general_public"] * 25 + [None] * 20
    for line, category in zip(rows["people"], categories, strict=True):
        line["category"] = category
    shares = {"PRO": {"n": 55, "N": 80, "percent": 69, "known": 80, "of": 100}}
    return rows, [Check(*year(2019), {"indicators": shares})]


def oracle_d_report_of_2019():
    """The two "66 %" of the 2019 report: 1,179 of 1,787 people (65.98 %), 23 of 35 sessions (65.7 %)."""
    rooms = {date(2019, 1 + n % 12, 1 + n // 12): set(range(n, 1787, 35)) for n in range(35)}
    rows = one_day_trainings(rooms)
    for n, line in enumerate(rows["people"]):
        line["category"] = "social_worker" if n < 1179 else "general_public"
    for n, line in enumerate(rows["sessions"]):
        line["audience"] = "professional" if n < 23 else "public"
    shares = {
        "PRO": {"n": 1179, "N": 1787, "percent": 66, "known": 1787, "of": 1787},
        "PRO_S": {"n": 23, "N": 35, "percent": 66},
    }
    return rows, [Check(*year(2019), {"indicators": shares})]


def oracle_e():
    """A cycle in Paris (20), Bordeaux (22) and Montpellier (21); two people came in two cities."""
    rows = one_day_trainings(
        {
            date(2019, 3, 5): set(range(1, 21)),
            date(2019, 4, 9): set(range(20, 42)),
            date(2019, 5, 14): set(range(41, 62)),
        }
    )
    for line, region in zip(rows["sessions"], ["FR-IDF", "FR-NAQ", "FR-OCC"], strict=True):
        line.update(cycle="inspection", region=region)
    empty = {"ATT": 0, "REACH": 0, "TRAINED": 0}
    by_region = {
        region: dict.fromkeys(("ATT", "REACH", "TRAINED"), people)
        for region, people in [("FR-IDF", 20), ("FR-NAQ", 22), ("FR-OCC", 21)]
    }
    by_cycle = {"inspection": {"ATT": 63, "REACH": 61, "TRAINED": 61}, "unknown": empty}
    totals = values(ATT=63, REACH=61, TRAINED=61)
    return rows, [
        Check(*year(2019), {**totals, "by": {"cycle": by_cycle}}, by="cycle"),
        Check(*year(2019), {**totals, "by": {"region": {**by_region, "unknown": empty}}}, by="region"),
    ]


def oracle_f():
    """Pre- and post-tests out of 20: the unpaired two must appear nowhere. Only one of the six was there."""
    rows = one_day_trainings({date(2019, 5, 2): {1}})
    rows["people"] += [person(f"P{n}") for n in range(2, 7)]
    rows["tests"] = f_tests(["S2019-05-02"] * 6, [f"P{n}" for n in range(1, 7)])
    return rows, [Check(*year(2019), {"indicators": {"GAIN": A_ANSWER["indicators"]["GAIN"]}})]


ORACLES = [
    oracle_a, oracle_a_after_the_lock, oracle_c_years, oracle_c_quarters, oracle_d, oracle_d_report_of_2019,
    oracle_e, oracle_f,
]  # fmt: skip
