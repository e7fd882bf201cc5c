"""Random publications of small NGOs, and the reader who has them all: what can be told of a hidden cell.

`Reader.bounds` gives the lowest and highest number that agree with everything published, by linear programming (HiGHS
in scipy), which shares nothing with the program that hides.
"""

import datetime
from collections import Counter

import numpy
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from core.codes import NOT_PROFESSIONAL
from impact.disclosure import Table
from impact.disclosure.concealing import newest_of_each_period
from impact.disclosure.crossings import choose_crossings, take_out_untold
from impact.disclosure.equations import table_of
from impact.disclosure.layout import AXES, CROSSINGS, PERSON, content_at, may_have_tables, period_name, unknown_at
from impact.disclosure.levels import choose_layout, layout_again
from impact.disclosure.standing import keep_layout
from impact.publishing.restating import with_concealed

DAY = datetime.date
QUARTERS = [
    (DAY(2019, 1, 1), DAY(2019, 3, 31)),
    (DAY(2019, 4, 1), DAY(2019, 6, 30)),
    (DAY(2019, 7, 1), DAY(2019, 12, 31)),
]
YEAR, BEFORE = (DAY(2019, 1, 1), DAY(2019, 12, 31)), (DAY(2018, 1, 1), DAY(2018, 12, 31))
BOTH = (BEFORE[0], YEAR[1])
SPANS = [YEAR, BEFORE, BOTH, *QUARTERS]
VALUES = {
    "category": ("police", "lawyer", "general_public", "student", "unknown"), "sex": ("f", "m", "unknown"),
    "age_band": ("-25", "50+", "unknown"),
    "region": ("MA-04", "MA-09", "unknown"), "project": ("AMIF", "EIDHR", "unknown"),
}  # fmt: skip
ONLINE = "online"  # in no project
MONTHS = [DAY(2018, 5, 2), DAY(2019, 2, 4), DAY(2019, 3, 5), DAY(2019, 5, 6), DAY(2019, 9, 10)]


@st.composite
def ngos(draw, most=40):
    """People with their axes, and attendances: (person, day, region, project, whether it trains); what some of them
    completed online too is in the project ONLINE."""
    shape = draw(st.integers(0, 2**32))
    random = numpy.random.default_rng(shape)
    # A few values are rare, as they are in life: that is where small cells come from.
    weights = {axis: random.dirichlet(numpy.full(len(values), 0.7)) for axis, values in VALUES.items()}

    def some(axis):
        return str(random.choice(VALUES[axis], p=weights[axis]))

    people = [{axis: some(axis) for axis in PERSON} for _number in range(draw(st.integers(1, most)))]
    days = [MONTHS[index] for index in random.permutation(len(MONTHS))[: int(random.integers(1, 5))]]
    attendances = [
        (int(random.integers(len(people))), days[int(random.integers(len(days)))], some("region"), some("project"),
         bool(random.random() < 0.7))
        for _number in range(draw(st.integers(1, 3 * most)))
    ]  # fmt: skip
    online = random.random(len(attendances)) < draw(st.sampled_from((0, 0.1)))
    courses = [(*one[:3], ONLINE, True) for one, is_online in zip(attendances, online, strict=True) if is_online]
    return people, attendances + courses


def section(people, attendances, start, end):
    """The figures of a span as a snapshot has them, from rows; two of three completions bear a certificate."""
    within = [one for one in attendances if start <= one[1] <= end]
    inside, courses = [one for one in within if one[3] != ONLINE], [one for one in within if one[3] == ONLINE]
    trained = [one for one in inside if one[4]]
    reached, done = {one[0] for one in inside}, {one[0] for one in trained}
    old = {one[0] for one in attendances if one[4] and one[1] < start}
    categories = Counter(people[who]["category"] for who in reached)
    known = sum(categories.values()) - categories["unknown"]
    others = sum(categories[code] for code in NOT_PROFESSIONAL)
    values = {
        "ATT": len(inside), "HDP": len(inside), "CMP": len(trained) + len(courses), "REACH": len(reached),
        "TRAINED": len(done), "NEW": len(done - old), "RET": len(done & old), "HC": 0,
    }  # fmt: skip
    indicators = {code: {"value": value} for code, value in values.items()}
    indicators["PRO"] = {"n": known - others, "N": known, "of": len(reached)}
    certificates = [one for one in (*trained, *courses) if (one[0] + one[1].month) % 3]
    beside = {"CERT": {"value": len(certificates), "people": len({one[0] for one in certificates}), "additive": True}}
    return {
        "indicators": indicators,
        "beside": beside,
        "by": {axis: cells(people, inside, trained, axis) for axis in (*AXES, *CROSSINGS)},
    }


def cells(people, inside, trained, axis):
    """ATT, REACH and TRAINED of each value that occurs."""

    def value(one):
        if axis in CROSSINGS:
            return "|".join(people[one[0]][part] for part in axis.split(","))
        if axis in PERSON:
            return people[one[0]][axis]
        return f"{one[1]:%Y-%m}" if axis == "month" else one[2]

    return {
        name: {
            "ATT": sum(value(one) == name for one in inside),
            "REACH": len({one[0] for one in inside if value(one) == name}),
            "TRAINED": len({one[0] for one in trained if value(one) == name}),
        }
        for name in {*map(value, inside), "unknown|unknown" if axis in CROSSINGS else "unknown"}
    }


def publish(ngo, span, earlier, scope="tenant:x", *, leveled=False):
    """A snapshot of the span, as it would be frozen after the `earlier` ones; a restatement where it is among them.
    `leveled`: each table at the level that suits it, as since there are levels."""
    people, attendances = ngo
    start, end = span
    projects = sorted({one[3] for one in attendances if start <= one[1] <= end} - {ONLINE})
    content = section(people, attendances, start, end) | {
        "scope": scope, "from": start.isoformat(), "to": end.isoformat(), "number": 0,
        "projects": {
            code: section(people, [one for one in attendances if one[3] == code], start, end) for code in projects
        } if projects != ["unknown"] else {},
    }  # fmt: skip
    content["has_tables"] = may_have_tables(content["from"], content["to"], newest_of_each_period(earlier))
    history = [one for one in earlier if period_name(one) == period_name(content)]
    if not leveled or (history and "levels" not in history[0]):
        take_out_untold(content, {"levels": {}})
    if history:
        content["number"] = len(history)
        for code in history[-1]["projects"].keys() - content["projects"].keys():
            content["projects"][code] = section(people, [], start, end)
        keep_layout(content, history[-1])
    if leveled:
        content |= layout_again(content, history[0]) if history else choose_layout(content, earlier)
        if not history:
            content |= choose_crossings(content, earlier)
        take_out_untold(content, content)
    return with_concealed(content | {"anonymised": 0}, earlier)


class Reader:
    """Everything published, as cells and equations, and what is hidden of it."""

    def __init__(self, table, hidden):
        self.table = table
        self.columns = {key: number for number, key in enumerate(sorted(hidden, key=str))}
        rows, right = [], []
        for equation in table.equations:
            row, known = numpy.zeros(len(self.columns)), 0
            for key, sign in [*((part, 1) for part in equation.parts), (equation.total, -1)]:
                if key in self.columns:
                    row[self.columns[key]] += sign
                else:
                    known += sign * table.cells[key]
            if row.any():
                rows.append(row)
                right.append(-known)
        self.constraints = [LinearConstraint(numpy.array(rows), right, right)] if rows else []
        self._order_codes()

    def _order_codes(self):
        """Nobody is trained without being reached, nor reached without an attendance."""
        rows, low = [], []
        for key in self.table.cells:
            for below, above in (("TRAINED", "REACH"), ("REACH", "ATT"), ("TRAINED", "CMP"), ("CMP", "ATT")):
                parts = str(key).split("|")
                if len(parts) < 3 or parts[2] != below or (above == "ATT" and below == "CMP" and not parts[1]):
                    continue  # a course is completed without an attendance
                other = "|".join([*parts[:2], above, *parts[3:]])
                if other not in self.table.cells or not {key, other} & self.columns.keys():
                    continue
                row, known = numpy.zeros(len(self.columns)), 0
                for one, sign in ((other, 1), (key, -1)):
                    if one in self.columns:
                        row[self.columns[one]] += sign
                    else:
                        known += sign * self.table.cells[one]
                rows.append(row)
                low.append(-known)
        if rows:
            self.constraints.append(LinearConstraint(numpy.array(rows), low, numpy.inf))

    def bounds(self, key):
        """The lowest and the highest number that the cell may be. Not by integer programming: that of HiGHS is at times
        wrong by one or two in such systems; a range of one or more holds two whole numbers in nearly all."""
        found = []
        for sign in (1, -1):
            wanted = numpy.zeros(len(self.columns))
            wanted[self.columns[key]] = sign
            result = milp(wanted, constraints=self.constraints, bounds=Bounds(0, 10**6))
            assert result.status == 0, result.message
            found.append(sign * result.fun)
        return found


def shown_or_hidden(contents):
    """By k: one table of several snapshots by the prefix of their cells' names, and what is not told of it: what is
    hidden, and where a restatement leaves an earlier number in its place."""
    found = {}
    for k in (5, 10):
        table, hidden = Table({}), set()
        for prefix, content in contents.items():
            table |= table_of(content_at(content, k), prefix)
            hidden |= {f"{prefix}|{cell}" for cell in unknown_at(content, k)} | table.unseen
        found[k] = table, hidden
    assert (found[5][1] - found[5][0].unseen) & found[10][0].cells.keys() <= found[10][
        1
    ]  # or funders would read it on the public page
    return found


def group(category, sex, count):
    return [{"category": category, "sex": sex, "age_band": "50+"} for _number in range(count)]


def attending(people):
    return people, [(who, DAY(2019, 2, 4), "MA-04", "unknown", True) for who in range(len(people))]


def oracle_j():
    """Profession A 20, B 12, C 9; women 25, men 16."""
    return [*group("police", "f", 12), *group("police", "m", 8), *group("lawyer", "f", 8), *group("lawyer", "m", 4),
            *group("student", "f", 5), *group("student", "m", 4)]  # fmt: skip


def restated(*steps):
    published, people = [], []
    for more in steps:
        people = [*people, *more]
        published.append(publish(attending(people), YEAR, published))
    return published
