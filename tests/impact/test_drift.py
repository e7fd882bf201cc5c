"""Every published number is compared with the live one, and each cause named (definitions.md, rules 6 to 8)."""

from django.utils import translation

from impact.aggregates import rebuild
from impact.counting import Selection
from impact.models.periods import canonical_json
from impact.presentation import FigureQuery
from impact.publishing import find_drift
from impact.quality import find_gaps
from people.erasure import erase_person
from people.merging import merge_people
from people.models import Person
from sessions.models import Registration, TestScore, TrainingSession
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, result, session, slot, workbook
from tests.support.changes import YEAR
from tests.support.periods import publish


def moved(snapshot):
    """(figure, part) -> what moved it, of the whole."""
    return {
        (line.code, line.number.part): {cause: by for cause, by in line.moved.items() if by}
        for line in find_drift(snapshot).lines
        if line.has_changed and line.number.is_figure
    }


def test_nothing_moves_by_itself(oracle_a):
    TrainingSession.objects.filter(ref="S1").update(project="SAVE")
    snapshot = publish()
    assert list(snapshot.data["projects"]) == ["SAVE", "unknown"]
    assert [line.number for line in find_drift(snapshot).lines if line.has_changed] == []


def test_a_session_that_changes_its_project_moves_the_projects(oracle_a):
    TrainingSession.objects.filter(ref="S1").update(project="SAVE")
    snapshot = publish()
    TrainingSession.objects.filter(ref="S1").update(project="AMIF")
    lines = [line for line in find_drift(snapshot).lines if line.has_changed]
    assert {line.number.project for line in lines} == {"SAVE"}  # the other was not published
    assert all(set(line.moved) == {"records"} for line in lines)


def test_a_figure_that_the_publication_did_not_know_has_not_moved(oracle_a):
    """One of a later version: nobody restates for its sake."""
    snapshot = publish()
    data = snapshot.data
    assert data["indicators"].pop("S_PLAN")["value"] == 3
    snapshot.content = canonical_json(data)
    assert moved(snapshot) == {}


def yearly():
    """Two records of one human, trained in 2018 under one and in 2019 under the other; and somebody else in 2019."""
    sheet = workbook()
    sheet["people"] = [person("old"), person("again"), person("other")]
    sheet["sessions"] = [session("S18"), session("S19")]
    sheet["slots"] = [slot("S18", 1, "2018-05-02"), slot("S19", 1, "2019-05-02")]
    sheet["attendance"] = [
        attendance("S18", 1, "old"), attendance("S19", 1, "again"), attendance("S19", 1, "other"),
    ]  # fmt: skip
    return sheet


def test_a_merge_that_moves_new_and_returning_alone_is_seen(own_ngo, actor):
    import_rows(rows=yearly(), tenant=own_ngo)
    snapshot = publish()
    people = {one.ref: one for one in Person.objects.all()}
    merge_people(kept=people["old"], absorbed=people["again"], actor=actor)
    assert moved(snapshot) == {
        ("NEW", "value"): {"merges": -1}, ("RET", "value"): {"merges": 1}, ("CUM", "value"): {"merges": -1},
    }  # fmt: skip


def test_an_erasure_that_moves_the_share_is_seen_and_named(oracle_a):
    snapshot = publish()
    erase_person(person=Person.objects.get(ref="P1"))
    share = {key: causes for key, causes in moved(snapshot).items() if key[0] == "PRO"}
    assert share == {("PRO", "n"): {"erasures": -1}, ("PRO", "N"): {"erasures": -1}}
    assert {key[0] for key in moved(snapshot)} == {"PRO"}  # no count moves


def test_what_erasures_moved_is_at_most_what_they_made_unknown_the_rest_is_the_records(own_ngo, actor):
    """Two people of one category are erased, one of whom the year does not count; three leave it by a correction."""
    sheet = workbook()
    refs = [f"P{number}" for number in range(8)]
    sheet["people"] = [person(ref, category="judge" if number < 2 else "police") for number, ref in enumerate(refs)]
    sheet["sessions"] = [session("S18"), session("S19")]
    sheet["slots"] = [slot("S18", 1, "2018-05-02"), slot("S19", 1, "2019-05-02")]
    sheet["attendance"] = [attendance("S18", 1, "P0"), *(attendance("S19", 1, ref) for ref in refs[1:])]
    import_rows(rows=sheet, tenant=own_ngo)
    snapshot = publish()
    for ref in ("P0", "P1"):
        erase_person(person=Person.objects.get(ref=ref))
    share = {key: causes for key, causes in moved(snapshot).items() if key[0] == "PRO"}
    assert share == {("PRO", "n"): {"erasures": -1}, ("PRO", "N"): {"erasures": -1}}
    cells = {
        line.number.value: {cause: by for cause, by in line.moved.items() if by}
        for line in find_drift(snapshot).lines
        if line.has_changed and (line.code, line.number.axis) == ("REACH", "category")
    }
    assert cells == {"judge": {"erasures": -1}, "unknown": {"erasures": 1}}
    Registration.objects.filter(person__ref__in=refs[2:5], session__ref="S19").update(category="general_public")
    rebuild()  # written beside the actions
    share = {key: causes for key, causes in moved(snapshot).items() if key[0] == "PRO"}
    assert share == {("PRO", "n"): {"records": -2, "erasures": -2}, ("PRO", "N"): {"erasures": -1}}


def test_two_tests_of_a_human_with_two_records_are_a_pair(own_ngo, actor):
    sheet = yearly()
    sheet["tests"] = [result("S19", "again", "pre", 8, 20), result("S19", "old", "post", 16, 20)]
    import_rows(rows=sheet, tenant=own_ngo)
    asked = FigureQuery(YEAR, Selection())

    def unpaired():
        translation.activate("en")
        return [gap.count for gap in find_gaps(asked) if "one of the two tests" in str(gap.title)]

    assert unpaired() == [1]
    people = {one.ref: one for one in Person.objects.all()}
    merge_people(kept=people["old"], absorbed=people["again"], actor=actor)
    assert TestScore.objects.count() == 2
    assert unpaired() == []
