"""The public impact page: published snapshots only, a switch per number, k = 10, embeddable, each NGO its own."""

import datetime
import re

import pytest

from accounts.models import User
from demo.publishing import add_impact_page, publish_years
from impact.models import Snapshot
from impact.publishing import open_period
from pages.models import ImpactPage
from sessions.records.actions import import_rows
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.clients import TenantClient
from tests.support.periods import merge_and_late_sheet, publish

PATH = "/fr/chiffres/"


@pytest.fixture
def impact_page(own_ngo):
    """Twenty-five people in one training of 2019, of whom three are police, and oracle A's year not yet over them."""
    people = [person(f"P{n}", category="police" if n < 3 else "social_worker") for n in range(25)]
    import_rows(tenant=own_ngo, rows=workbook(
        people=people, sessions=[session("S", region="MA-09")], slots=[slot("S", 1, "2019-05-06")],
        attendance=[attendance("S", 1, one["ref"]) for one in people],
    ))  # fmt: skip
    add_impact_page()
    return ImpactPage.objects.get()


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def test_nothing_shows_before_it_is_published(client, impact_page):
    page = client.get(PATH)
    assert page.context["figures"] is None
    assert "25" not in words(page)


def test_published_figures_show_with_small_cells_hidden(client, impact_page):
    publish_years([2019])
    page = client.get(PATH)
    figures = page.context["figures"]
    assert {row.code: row.value for row in figures.rows} == {
        "S_HELD": 1, "H_DEL": 3.0, "ATT": 25, "CMP": 25, "REACH": 25, "TRAINED": 25, "PRO": 100,
    }  # fmt: skip
    category = next(drawing for drawing in figures.drawings if drawing.identity == "category_group")
    assert [row[1].value for row in category.chart.table.rows] == ["non affiché", "non affiché"]
    assert category.chart.bars == ()
    assert Snapshot.objects.get().short_digest in words(page)


def test_live_figures_do_not_move_what_is_published(client, own_ngo, impact_page):
    publish_years([2019])
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("Q")], sessions=[session("T")], slots=[slot("T", 1, "2019-06-06")],
        attendance=[attendance("T", 1, "Q")],
    ))  # fmt: skip
    assert {row.code: row.value for row in client.get(PATH).context["figures"].rows}["ATT"] == 25


def test_a_switch_takes_a_number_away(client, impact_page):
    publish_years([2019])
    ImpactPage.objects.update(show_trained=False, show_tables=False)
    figures = client.get(PATH).context["figures"]
    assert "TRAINED" not in {row.code for row in figures.rows}
    assert figures.drawings == []


@pytest.mark.parametrize(
    ("switch", "code"),
    [
        ("show_held", "S_HELD"), ("show_hours", "H_DEL"), ("show_attendances", "ATT"), ("show_completions", "CMP"),
        ("show_reached", "REACH"), ("show_trained", "TRAINED"), ("show_share", "PRO"), ("show_gain", "GAIN"),
        ("show_professional_sessions", "PRO_S"), ("show_certificates", "CERT"),
    ],
)  # fmt: skip
def test_every_number_has_its_switch_and_its_definition(client, impact_page, switch, code):
    publish_years([2019])
    for shows in (True, False):
        ImpactPage.objects.update(**{switch: shows})
        page = client.get(PATH)
        assert (code in {row.code for row in page.context["figures"].rows}) is shows
        assert (f'<div id="{code}">' in page.content.decode()) is shows


def test_another_period_is_chosen_and_an_unknown_one_not_found(client, own_ngo, impact_page):
    publish_years([2018, 2019])
    assert client.get(f"{PATH}?period=2018-01-01_2018-12-31").context["figures"].title == "2018"
    assert client.get(f"{PATH}?period=2017-01-01_2017-12-31").status_code == 404


def test_a_restatement_takes_the_place_of_the_first(client, own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    add_impact_page()
    publish_years([2019])
    merge_and_late_sheet(User.objects.create(username="c"))
    publish_years([2019])
    figures = client.get(PATH).context["figures"]
    assert figures.snapshot.label == "R1"
    trained = next(cause for cause in figures.causes if cause.startswith("Personnes formées"))
    for cause in ("fiches reconnues comme une seule personne", "feuilles et corrections arrivées plus tard"):
        assert cause in trained  # each apart, although they cancel out
    assert not set(trained) & set("0123456789")  # five people are too few for a public page


def test_other_sites_may_frame_the_figures_alone(client, impact_page):
    publish_years([2019])
    framed = client.get(f"{PATH}?embed")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "<script" not in framed.content.decode()
    assert framed.cookies == {}
    assert "frame-ancestors 'self'" in client.get(PATH).headers["Content-Security-Policy"]


def test_the_stranger_has_its_own_page(other_ngo, impact_page):
    publish_years([2019])
    stranger = TenantClient(other_ngo)
    assert stranger.get(PATH).status_code == 404
    with other_ngo:
        add_impact_page()
    assert stranger.get(PATH).context["figures"] is None


def test_the_network_shows_sums_and_its_own_unique_people(hub, own_ngo, impact_page):
    publish_years([2019])
    with hub:
        publish_years([2019])
        add_impact_page()
    figures = TenantClient(hub).get(PATH).context["figures"]
    assert {row.code: row.value for row in figures.rows} == {
        "S_HELD": 1, "H_DEL": 3.0, "ATT": 25, "CMP": 25, "REACH": 25, "TRAINED": 25,
    }  # fmt: skip


def test_the_home_page_leads_to_it_and_it_opens_with_the_last_whole_year(client, own_ngo, impact_page):
    publish_years([2019])
    later = open_period(start=datetime.date(2020, 1, 1), end=datetime.date(2020, 1, 31))
    publish(later)
    assert f'href="{PATH}"' in client.get("/fr/").content.decode()
    assert client.get(PATH).context["figures"].title == "2019"
    ImpactPage.objects.get().unpublish()
    assert f'href="{PATH}"' not in client.get("/fr/").content.decode()
