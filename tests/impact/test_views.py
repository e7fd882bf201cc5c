"""The dashboard shows the count's own numbers, to those of the NGO alone."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.roles import Role
from impact.counting import Period, count_tenant
from impact.presentation.tiles import region_tiles
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("fr", ["6", "8", "6", "0", "5", "2 / 3", "17", "68", "80 %", "50 %", "0,467", "–"]),
        ("ar", ["6", "8", "6", "0", "5", "2 / 3", "17", "68", "80 %", "50 %", "0,467", "–"]),
        ("en", ["6", "8", "6", "0", "5", "2 / 3", "17", "68", "80 %", "50 %", "0.467", "–"]),
    ],
)
def test_the_big_numbers_are_those_of_the_count(sign_in, own_ngo, oracle_a, language, numbers):
    html = sign_in(own_ngo, Role.COORDINATOR).get(f"/{language}/figures/").content.decode()
    found = re.findall(r'class="big__value">(?:<a [^>]*>)?([^<]*)', html)
    shown = [text.replace("\u00a0", " ").replace("\u202f", " ").strip() for text in found]
    assert shown == numbers


def test_the_page_and_its_data_agree(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    figures = client.get("/fr/figures/?year=2019").context["figures"]
    assert client.get("/fr/figures/2019.json").json()["indicators"] == figures
    assert figures == count_tenant(Period.year(2019))["indicators"]


def test_figures_counted_by_month_go_with_their_course(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    response = client.get("/fr/figures/?year=2019")
    drawn = {figure.code: len(figure.course) for figure in response.context["first"]}
    assert drawn == {"REACH": 11, "ATT": 11, "CMP": 0, "CERT": 0, "TRAINED": 11, "S_HELD": 0}
    month = client.get("/fr/figures/?start=2019-03-01&end=2019-03-31")
    assert [figure.course for figure in month.context["first"]] == [()] * 6


def test_charts_have_their_table(sign_in, own_ngo, oracle_a):
    response = sign_in(own_ngo, Role.COORDINATOR).get("/fr/figures/")
    _categories, months, regions, *_others = response.context["drawings"]
    rows = [[cell.value for cell in row] for row in regions.chart.table.rows]
    assert rows == [["Souss-Massa", "8", "6", "5"]]
    assert sum(point.value for point in months.chart.points) == 8


def test_a_region_whose_number_is_hidden_is_not_drawn_as_none(own_ngo):
    tiles = {tile.name: tile for tile in region_tiles({"MA-04": {"ATT": 40}, "MA-09": {"ATT": None}})}
    assert [(tile.mark, tile.opacity) for tile in tiles.values() if tile.mark] == [("40", "1"), ("•", "0")]
    with translation.override("en"):
        (hidden,) = [tile.text for tile in region_tiles({"MA-09": {"ATT": None}}) if tile.mark]
    assert hidden == "not shown"
    assert region_tiles({"FR-IDF": {"ATT": 40}}) == []


def test_the_stranger_sees_its_own_emptiness(sign_in, other_ngo, oracle_a):
    response = sign_in(other_ngo, Role.COORDINATOR).get("/fr/figures/?year=2019")
    assert response.context["figures"]["ATT"]["value"] == 0
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 302), (Role.TRAINER, 403), (Role.FUNDER, 403), (Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 200)],
    ids=str,
)
def test_who_sees_figures(client, sign_in, own_ngo, role, status):
    client = sign_in(own_ngo, role) if role else client
    for path in ("/fr/figures/", "/fr/figures/2019.json"):
        assert client.get(path).status_code == status


@pytest.mark.parametrize("year", ["abcd", "1", "99999", "0000"])
def test_a_year_that_is_none_is_not_found(sign_in, own_ngo, year):
    assert sign_in(own_ngo, Role.COORDINATOR).get(f"/fr/figures/?year={year}").status_code == 404


def test_the_dashboard_asks_the_same_number_of_queries_for_1_and_30_sessions(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    day = datetime.date(2019, 5, 6)
    counts = []
    for number in (1, 30):
        refs = [f"S{n}" for n in range(number)]
        import_rows(tenant=own_ngo, rows=workbook(
            people=[person("P")], sessions=[session(ref) for ref in refs], slots=[slot(ref, 1, day) for ref in refs],
            attendance=[attendance(ref, 1, "P") for ref in refs],
        ))  # fmt: skip
        client.get("/fr/figures/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/fr/figures/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 18
