"""Reports on pages: each form says the same, nothing hidden; funders read their project, others read by token."""

import datetime
import io

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.roles import Role
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.models import ApiToken, ProjectReader
from impact.publishing import Published, open_period


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
            open_period(start=datetime.date(2018, month, 1), end=datetime.date(2018, month, 28))
        for path in ("/fr/figures/periods/", "/fr/figures/evidence/ATT/?year=2019"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 18
