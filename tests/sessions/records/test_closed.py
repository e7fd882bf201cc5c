"""A workbook changes nothing that figures are made of in a closed session; the same again is no change."""

from datetime import date

import pytest

from core.spreadsheets.problems import WorkbookRefused
from sessions import actions
from sessions.models import Change, Evidence, TrainingSession
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, headcount, person, result, session, slot, workbook
from tests.support.sessions import a_user

DAY = date(2019, 3, 1)


def book(**changes):
    rows = {
        "people": [person("P1"), person("P2")],
        "sessions": [session("S1", project="SAVE", cycle="tour")],
        "slots": [slot("S1", 1, DAY)],
        "attendance": [attendance("S1", 1, "P1")],
        "headcounts": [headcount("S1", 1, 3)],
        "tests": [result("S1", "P1", "post", 8, 10)],
    }
    return workbook(**rows | changes)


@pytest.fixture
def closed(own_ngo):
    import_rows(rows=book(), tenant=own_ngo)
    actions.close_session(session=TrainingSession.objects.get(), actor=a_user())
    return own_ngo


def s1(**changes):
    return {"sessions": [session("S1", **{"project": "SAVE", "cycle": "tour"} | changes)]}


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        (s1(kind="awareness"), [("sessions", 2, "kind")]),
        (s1(audience="public"), [("sessions", 2, "audience")]),
        (s1(project="OTHER"), [("sessions", 2, "project")]),
        (s1(project=None), [("sessions", 2, "project")]),
        (s1(cycle="other"), [("sessions", 2, "cycle")]),
        (s1(state="planned"), [("sessions", 2, "state")]),
        (s1(kind="event", region="MA-09"), [("sessions", 2, "kind"), ("sessions", 2, "region")]),
        ({"slots": [slot("S1", 1, date(2019, 3, 2))]}, [("slots", 2, "date")]),
        ({"slots": [slot("S1", 1, DAY), slot("S1", 2, DAY, "evening")]}, [("slots", 3, "slot")]),
        ({"attendance": [attendance("S1", 1, "P1"), attendance("S1", 1, "P2")]}, [("attendance", 2, "session")]),
        ({"attendance": [attendance("S1", 1, "P1", 10)]}, [("attendance", 2, "session")]),
        ({"headcounts": [headcount("S1", 1, 4)]}, [("headcounts", 2, "session")]),
        ({"tests": [result("S1", "P1", "post", 9, 10)]}, [("tests", 2, "session")]),
    ],
    ids=["kind", "audience", "project", "no project", "cycle", "state", "two", "date", "one more", "somebody more",
         "minutes", "head-count", "score"],
)  # fmt: skip
def test_a_closed_session_is_opened_first(closed, changes, places):
    before = list(Evidence.objects.values_list("pk", flat=True)), list(TrainingSession.objects.values())
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows=book(**changes), tenant=closed)
    assert [(error.sheet, error.row, error.column) for error in refused.value.errors] == places
    assert all("S1" in error.why for error in refused.value.errors)
    assert (list(Evidence.objects.values_list("pk", flat=True)), list(TrainingSession.objects.values())) == before
    actions.reopen_session(session=TrainingSession.objects.get(), reason="A slip", actor=a_user())
    if changes != s1(state="planned"):
        import_rows(rows=book(**changes), tenant=closed)


def test_the_same_again_and_another_title_are_taken(closed):
    assert import_rows(rows=book(), tenant=closed).changed_anything is False
    import_rows(rows=book(**s1(title="Corrected", city="Tiznit")), tenant=closed)
    assert TrainingSession.objects.get().title == "Corrected"


def test_what_a_workbook_writes_anew_stands_among_what_happened(own_ngo):
    import_rows(rows=book(), tenant=own_ngo)
    assert Change.objects.count() == 0
    actor = a_user()
    changed = book(**s1(kind="awareness", cycle="other"), slots=[slot("S1", 1, date(2019, 3, 2))])
    import_rows(rows=changed, tenant=own_ngo, actor=actor)
    import_rows(rows=changed, tenant=own_ngo, actor=actor)
    assert [(row.kind, row.fields, row.by) for row in Change.objects.all()] == [
        ("edited", ["cycle", "half_days", "kind"], actor)
    ]
