"""The dashboard: beside the period before and the target, the line over the months, its files."""

import csv
import datetime
import io

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from core.charts import Row
from core.line_charts import line_chart
from impact.counting import Period, Selection, count_tenant, parameters_for
from impact.counting.calendar import attendances_by_month
from impact.facts.definitions import AXES
from impact.models import Target
from impact.presentation import FigureQuery, compare
from impact.presentation.headline import share_reached
from impact.publishing.reports.content import CROSSED_AXES
from people.disability import ask
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.sessions import a_user

YEAR = Period.year(2019)

# Beside the period before, and the target


@pytest.mark.parametrize("span", [(1, 1, 12, 31), (3, 1, 5, 31), (3, 2, 5, 31)], ids=["year", "months", "odd days"])
@pytest.mark.parametrize("selection", [{}, {"project": "SAVE"}, {"cycle": "c"}, {"region": "MA-09"}], ids=str)
def test_months_are_the_same_from_the_tallies_and_from_the_days(own_ngo, span, selection):
    days = ["2019-02-28", "2019-03-01", "2019-03-05", "2019-05-31", "2019-12-31", "2020-01-01"]
    refs = [f"S{number}" for number in range(len(days))]
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P"), person("Q")],
        sessions=[session(ref, project="SAVE" if number % 2 else "", cycle="c" if number > 2 else "", region="MA-09")
                  for number, ref in enumerate(refs)],
        slots=[slot(ref, 1, day) for ref, day in zip(refs, days, strict=True)],
        attendance=[attendance(ref, 1, who) for ref in refs for who in ("P", "Q")],
    ))  # fmt: skip
    first, last = datetime.date(2019, *span[:2]), datetime.date(2019, *span[2:])
    expected = dict.fromkeys(Period(first, last).months(), 0)
    for number, day in enumerate(days):
        chosen = {"project": number % 2 == 1, "cycle": number > 2, "region": True}
        if first.isoformat() <= day <= last.isoformat() and all(chosen[axis] for axis in selection):
            expected[day[:7]] += 2
    assert attendances_by_month(parameters_for(Period(first, last), Selection(selection))) == expected


def test_shares_are_compared_in_points_from_unrounded_ratios():
    figures = {code: {"value": 1} for code in ("S_HELD", "ATT", "CMP", "REACH", "TRAINED")}
    figures |= {"PRO": {"n": 0, "N": 0}, "PRO_S": {"n": 23, "N": 35}}
    then = dict.fromkeys(("held", "attendances", "completions", "reached", "trained"), 0)
    then |= {"professionals": 0, "known": 0, "for_professionals": 13, "held": 25}
    with translation.override("en"):
        told = compare(figures, then, FigureQuery(YEAR, Selection()))
    # oracle D: 65.7 % against 52 %, both shown whole
    assert told == {
        "S_HELD": "24 fewer than in 2018 (25)", "PRO_S": "13.7 points more than in 2018 (52 %)",
    }  # fmt: skip


@pytest.mark.parametrize(("value", "target", "percent"), [(1, 8, 13), (17.25, 16, 108), (0, 5, 0)], ids=str)
def test_how_much_of_a_target_is_reached_is_rounded_half_up(value, target, percent):
    assert share_reached(Target(indicator="H_DEL", value=target), {"H_DEL": {"value": value}}) == percent


def test_years_and_projects_to_choose_from_keep_the_filters(sign_in, own_ngo):
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P")], sessions=[session("A", project="SAVE", cycle="c"), session("B", project="SAVE")],
        slots=[slot("A", 1, "2018-11-05"), slot("B", 1, "2019-05-06")],
        attendance=[attendance("A", 1, "P"), attendance("B", 1, "P")],
    ))  # fmt: skip
    page = sign_in(own_ngo, Role.COORDINATOR).get("/en/figures/?year=2019&kind=training")
    assert [(span.title, span.query) for span in page.context["years"]] == [
        ("2019", "start=2019-01-01&end=2019-12-31&kind=training"),
        ("2018", "start=2018-01-01&end=2018-12-31&kind=training"),
    ]
    assert [(span.title, span.query) for span in page.context["whole"]] == [
        ("SAVE", "start=2018-11-05&end=2019-05-06&project=SAVE"), ("c", "start=2018-11-05&end=2018-11-05&cycle=c"),
    ]  # fmt: skip


# The line over the months


@pytest.mark.parametrize(
    ("rtl", "places"), [(False, ["25%", "75%"]), (True, ["75%", "25%"])], ids=["left to right", "right to left"]
)
def test_a_line_runs_from_the_reader_s_side(rtl, places):
    chart = line_chart([Row("a", 10), Row("b", 5)], [20, 0], rtl=rtl, unit_label="n")
    assert [point.x for point in chart.points] == places
    assert [(part.x1, part.y1, part.x2, part.y2) for part in chart.line] == [(places[0], "96", places[1], "131")]
    assert [(part.y1, part.y2) for part in chart.before] == [("26", "166")]


def test_another_number_of_months_is_not_compared():
    assert line_chart([Row("a", 10), Row("b", 5)], [20], rtl=False, unit_label="n").before == ()


# Files


@pytest.mark.parametrize("query", ["year=2019", "year=2019&category=unknown"])
def test_the_file_says_the_numbers_of_the_page(sign_in, own_ngo, oracle_a, query):
    client = sign_in(own_ngo, Role.COORDINATOR)
    ask(asked=True, actor=a_user())  # or there is no sheet of disability
    page = client.get(f"/en/figures/?{query}").context
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/en/figures/export/xlsx/?{query}").content))
    rows = {row[1]: (row[2], row[6]) for row in book.get_sheet_by_name("Figures").to_python()[1:]}
    ends = {f"RANGE_{end}": (page["figures"]["RANGE"][end], "no") for end in ("low", "high")}
    whole = {row.code: row for row in page["rows"] if row.code != "RANGE"}
    shown = {code: (row.text if row.value is None else row.value, "yes" if row.is_additive else "no")
             for code, row in whole.items()}  # fmt: skip
    assert rows == shown | ends
    assert len(book.sheet_names) == 1 + len(AXES) + len(CROSSED_AXES) + 1
    assert isinstance(rows["ATT"][0], float)  # a number of the sheet, not a text
    lines = client.get(f"/en/figures/export/csv/?{query}").content.decode("utf-8-sig")
    numbers = {
        (line["figure"], line["axis"], line["value_of_axis"]): line for line in csv.DictReader(io.StringIO(lines))
    }
    counted = count_tenant(YEAR, AXES, page["asked"].selection)
    for code in ("ATT", "REACH", "CUM"):
        value = counted["indicators"][code]["value"]
        assert (numbers[code, "", ""]["number"], numbers[code, "", ""]["additive"]) == (
            str(value), "true" if code == "ATT" else "false",
        )  # fmt: skip
    for axis, cells in counted["by"].items():
        assert {value: numbers["REACH", axis, value]["number"] for value in cells} == {
            value: str(cell["REACH"]) for value, cell in cells.items()
        }


def test_files_are_for_those_who_see_figures(client, sign_in, own_ngo, other_ngo, oracle_a):
    path = "/fr/figures/export/csv/?year=2019"
    assert client.get(path).status_code == 302
    assert sign_in(own_ngo, Role.FUNDER).get(path).status_code == 403
    strange = sign_in(other_ngo, Role.COORDINATOR)
    assert b";ATT;;;0;true" in strange.get(path).content  # as French spreadsheets part
    assert strange.get("/fr/figures/export/doc/").status_code == 404
