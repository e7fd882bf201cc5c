"""OPEN: open modules completed by visitors without an account, apart from every number of people."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from courses.models import OpenCompletion
from impact.counting import Period, Selection, count_tenant, measure_supplementary
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.publishing import Published, find_drift, open_period
from network.views.periods import _known
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish

YEAR = Period.year(2019)
START, END = YEAR.start, YEAR.end


def completed(*days):
    for day in days:
        OpenCompletion.objects.create(module=uuid.uuid4(), language="ar", day=day)


def number(period=YEAR, selection=None):
    return measure_supplementary(period, selection or Selection())["OPEN"]


@pytest.fixture
def six(own_ngo):
    names = [f"P{count}" for count in range(6)]
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(name) for name in names], sessions=[session("S")], slots=[slot("S", 1, "2019-05-06")],
        attendance=[attendance("S", 1, name) for name in names],
    ))  # fmt: skip


def test_it_falls_into_its_day_and_adds_up(own_ngo):
    completed("2018-12-31", "2019-01-01", "2019-06-30", "2019-12-31", "2020-01-01")
    assert number() == {"value": 3, "additive": True}
    halves = (Period(START, datetime.date(2019, 6, 30)), Period(datetime.date(2019, 7, 1), END))
    assert [number(half)["value"] for half in halves] == [2, 1]


def test_it_is_in_no_other_number(six):
    before = count_tenant(YEAR, "sex")
    completed(*["2019-06-30"] * 50)
    assert count_tenant(YEAR, "sex") == before
    assert (number()["value"], number(selection=Selection({"sex": "f"}))["value"]) == (50, 0)
    assert number(selection=Selection({"project": "X"}))["value"] == 0


def test_it_is_published_and_drifts_with_a_cause_of_its_own(six):
    completed("2019-06-30")
    snapshot = publish(open_period(start=START, end=END))
    for k in (FUNDER_K, PUBLIC_K):
        assert Published(snapshot, k).indicators["OPEN"] == {"value": 1, "additive": True}  # nobody stands behind it
    completed("2019-07-01")
    (moved,) = find_drift(snapshot).as_data()
    assert (moved["indicator"], moved["from"], moved["to"]) == ("OPEN", 1, 2)
    assert moved["causes"]["open"] == 1
    restated = publish(snapshot.period)
    assert Published(restated, FUNDER_K).indicators["OPEN"]["value"] == 2


def test_the_network_adds_up_what_its_ngos_publish(six, hub, own_ngo, other_ngo):
    for tenant, count in ((own_ngo, 2), (other_ngo, 3)):
        with tenant:
            completed(*["2019-06-30"] * count)
            publish(open_period(start=START, end=END))
    with hub:
        shown = Published(publish(open_period(start=START, end=END)), FUNDER_K)
        assert shown.indicators["OPEN"]["value"] == 5
        assert "OPEN" in [row.code for row in _known(shown)]


def test_the_page_shows_it_to_its_own_ngo_alone(six, own_ngo, other_ngo, sign_in):
    completed(*["2019-06-30"] * 41)
    assert ">41<" in sign_in(own_ngo, Role.COORDINATOR).get("/en/figures/?year=2019").content.decode()
    assert ">41<" not in sign_in(other_ngo, Role.COORDINATOR).get("/en/figures/?year=2019").content.decode()
