"""The aggregate tables: whatever happens, counts over them equal the slow recount, the evidence gives the same rows."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from courses.models import Enrolment, LessonProgress
from impact.aggregates import Mismatch, rebuild, refresh, verify
from impact.counting import Period, Selection, count_all, count_raw, count_tenant, parameters_for
from impact.facts.definitions import STORED_PERSON_AXES
from impact.models import AggregateBuild, DirtyMark, PeriodTally, PresenceDay
from people.correcting import correct_person
from people.erasure import erase_person
from people.merging import merge_people, undo_merge
from people.models import Person
from sessions.actions import Mark, record_presences
from sessions.models import Cycle, Slot, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles, strategies
from tests.reference.recount import AXES, recount
from tests.reference.rows import person, session, slot, workbook
from tests.support.happenings import Happenings
from tests.support.periods import publish
from tests.support.random_histories import random_histories, undone

YEAR = Period.year(2019)
PERIODS = (
    (datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)),
    (datetime.date(2019, 1, 1), datetime.date(2019, 3, 31)),
    (datetime.date(2019, 12, 1), datetime.date(2019, 12, 31)),
    (datetime.date(2018, 12, 31), datetime.date(2019, 4, 1)),
    (datetime.date(2018, 1, 1), datetime.date(2020, 12, 31)),  # all there is
)

CHOSEN_AXES = ("sex", "region", "month")


def periods():
    """Those that tallies are kept of, and any other."""
    return st.sampled_from(PERIODS) | strategies.periods()


@random_histories
@given(rows=strategies.histories(), choices=st.randoms(use_true_random=False), span=periods(), axes=st.sets(
    st.sampled_from(AXES), max_size=3))  # fmt: skip
def test_whatever_happens_counts_are_those_of_the_slow_recount(own_ngo, rows, choices, span, axes):
    happenings, period = Happenings(rows, choices), Period(*span)
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        happenings.begin()
        for _number in range(choices.randint(1, 12)):
            happenings.step()
            if choices.random() < 0.3:
                refresh()  # somebody looks at the figures
        counted = count_tenant(period, sorted(axes))
        final = happenings.final_rows()
        axis = choices.choice(["region", "project", "cycle", "project"])
        value = choices.choice(sorted({line[axis] or "unknown" for line in final["sessions"]} | {"unknown"}))
        chosen = count_tenant(period, CHOSEN_AXES, Selection({axis: value}))
        cells = {one: count_tenant(period, one)["by"][one] for one in axes & set(STORED_PERSON_AXES)}
        filtered = {one: {cell: count_tenant(period, selection=Selection({one: cell}))["indicators"]
                          for cell in cells[one]} for one in cells}  # fmt: skip
        both = [both_ways(period, Selection({one: cell})) for one in cells for cell in cells[one]]
        assert verify() == []
    assert counted["indicators"] == recount(final, *span)["indicators"]
    assert counted.get("by", {}) == {one: recount(final, *span, by=one)["by"][one] for one in axes}
    only = only_in(axis, value, final)
    assert chosen["indicators"] == recount(only, *span)["indicators"]
    assert chosen["by"] == {one: recount(only, *span, by=one)["by"][one] for one in CHOSEN_AXES}
    assert [fast for fast, _slow in both] == [slow for _fast, slow in both]
    for one, values in filtered.items():
        assert cells[one] == {cell: {code: figures[code]["value"] for code in ("ATT", "REACH", "TRAINED")}
                              for cell, figures in values.items()}  # fmt: skip


def both_ways(period, selection):
    """Everything of what was chosen, from the aggregate tables and from the evidence."""
    asked = parameters_for(period, selection)
    counted = count_raw(asked, CHOSEN_AXES), count_all(replace(asked, from_evidence=True), CHOSEN_AXES)
    return [(raw.row, sorted(map(str, raw.tests)), raw.cells) for raw in counted]


def only_in(axis, value, rows):
    """The rows of the sessions of one region, project or cycle."""
    refs = {line["ref"] for line in rows["sessions"] if (line[axis] or "unknown") == value}
    sheets = ("slots", "attendance", "headcounts", "tests")
    return rows | {
        "sessions": [line for line in rows["sessions"] if line["ref"] in refs],
        **{sheet: [line for line in rows[sheet] if line["session"] in refs] for sheet in sheets},
    }


@pytest.fixture
def oracle_a(own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    refresh()


def enrol(who, day):
    enrolment = Enrolment.objects.create(person=who, **who.axes())
    LessonProgress.objects.create(enrolment=enrolment)
    LessonProgress.objects.update(done_at=day)
    Enrolment.objects.update(completed_at=day)


def erase():
    erase_person(person=Person.objects.get(ref="P4"))


def correct():
    correct_person(person=Person.objects.get(ref="P1"), fields={"category": "judge"}, also_past=True)


def go_online():
    enrol(Person.objects.get(ref="P6"), "2019-05-06T10:00Z")


def import_again():
    rows, _checks = oracles.oracle_a_after_the_lock()
    import_rows(rows=rows, tenant=connection.tenant)


def lose_the_trainer():
    account = User.objects.create(username="t")
    Person.objects.filter(ref="P1").update(user=account)
    session = TrainingSession.objects.get(ref="S1")
    session.trainers.add(account)
    refresh()
    account.training_sessions.clear()


def rename_the_cycle():
    session = TrainingSession.objects.get(ref="S1")
    session.cycle = Cycle.objects.create(code="old")
    session.save()
    refresh()
    session.cycle.code = "new"
    session.cycle.save()


@pytest.mark.parametrize(
    "happen",
    [erase, correct, go_online, import_again, lose_the_trainer, rename_the_cycle],
    ids=lambda one: one.__name__,
)
def test_what_else_happens_is_kept_too(own_ngo, oracle_a, happen):
    happen()
    assert DirtyMark.objects.exists() or happen is erase
    assert verify() == []


def test_an_erased_person_is_coarse_in_the_aggregate_tables_at_once(own_ngo, oracle_a):
    erase()
    who = Person.objects.get(erased_at__isnull=False)
    assert set(PresenceDay.objects.filter(person=who.pk).values_list("category", flat=True)) == {""}


def test_lessons_and_online_completions_count(own_ngo, oracle_a):
    before = count_tenant(YEAR, ("sex", "region"))
    go_online()
    after = count_tenant(YEAR, ("sex", "region"))
    moved = {code: after["indicators"][code]["value"] - before["indicators"][code]["value"]
             for code in ("ATT", "HDP", "CMP", "REACH", "TRAINED", "NEW", "CUM")}  # fmt: skip
    assert moved == {"ATT": 0, "HDP": 0, "CMP": 1, "REACH": 1, "TRAINED": 1, "NEW": 1, "CUM": 1}
    assert after["by"]["region"]["unknown"] == {"ATT": 0, "REACH": 1, "TRAINED": 1}
    odd = count_tenant(Period(datetime.date(2019, 1, 2), datetime.date(2019, 12, 31)), ("sex", "region"))
    assert (odd["indicators"]["CMP"], odd["by"]) == (after["indicators"]["CMP"], after["by"])


def test_the_proof_finds_what_was_written_past_the_marks_and_mends_it(own_ngo, oracle_a):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE training_sessions_slot SET minutes = 30 WHERE number = 4")
        cursor.execute("UPDATE impact_periodtally SET reached = 7 WHERE span = 'year' AND scope = '' AND axis = ''")
    assert {one.table for one in verify()} == {"presenceday", "sessionday", "periodtally"}
    assert verify() == []
    assert count_tenant(YEAR)["indicators"]["H_DEL"]["value"] == 14.0


def test_tables_made_another_way_are_made_anew(own_ngo, oracle_a):
    AggregateBuild.objects.update(made_with="0 0 UTC")
    PeriodTally.objects.all().delete()
    assert count_tenant(YEAR)["indicators"]["TRAINED"]["value"] == 5


def test_a_mark_of_the_same_moment_is_left_for_the_next_refresh(own_ngo, oracle_a):
    """Marks that were not there when a refresh began stay, and it takes nobody in whom it has not read."""
    refresh()
    slot, person = Slot.objects.get(session__ref="S2"), Person.objects.get(ref="P4")
    record_presences(slot=slot, marks=[Mark(person)], actor=User.objects.create(username="t"), source="trainer")
    assert list(DirtyMark.objects.filter(kind="slot").values_list("ref", flat=True)) == [slot.pk]
    assert count_tenant(YEAR)["indicators"]["ATT"]["value"] == 9
    assert DirtyMark.objects.count() == 0


def test_a_check_in_leaves_one_mark(own_ngo, oracle_a):
    slot = Slot.objects.get(session__ref="S2")
    people = list(Person.objects.filter(ref__in=["P3", "P4", "P5"]))
    record_presences(
        slot=slot, marks=[Mark(one) for one in people], actor=User.objects.create(username="t"), source="trainer"
    )
    assert DirtyMark.objects.filter(kind="slot").count() == 1


def test_a_rebuild_of_another_ngo_touches_nothing_here(own_ngo, other_ngo, oracle_a):
    with other_ngo:
        rebuild()
        assert verify() == []
        assert PresenceDay.objects.count() == 0
    assert count_tenant(YEAR)["indicators"]["ATT"]["value"] == 8


def test_the_command(own_ngo, oracle_a):
    out, err = StringIO(), StringIO()
    call_command("recount", "own_ngo", stdout=out)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE impact_sessionday SET delivered = 1 WHERE opening")
    with pytest.raises(SystemExit) as exit_:
        call_command("recount", stdout=out, stderr=err)
    assert exit_.value.code == 1
    assert out.getvalue().splitlines() == [
        "own_ngo: the kept figures are those of the evidence",
        "hub: the kept figures are those of the evidence",
        "other_ngo: the kept figures are those of the evidence",
    ]
    assert (
        err.getvalue().strip() == "own_ngo: sessionday differed in 3 rows. Mended: they are those of the evidence now."
    )
    with pytest.raises(CommandError):
        call_command("recount", "nobody")


def test_a_mismatch_says_where():
    assert Mismatch("sessionday", 1, 2).rows == 2


@pytest.mark.django_db(transaction=True)
def test_refreshes_beside_check_ins_and_merges_lose_nothing(transactional_db, own_ngo):
    """Eight at once mark, merge and undo, and look at the figures; what is kept is what the evidence gives."""
    refs = [f"P{number}" for number in range(24)]
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(ref) for ref in refs], sessions=[session(f"S{number}", project="P") for number in range(4)],
        slots=[slot(f"S{number}", 1, datetime.date(2019, 1 + number, 6)) for number in range(4)],
    ))  # fmt: skip
    actor = User.objects.create(username="t")

    def mark(number):
        for half_day in Slot.objects.select_related("session").order_by("pk"):
            for ref in refs[number::4]:
                who = Person.objects.get(ref=ref)
                record_presences(slot=half_day, marks=[Mark(who)], actor=actor, source="trainer")

    def merge(number):
        one, other = Person.objects.filter(ref__in=refs[2 * number : 2 * number + 2]).order_by("pk")
        for _time in range(4):
            undo_merge(batch=merge_people(kept=one, absorbed=other, actor=actor), reason="Two", actor=actor)
            for row in (one, other):
                row.refresh_from_db()
        merge_people(kept=one, absorbed=other, actor=actor)

    def look(_number):
        for _time in range(12):
            count_tenant(YEAR, "sex")

    def work(task):
        act, number = task
        try:
            connection.set_tenant(own_ngo)
            act(number)
        finally:
            connection.close()

    tasks = [(mark, n) for n in range(4)] + [(merge, n) for n in range(2)] + [(look, n) for n in range(2)]
    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(work, tasks))
    counted = count_tenant(YEAR, selection=Selection({"project": "P"}))["indicators"]
    assert (counted["ATT"]["value"], counted["REACH"]["value"], counted["TRAINED"]["value"]) == (4 * 22, 22, 22)
    assert verify() == []


def test_what_is_published_is_what_the_evidence_says(own_ngo, oracle_a):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE impact_sessionday SET attendances = attendances + 3 WHERE opening")
        cursor.execute("UPDATE impact_periodtally SET trained = 7 WHERE span = 'year'")
    assert count_tenant(YEAR)["indicators"]["TRAINED"]["value"] == 7
    figures = publish().data["indicators"]
    assert (figures["ATT"]["value"], figures["TRAINED"]["value"]) == (8, 5)
    assert verify() == []
