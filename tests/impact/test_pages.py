"""Pages of figures: evidence, gaps, periods, targets, audits, reports, readers; the stranger sees nothing of them."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given

from accounts.models import User
from accounts.roles import Role
from impact.counting import Period, Selection, count_tenant
from impact.drilldown import rows_behind
from impact.models import Audit, ReportingPeriod, SavedView, Target
from impact.presentation import title_of
from impact.presentation.query import period_before
from impact.quality import draw_audit, verification_factor
from people.models import Person
from sessions.records.actions import import_rows
from tests.reference import strategies
from tests.support.random_histories import random_histories, undone

DAY = datetime.date
YEAR = Period.year(2019)


# Evidence

COUNTED = ("S_PLAN", "S_HELD", "ATT", "HDP", "CMP", "REACH", "TRAINED", "NEW", "RET", "CUM")


@random_histories
@given(rows=strategies.histories(), period=strategies.periods())
def test_as_many_rows_stand_behind_a_figure_as_it_says(own_ngo, rows, period):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        counted = count_tenant(Period(*period))["indicators"]
        behind = {code: len(rows_behind(code, Period(*period), Selection())) for code in COUNTED}
    assert behind == {code: counted[code]["value"] for code in COUNTED}


def test_from_a_figure_to_the_half_day(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = client.get("/fr/figures/evidence/TRAINED/?year=2019")
    assert {row.person.ref for row in page.context["list"].page} == {"P1", "P2", "P3", "P5", "P7"}
    person = Person.objects.get(ref="P5")
    trail = client.get(f"/fr/figures/evidence/person/{person.uuid}/?year=2019")
    assert [row.minutes for row, _scans in trail.context["rows"]] == [180, None, None, None]
    assert client.get("/fr/figures/evidence/X/").status_code == 404


def test_evidence_of_a_filter(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    everybody = client.get("/fr/figures/evidence/REACH/?year=2019").context["list"].page.paginator.count
    some = client.get("/fr/figures/evidence/REACH/?year=2019&category=unknown").context["list"].page.paginator.count
    assert (everybody, some) == (6, 1)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.REVIEWER, Role.FUNDER])
def test_names_behind_figures_are_for_coordinators(sign_in, own_ngo, oracle_a, role):
    client = sign_in(own_ngo, role)
    person = Person.objects.get(ref="P5")
    for path in ("TRAINED", f"person/{person.uuid}"):
        assert client.get(f"/fr/figures/evidence/{path}/").status_code == 403


def test_the_stranger_finds_nobody(sign_in, own_ngo, other_ngo, oracle_a):
    person = Person.objects.get(ref="P5")
    client = sign_in(other_ngo, Role.COORDINATOR)
    assert client.get("/fr/figures/evidence/TRAINED/?year=2019").context["list"].page.paginator.count == 0
    assert client.get(f"/fr/figures/evidence/person/{person.uuid}/").status_code == 404


# Asking


@pytest.mark.parametrize(
    ("start", "end", "title", "before"),
    [
        (DAY(2019, 1, 1), DAY(2019, 12, 31), "2019", Period.year(2018)),
        (DAY(2019, 1, 1), DAY(2019, 3, 31), "quarter 1 of 2019", Period(DAY(2018, 10, 1), DAY(2018, 12, 31))),
        (DAY(2019, 3, 1), DAY(2019, 3, 31), "March 2019", Period(DAY(2019, 2, 1), DAY(2019, 2, 28))),
        (DAY(2019, 3, 2), DAY(2019, 3, 3), "2 March 2019 to 3 March 2019", Period(DAY(2019, 2, 28), DAY(2019, 3, 1))),
        (DAY(2019, 3, 2), DAY(2019, 3, 2), "2 March 2019", Period(DAY(2019, 3, 1), DAY(2019, 3, 1))),
    ],
    ids=["year", "quarter", "month", "days", "one day"],
)  # fmt: skip
def test_what_a_period_is_called_and_what_came_before(start, end, title, before):
    with translation.override("en"):
        assert title_of(Period(start, end)) == title
    assert period_before(Period(start, end)) == before


def test_the_dashboard_filters_compares_and_keeps_views(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    Target.objects.create(start=YEAR.start, end=YEAR.end, indicator="TRAINED", value=10)
    page = client.get("/en/figures/?year=2019")
    assert page.context["targets"] == {"TRAINED": "Target 10: 50 % of it"}
    filtered = client.get("/en/figures/?year=2019&category=unknown")
    assert filtered.context["figures"]["REACH"]["value"] == 1
    later = client.get("/en/figures/?year=2020")
    assert later.context["changes"]["ATT"] == "8 fewer than in 2019 (8)"
    client.post("/en/figures/views/save/?year=2019&category=unknown", {"name": "Unknown"})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Unknown", "start=2019-01-01&end=2019-12-31&category=unknown")
    client.post(f"/en/figures/views/{view.pk}/remove/")
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("query", ["start=2019-13-01&end=2019-12-31", "start=2019-05-01&end=2019-04-01", "start=x"])
def test_a_period_that_is_none_is_not_found(sign_in, own_ngo, query):
    assert sign_in(own_ngo, Role.COORDINATOR).get(f"/fr/figures/?{query}").status_code == 404


# Gaps, targets, audits


@pytest.mark.parametrize("path", ["?year={}", "evidence/ATT/?page={}", "export/csv/?year={}", "cycles/?year={}"])
def test_a_number_of_thousands_of_digits_is_none(sign_in, own_ngo, path):
    """Python refuses to read more than 4,300."""
    answer = sign_in(own_ngo, Role.COORDINATOR).get("/fr/figures/" + path.format("9" * 5_000))
    assert answer.status_code == (200 if "page" in path else 404)


def test_what_is_missing_is_listed(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    gaps = {str(gap.title): gap.count for gap in client.get("/en/figures/missing/?year=2019").context["gaps"]}
    assert gaps["People whose profession is unknown"] == 1
    assert gaps["Head-counts without a sheet"] == 5


def test_nothing_is_missing_for_the_stranger(sign_in, other_ngo, oracle_a):
    client = sign_in(other_ngo, Role.COORDINATOR)
    assert client.get("/en/figures/missing/?year=2019").context["gaps"] == []


def test_targets_are_set_and_taken_away(sign_in, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    wrong = client.post(
        "/en/figures/targets/", {"indicator": "ATT", "value": 0, "start": "2019-05-01", "end": "2019-04-01"}
    )
    assert set(wrong.context["form"].errors) == {"value", "end"}
    client.post("/en/figures/targets/", {"indicator": "ATT", "value": 16, "start": "2019-01-01", "end": "2019-12-31"})
    (row,) = client.get("/en/figures/targets/").context["list"].table.rows
    assert [cell.value for cell in row][1:4] == ["2019", "16", "8"]
    assert "50 %" in row[4].value
    client.post(f"/en/figures/targets/{Target.objects.get().pk}/remove/")
    assert Target.objects.count() == 0


@pytest.mark.parametrize("page", ["targets", "periods", "audits"])
@pytest.mark.parametrize(("start", "end"), [("2019-01-01", "9999-12-31"), ("0206-01-01", "2019-12-31")])
def test_a_mistyped_year_is_told_and_not_kept(sign_in, own_ngo, oracle_a, page, start, end):
    client = sign_in(own_ngo, Role.COORDINATOR)
    asked = {"start": start, "end": end, "indicator": "ATT", "value": 5, "size": 5}
    answer = client.post(f"/en/figures/{page}/", asked)
    wrong = answer.context["form"].errors
    assert [str(error) for errors in wrong.values() for error in errors] == ["Write a year from 1990 to 2100."]
    assert (Target.objects.count(), ReportingPeriod.objects.count(), Audit.objects.count()) == (0, 0, 0)


def test_an_audit_draws_the_same_again_and_gives_its_factor(sign_in, own_ngo, oracle_a):
    actor = User.objects.create(username="auditor")
    first, second = (draw_audit(period=YEAR, size=1, actor=actor, seed="7") for _ in range(2))
    assert [one.session_id for one in first.recounts.all()] == [one.session_id for one in second.recounts.all()]
    whole = draw_audit(period=YEAR, size=9, actor=actor)
    assert sum(one.recorded for one in whole.recounts.all()) == 20
    client = sign_in(own_ngo, Role.COORDINATOR)
    for recount, sheets in zip(whole.recounts.order_by("-recorded"), (16, 3), strict=True):
        client.post(f"/en/figures/audits/{whole.pk}/", {"recount": recount.pk, "on_sheets": sheets})
    assert verification_factor(Audit.objects.get(pk=whole.pk)) == (19, 20, 0.95)
    assert "0.95" in client.get(f"/en/figures/audits/{whole.pk}/").content.decode()


def test_nothing_to_draw_from_says_so(sign_in, own_ngo):
    page = sign_in(own_ngo, Role.COORDINATOR).post(
        "/en/figures/audits/", {"start": "2019-01-01", "end": "2019-12-31", "size": 5}
    )
    assert "No session was held" in page.content.decode()
