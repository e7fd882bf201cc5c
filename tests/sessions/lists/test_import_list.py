"""`import_list`: the JSON, all or nothing, onto a session with its attendance, again without doubles, taken back."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from people.imports.actions import undo_import
from people.models import PeopleList, Person
from sessions.lists.half_days import slots_of
from sessions.models import Evidence, Registration
from sessions.querysets import people_on_list, presences
from tests.people.lists.making import FILES
from tests.support.sessions import HalfDay, a_person, a_session, a_user, today

TWO_DAYS = (
    HalfDay(datetime.date(2026, 11, 28), "morning", 180),
    HalfDay(datetime.date(2026, 11, 28), "afternoon", 180),
)


def run(*arguments):
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("import_list", "own_ngo", *map(str, arguments), stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def refused(*arguments):
    out = StringIO()
    with translation.override("en"), pytest.raises(CommandError) as told:
        call_command("import_list", "own_ngo", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue(), str(told.value)


def test_a_list_is_imported_and_told_in_json(own_ngo, other_ngo):
    told, beside = run(FILES / "feuille-de-presence.xlsx")
    assert told == json.loads((FILES / "feuille-de-presence.xlsx.json").read_text())
    assert "Row 20 left out: Total : 12 participants" in beside
    assert Person.objects.count() == 12
    with other_ngo:
        assert Person.objects.count() == 0


def test_again_everybody_is_the_same(own_ngo):
    run(FILES / "kobo-labels.xlsx")
    told, _beside = run(FILES / "kobo-labels.xlsx")
    assert (told["rows"]["new"], told["rows"]["same"], Person.objects.count()) == (0, 6, 6)


def test_a_refused_row_stops_all(own_ngo):
    out, why = refused(FILES / "douteux.xlsx")
    assert (json.loads(out)["rows"]["refused"], why) == (5, "Nothing was written. Rows refused: 5.")
    assert (Person.objects.count(), PeopleList.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("options", "people", "named"),
    [
        (["--refused", "leave-out"], 1, 7),
        (["--refused", "leave-out", "--accept-suggestions"], 4, 2),
        (["--refused", "leave-empty", "--accept-suggestions"], 6, 2),
    ],
    ids=["left out", "suggestions taken", "left empty"],
)
def test_what_becomes_of_refused_rows(own_ngo, options, people, named):
    told, _beside = run(FILES / "douteux.xlsx", *options)
    assert (Person.objects.count(), len(told["refused"])) == (people, named)


def test_a_dry_run_writes_nothing(own_ngo):
    told, _beside = run(FILES / "english.csv", "--dry-run")
    assert (told["rows"]["new"], Person.objects.count()) == (6, 0)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("nothing.csv", "nothing.csv cannot be opened. Give the path of a list."),
        ("broken.xlsx", "This is no list that can be read, or it is damaged or locked. Save it anew as .xlsx or .csv."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(own_ngo, tmp_path, file, why):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    out, said = refused(tmp_path / file)
    assert (out, said.removeprefix(f"{tmp_path}/")) == ("", why)


def test_a_list_without_names_says_so(own_ngo, tmp_path):
    (tmp_path / "l.csv").write_text("Ville;Téléphone\nAgadir;0612345678\n")
    assert refused(tmp_path / "l.csv")[1] == "No column is a name: nothing was written. Name it in the first row."


def test_onto_a_session_with_its_attendance(own_ngo):
    session = a_session(*TWO_DAYS, ref="S-1")
    known = a_person("Amina Benali", email="a.benali@exemple.org")
    told, _beside = run(FILES / "moodle-attendance.xlsx", "--session", "S-1")
    morning, afternoon = session.slots.all()
    assert told["rows"] == {
        "read": 6, "new": 5, "same": 1, "changed": 0, "possible_duplicates": 0, "refused": 0, "left_out": 0
    }  # fmt: skip
    assert (people_on_list(session).count(), len(presences(morning)), len(presences(afternoon))) == (6, 4, 3)
    assert known.pk in presences(morning)
    run(FILES / "moodle-attendance.xlsx", "--session", "S-1")
    assert (Evidence.objects.count(), people_on_list(session).count()) == (7, 6)


def test_all_are_confirmed_even_beyond_the_places(own_ngo):
    session = a_session(ref="S-1", capacity=2)
    run(FILES / "english.csv", "--session", "S-1")
    assert set(session.registrations.values_list("status", flat=True)) == {Registration.Status.CONFIRMED}
    assert session.registrations.count() == 6


def test_a_session_that_is_not_there_or_cancelled(own_ngo):
    assert refused(FILES / "english.csv", "--session", "S-9")[1].startswith(
        "There is no session with the reference “S-9”"
    )
    a_session(ref="S-1", state="cancelled", cancel_reason="x")
    assert refused(FILES / "english.csv", "--session", "S-1")[1] == (
        "This session is cancelled. Plan it again before you record attendance."
    )
    assert (Person.objects.count(), PeopleList.objects.count()) == (0, 0)


def test_taking_it_back_takes_them_off_the_list_but_for_those_who_came(own_ngo):
    session = a_session(*TWO_DAYS, ref="S-1")
    run(FILES / "moodle-attendance.xlsx", "--session", "S-1")
    batch = PeopleList.objects.get()
    assert undo_import(batch=batch, actor=a_user()) == 4
    assert (Person.objects.count(), people_on_list(session).count()) == (4, 4)


@pytest.mark.parametrize(
    ("headings", "slots"),
    [
        (["Présent"], [[1, 2, 3, 4]]),
        (["Jour 1", "Jour 2"], [[1, 2], [3, 4]]),
        (["J1 matin", "J2 après-midi"], [[1], [4]]),
        (["1", "2", "3", "4"], [[1], [2], [3], [4]]),
        (["A", "B", "C", "D"], [[1], [2], [3], [4]]),
        (["{first:%d/%m/%Y} matin", "{second:%d/%m}"], [[1], [3, 4]]),
        (["{first:%d %b %Y} 9:00AM All students", "{second:%d %b %Y} 2:00PM All students"], [[1], [4]]),
    ],
    ids=["whole session", "days", "days and parts", "numbers", "in their order", "dates", "Moodle's"],
)
def test_columns_of_presence_find_their_half_days(own_ngo, headings, slots):
    first, second = today(-3), today(-2)
    session = a_session(*(HalfDay(day, part, 180) for day in (first, second) for part in ("morning", "afternoon")))
    shown = [heading.format(first=first, second=second) for heading in headings]
    found = slots_of(dict(enumerate(shown)), list(session.slots.all()))
    assert [[slot.number for slot in found[at]] for at in range(len(headings))] == slots
