"""From a figure to its evidence: half-day, sheet, who recorded it and when; the gaps, each with where it is mended."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from impact.counting import Period, Selection, count_tenant
from impact.drilldown import OPENED, rows_behind
from impact.presentation import NAMES
from impact.quality import draw_audit
from people.models import Person
from sessions.models import Evidence, HeadCount, Scan, ScanMark, ScanSetAside, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook

YEAR = Period.year(2019)


@pytest.fixture
def oracle_a(own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)


@pytest.fixture
def coordinator(sign_in, own_ngo):
    return sign_in(own_ngo, Role.COORDINATOR)


def a_scan(slot, name):
    return Scan.objects.create(slot=slot, file=f"{name}.jpg", digest=name, added_by=User.objects.first())


def links(html):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*/figures/evidence/[^"]*)"', html)]


def test_every_figure_and_every_cell_of_the_page_opens_to_as_many_rows_as_it_says(coordinator, own_ngo, oracle_a):
    html = coordinator.get("/en/figures/?year=2019").content.decode()
    opened = {link.partition("/evidence/")[2].partition("/")[0] for link in links(html)}
    assert opened == OPENED & set(NAMES)
    cells = re.findall(r'class="num"><a href="([^"]*)">([\d,]+)</a>', html)
    assert len(cells) > 10
    for link, number in cells:
        assert coordinator.get(link.replace("&amp;", "&")).context["list"].page.paginator.count == int(number), link


def test_the_tests_behind_the_gain(own_ngo, oracle_a):
    behind = rows_behind("GAIN", YEAR, Selection())
    gain = count_tenant(YEAR)["indicators"]["GAIN"]
    assert len(behind) == gain["of"] == 6
    assert sum("–" not in row.note for row in behind) == gain["pairs"] == 4


def test_a_session_shows_each_half_day_with_who_recorded_it_and_the_sheet(coordinator, own_ngo, oracle_a):
    shown = TrainingSession.objects.get(ref="S1")
    first, *_others = shown.slots.order_by("date", "part_order")
    kept, aside = a_scan(first, "kept"), a_scan(first, "aside")
    ScanSetAside.objects.create(scan=aside, reason="blurred")
    recorder = User.objects.create(username="recorder")
    row = Evidence.objects.filter(slot=first).first()
    Evidence.objects.create(slot=first, person=row.person, source="paper", voids=row, reason="wrong person",
                            recorded_by=recorder)  # fmt: skip
    page = coordinator.get(f"/en/figures/evidence/session/{shown.uuid}/")
    assert [len(one.rows) for _label, one in page.context["half_days"]] == [
        Evidence.objects.filter(slot=one.slot, voids__isnull=True).count() for _label, one in page.context["half_days"]
    ]
    assert page.context["half_days"][0][1].scans == [kept]
    assert [head.count for head in page.context["half_days"][0][1].heads] == [
        head.count for head in HeadCount.objects.filter(slot=first)
    ]
    assert "wrong person" in page.content.decode()


def test_a_presence_read_from_a_picture_leads_to_that_picture(coordinator, own_ngo, oracle_a):
    row = Evidence.objects.filter(person__ref="P1").order_by("slot__date", "slot__part_order").first()
    scans = [a_scan(row.slot, name) for name in ("one", "two")]
    ScanMark.objects.create(scan=scans[1], evidence=row)
    page = coordinator.get(f"/en/figures/evidence/person/{row.person.uuid}/?year=2019")
    assert page.context["rows"][0] == (row, [scans[1]])


def test_names_and_sheets_are_for_those_who_may_see_them(client, sign_in, own_ngo, other_ngo, oracle_a):
    shown = TrainingSession.objects.get(ref="S1")
    path = f"/fr/figures/evidence/session/{shown.uuid}/"
    assert client.get(path).status_code == 302
    assert [sign_in(own_ngo, role).get(path).status_code for role in (Role.TRAINER, Role.FUNDER)] == [403, 403]
    assert sign_in(other_ngo, Role.COORDINATOR).get(path).status_code == 404


def test_a_trail_asks_the_same_number_of_queries_for_1_and_30(coordinator, own_ngo):
    counts = []
    for number in (1, 30):
        refs, day = [f"P{n}" for n in range(number)], datetime.date(2019, 5, 6)
        import_rows(tenant=own_ngo, rows=workbook(
            people=[person(ref) for ref in refs], sessions=[session("S")], slots=[slot("S", 1, day)],
            attendance=[attendance("S", 1, ref) for ref in refs],
        ))  # fmt: skip
        paths = (
            f"/fr/figures/evidence/session/{TrainingSession.objects.get().uuid}/",
            f"/fr/figures/evidence/person/{Person.objects.get(ref='P0').uuid}/?year=2019",
            "/fr/figures/cycles/?year=2019", "/fr/figures/missing/?year=2019",
        )  # fmt: skip
        for path in paths:
            coordinator.get(path)
            with CaptureQueriesContext(connection) as captured:
                coordinator.get(path)
            counts.append(len(captured))
    half = len(counts) // 2
    assert counts[:3] == counts[half:][:3]
    assert max(counts[:3]) <= 18


def test_an_audit_leads_to_the_pictures_of_the_sheets(coordinator, own_ngo, oracle_a):
    whole = draw_audit(period=YEAR, size=9, actor=User.objects.get(username="coordinator"))
    scan = a_scan(TrainingSession.objects.get(ref="S2").slots.get(), "sheet")
    ScanSetAside.objects.create(scan=a_scan(scan.slot, "aside"), reason="blurred")
    rows = coordinator.get(f"/en/figures/audits/{whole.pk}/").context["rows"]
    assert {recount.session.ref: [one for _label, one in pictures] for recount, _form, pictures in rows} == {
        "S1": [], "S2": [scan],
    }  # fmt: skip


# Gaps


def gaps(client, query="year=2019"):
    return {str(gap.title): gap for gap in client.get(f"/en/figures/missing/?{query}").context["gaps"]}


def test_a_sheet_that_was_set_aside_proves_nothing(coordinator, own_ngo, oracle_a):
    counted = HeadCount.objects.first().slot
    before = gaps(coordinator)["Head-counts without a sheet"].count
    scan = a_scan(counted, "scan")
    assert gaps(coordinator)["Head-counts without a sheet"].count == before - 1
    ScanSetAside.objects.create(scan=scan, reason="blurred")
    assert gaps(coordinator)["Head-counts without a sheet"].count == before


def test_every_kind_of_gap_leads_to_where_it_is_mended(coordinator, own_ngo, oracle_a):
    day = datetime.date(2019, 8, 5)
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("Q1", category=None)],
        sessions=[session("EMPTY"), session("PLANNED", state="planned"), session("CALLED", state="cancelled")],
        slots=[slot(ref, 1, day) for ref in ("EMPTY", "PLANNED", "CALLED")],
        attendance=[attendance("CALLED", 1, "Q1")],
    ))  # fmt: skip
    TrainingSession.objects.create(title="No half-day", kind="training", audience="professional")
    found = gaps(coordinator)
    expected = {
        "Sessions marked as held, with nobody present": ["EMPTY"],
        "Sessions of the past that are still planned": ["PLANNED"],
        "Attendance in sessions that are planned or cancelled": ["CALLED"],
        "Sessions without a half-day, whatever the period": [None],
    }
    by_title = {place.url.split("/sessions/")[1].split("/")[0]: place for gap in found.values() for place in gap.links}
    refs = {str(uuid): ref for uuid, ref in TrainingSession.objects.values_list("uuid", "ref")}
    assert by_title
    for title, sessions in expected.items():
        assert [refs[place.url.split("/sessions/")[1].split("/")[0]] for place in found[title].links] == sessions, title
    for title in ("People whose profession is unknown", "Sessions without a region", "Head-counts without a sheet",
                  "Sessions where somebody has only one of the two tests"):  # fmt: skip
        assert found[title].count > 0, title
    for gap in found.values():
        for url in [place.url for place in gap.links] or [gap.url]:
            assert coordinator.get(url).status_code == 200, url
