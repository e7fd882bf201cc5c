"""Pages of figures: evidence, gaps, periods, targets, audits, reports, readers; the stranger sees nothing of them."""

import datetime
import io
import re

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.roles import Role
from demo.figures import write_workbook
from impact.counting import Period, Selection, count_tenant
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.drilldown import rows_behind
from impact.models import ApiToken, Audit, ProjectReader, ReportingPeriod, SavedView, Snapshot, Target
from impact.presentation import title_of
from impact.presentation.query import period_before
from impact.publishing import Published, accept_period, open_period, return_period, submit_period
from impact.quality import draw_audit, verification_factor
from people.models import Person
from sessions.records.actions import import_rows, import_workbook
from tests.reference import strategies
from tests.support.periods import merge_and_late_sheet, publish
from tests.support.random_histories import random_histories, undone

DAY = datetime.date
YEAR = Period.year(2019)


def plain(html):
    """The words of a page with one kind of space."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("\u202f", " "))


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


# Periods


def test_the_way_of_a_period_over_both_hosts(sign_in, hub, own_ngo, other_ngo, oracle_a):
    ngo, network = sign_in(own_ngo, Role.COORDINATOR), sign_in(hub, Role.NETWORK_COORDINATOR)
    ngo.post("/en/figures/periods/", {"start": "2019-01-01", "end": "2019-12-31"})
    period = ReportingPeriod.objects.get()
    ngo.post(f"/en/figures/periods/{period.pk}/submit/")
    listed = network.get("/en/network/periods/").context["list"].page.object_list
    assert [(entry.tenant.schema_name, entry.period.state) for entry in listed] == [("own_ngo", "submitted")]
    shown = plain(network.get(f"/en/network/periods/own_ngo/{period.pk}/").content.decode())
    assert "Attendances 8" in shown
    assert "P5" not in shown
    network.post(f"/en/network/periods/own_ngo/{period.pk}/send-back/", {"note": "Look at May"})
    assert "Look at May" in ngo.get(f"/en/figures/periods/{period.pk}/").content.decode()
    ngo.post(f"/en/figures/periods/{period.pk}/submit/")
    network.post(f"/en/network/periods/own_ngo/{period.pk}/accept/")
    ngo.post(f"/en/figures/periods/{period.pk}/publish/")
    snapshot = Snapshot.objects.get()
    assert snapshot.data["indicators"]["TRAINED"]["value"] == 5
    page = plain(ngo.get(f"/en/figures/published/{snapshot.short_digest}/").content.decode())
    assert "Attendances not shown" in page
    assert "Sessions held 2" in page
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"/en/figures/periods/{period.pk}/").status_code == 404
    assert sign_in(other_ngo, Role.ADMINISTRATOR).get(f"/en/figures/published/{snapshot.digest}/").status_code == 404
    published = network.post("/en/network/periods/", {"start": "2019-01-01", "end": "2019-12-31"})
    assert published.status_code == 302
    with hub:
        assert Snapshot.objects.get().data["members"] == [{"scope": "tenant:own_ngo", "digest": snapshot.digest}]


def test_a_publication_is_found_by_its_mark_not_by_a_part_that_several_may_have(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.COORDINATOR)
    found = [
        client.get(f"/fr/figures/published/{published.digest[:letters]}/").status_code for letters in (1, 11, 12, 64)
    ]
    assert found == [404, 404, 200, 200]


def test_other_figures_than_those_accepted_are_not_published(sign_in, hub, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    found = open_period(start=YEAR.start, end=YEAR.end)
    submit_period(period=found, by="x")
    accept_period(period=found, by="y")
    assert "68" in client.get(f"/fr/figures/periods/{found.pk}/publish/").content.decode()  # person-hours, as accepted
    merge_and_late_sheet(User.objects.create(username="c"))
    client.post(f"/fr/figures/periods/{found.pk}/publish/")
    found.refresh_from_db()
    assert (found.state, Snapshot.objects.count()) == ("submitted", 0)
    accept_period(period=found, by="y")
    client.post(f"/fr/figures/periods/{found.pk}/publish/")
    assert Snapshot.objects.count() == 1


def test_a_period_opened_by_mistake_is_removed(sign_in, own_ngo, other_ngo):
    found = open_period(start=YEAR.start, end=YEAR.end)
    path = f"/fr/figures/periods/{found.pk}/remove/"
    assert sign_in(other_ngo, Role.COORDINATOR).post(path).status_code == 404
    client = sign_in(own_ngo, Role.COORDINATOR)
    submit_period(period=found, by="x")
    client.post(path)
    assert ReportingPeriod.objects.count() == 1  # the network looks at it
    return_period(period=found)
    client.post(path)
    assert ReportingPeriod.objects.count() == 0


def test_a_period_that_is_not_over_offers_no_submission(sign_in, own_ngo):
    today = timezone.localdate()
    found = open_period(start=today, end=today)
    assert "/submit/" not in sign_in(own_ngo, Role.COORDINATOR).get(f"/fr/figures/periods/{found.pk}/").content.decode()


def test_drift_shows_and_is_restated(sign_in, own_ngo, oracle_a):
    snapshot = publish()
    merge_and_late_sheet(User.objects.create(username="c"))
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = plain(client.get(f"/en/figures/periods/{snapshot.period_id}/").content.decode())
    moved = "\u2066\u22121\u2069 records found to be one person · \u2066+1\u2069 sheets and corrections that came later"
    assert f"People trained 5 5 {moved}" in page
    path = f"/en/figures/periods/{snapshot.period_id}"
    client.post(f"{path}/publish/")
    assert list(Snapshot.objects.values_list("number", flat=True)) == [0]  # the network accepted other figures
    client.post(f"{path}/submit/")
    accept_period(period=snapshot.period, by="The network")
    client.post(f"{path}/publish/")
    assert list(Snapshot.objects.values_list("number", flat=True)) == [0, 1]
    again = client.post(f"{path}/submit/", follow=True)
    assert "nothing to restate" in again.content.decode()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FUNDER])
def test_who_has_no_part_in_periods(sign_in, own_ngo, role):
    period = open_period(start=YEAR.start, end=YEAR.end)
    client = sign_in(own_ngo, role)
    for path in ("", f"{period.pk}/", f"{period.pk}/publish/"):
        assert client.get(f"/fr/figures/periods/{path}").status_code == 403


def test_the_hub_is_for_its_coordinator(sign_in, hub):
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    assert client.get("/fr/network/periods/").status_code == 403


# Reports


@pytest.fixture
def published(own_ngo, tmp_path):
    write_workbook("save_agadir", 2019, tmp_path / "2019.xlsx")
    import_workbook(path=tmp_path / "2019.xlsx", tenant=own_ngo)
    return publish()


def test_every_form_of_a_report_says_the_same(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.COORDINATOR)
    held = published.data["indicators"]["S_HELD"]["value"]
    trained = published.data["indicators"]["TRAINED"]["value"]
    base = f"/en/figures/reports/{published.digest}"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{base}/xlsx/").content))
    rows = {row[1]: row[2] for row in book.get_sheet_by_name("Figures").to_python()}
    assert (rows["S_HELD"], rows["TRAINED"]) == (held, trained)
    lines = client.get(f"{base}/csv/").content.decode("utf-8-sig").splitlines()
    assert f"2019-01-01,2019-12-31,,TRAINED,,,{trained},false" in lines
    tree = ElementTree.fromstring(client.get(f"{base}/xml/").content)
    found = {
        result.findtext("indicator/title/narrative"): (
            result.find("indicator/period/actual").get("value"), result.get("aggregation-status"),
        )
        for result in tree.iter("result")
    }  # fmt: skip
    assert found["People trained (TRAINED)"] == (f"{trained}", "0")
    assert found["Sessions held (S_HELD)"] == (f"{held}", "1")
    assert client.get(f"{base}/pdf/").content.startswith(b"%PDF")
    assert client.get(f"{base}/doc/").status_code == 404


@pytest.mark.parametrize("k", [FUNDER_K, PUBLIC_K])
def test_a_table_without_those_trained_keeps_its_other_numbers(own_ngo, published, k):
    shown = Published(published, k)
    assert "TRAINED" not in shown.tables()["category_group"]["security"]
    rows = [row for row in shown.tables()["category_group"].values() if row["REACH"] != 0]
    assert 5 * sum(row["REACH"] is None for row in rows) <= 2 * len(rows)  # one row in five, and its company
    share = shown.indicators["PRO"]
    assert (share["n"], share["N"], share["percent"]) == (100, 162, 62)


def test_no_form_tells_a_hidden_count(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.COORDINATOR)
    hidden = [cell.split("|") for cell in published.data["hidden"]["5"] if cell.startswith("|")]
    lines = client.get(f"/en/figures/reports/{published.digest}/csv/").content.decode("utf-8-sig").splitlines()
    numbers = {tuple(part.lstrip("'") for part in line.split(",")[3:6]): line.split(",")[6] for line in lines}
    cells = [cell for cell in hidden if len(cell) == 4]
    assert cells
    assert {numbers[cell[1], cell[2], cell[3]] for cell in cells} == {""}


def lines_of(page):
    return [(line.snapshot.digest, line.code) for line in page.context["list"].page.object_list]


def test_reports_are_a_list_of_the_whole_and_of_each_project(sign_in, own_ngo, other_ngo, published):
    client, path = sign_in(own_ngo, Role.COORDINATOR), "/en/figures/reports/"
    codes = ["", *published.data["projects"]]
    assert lines_of(client.get(path)) == [(published.digest, code) for code in codes]
    assert lines_of(client.get(f"{path}?project=-")) == [(published.digest, "")]
    assert lines_of(client.get(f"{path}?project=SAVE")) == [(published.digest, "SAVE")]
    assert [code for _digest, code in lines_of(client.get(f"{path}?order=-project"))][-1] == ""
    page = client.get(f"{path}?project=SAVE").content.decode()
    assert f'href="{path}{published.digest}/pdf/?project=SAVE"' in page
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert "Nothing is published yet" in stranger.get(path).content.decode()


def test_a_funder_reads_its_own_project_alone(sign_in, own_ngo, other_ngo, published):
    client = sign_in(own_ngo, Role.FUNDER)
    base = f"/en/figures/reports/{published.digest}/csv/"
    assert lines_of(client.get("/en/figures/reports/")) == []
    assert [client.get(f"{base}{query}").status_code for query in ("", "?project=SAVE")] == [404, 404]
    ProjectReader.objects.create(user=User.objects.get(username="funder"), project="SAVE")
    assert lines_of(client.get("/en/figures/reports/")) == [(published.digest, "SAVE")]
    assert lines_of(client.get("/en/figures/reports/?project=-")) == [(published.digest, "SAVE")]  # no choice of theirs
    (head, line) = client.post("/en/figures/reports/", {"file": "csv"}).content.decode("utf-8-sig").splitlines()
    assert (head, line.split(",")[:2]) == ("Period,Project,Published", ["2019", "SAVE"])
    assert [client.get(f"{base}{query}").status_code for query in ("", "?project=SAVE")] == [404, 200]
    assert sign_in(other_ngo, Role.ADMINISTRATOR).get(f"{base}?project=SAVE").status_code == 404
    for path in ("/fr/figures/", "/fr/people/", "/fr/sessions/"):
        assert client.get(path).status_code in (403, 404)


# Who reads from outside


def test_an_administrator_names_readers_and_makes_tokens(sign_in, make_user, own_ngo, published):
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    funder = make_user(own_ngo, Role.FUNDER)
    client.post("/en/figures/readers/", {"user": funder.pk, "project": "SAVE"})
    assert ProjectReader.objects.get().project == "SAVE"
    page = client.post("/en/figures/readers/", {"name": "Dashboard of the funder", "scopes": ["figures"]})
    token = ApiToken.objects.get()
    assert page.context["secret"].startswith("wasl_")
    assert page.context["secret"] not in token.digest
    wrong = client.post("/en/figures/readers/", {"name": "x", "scopes": ["names"]})
    assert set(wrong.context["token_form"].errors) == {"scopes"}
    client.post(f"/en/figures/readers/tokens/{token.pk}/revoke/")
    client.post(f"/en/figures/readers/{ProjectReader.objects.get().pk}/remove/")
    assert (ProjectReader.objects.count(), ApiToken.objects.filter(revoked_at=None).count()) == (0, 0)
    assert sign_in(own_ngo, Role.COORDINATOR).get("/en/figures/readers/").status_code == 403


def test_lists_ask_the_same_number_of_queries_for_few_and_many(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.COORDINATOR)
    counts = []
    for months in (1, 12):
        for month in range(1, months + 1):
            open_period(start=DAY(2018, month, 1), end=DAY(2018, month, 28))
        for path in ("/fr/figures/periods/", "/fr/figures/evidence/ATT/?year=2019"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 18
