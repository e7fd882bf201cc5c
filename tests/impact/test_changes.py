"""What happens after the records were written, in the figures: merges, voided rows, shortened half-days, trainers."""

import datetime
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from impact.counting import Period, count_tenant
from people.models import Person
from sessions.actions import Mark, record_presences
from sessions.models import Evidence, HeadCount, Slot, TestScore, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles, strategies
from tests.reference.recount import PERSON_AXES, recount
from tests.reference.rows import attendance, person, result, session, slot, workbook
from tests.support.changes import YEAR, merge, resolve_merges, run_by, void
from tests.support.random_histories import random_histories, undone

DAY = datetime.date(2019, 5, 6)


def figures(**codes: str) -> dict[str, Any]:
    """The values of 2019, all of them `value` but for those named with their key."""
    counted = count_tenant(YEAR)["indicators"]
    keys = dict.fromkeys(("S_HELD", "ATT", "HDP", "PH", "CMP", "REACH", "TRAINED"), "value") | codes
    return {code: counted[code][key] for code, key in keys.items()}


def test_oracle_a_after_the_lock(own_ngo) -> None:
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    merge("P7", "P2")
    late = Person.objects.get(ref="P4")
    for half_day in Slot.objects.filter(session__ref="S1", number__in=(1, 2)):
        record_presences(
            slot=half_day, marks=[Mark(late)], source="paper", actor=User.objects.create(username=uuid.uuid4())
        )
    _rows, (check,) = oracles.oracle_a_after_the_lock()
    counted = count_tenant(YEAR)
    assert oracles.restrict(counted, check.expected) == check.expected
    assert figures() == {"S_HELD": 2, "ATT": 7, "HDP": 21, "PH": 72.0, "CMP": 6, "REACH": 5, "TRAINED": 5}


@pytest.fixture
def two_days(own_ngo) -> None:
    """P1 and P2 at both half-days (180 minutes) of S1 and at the one of S2, which is contributed."""
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P1", category="police"), person("P2", category="police")],
        sessions=[session("S1"), session("S2", role="contributed", audience="mixed")],
        slots=[slot("S1", 1, DAY), slot("S1", 2, DAY, "afternoon"), slot("S2", 1, DAY + datetime.timedelta(days=30))],
        attendance=[
            attendance(*place, ref) for place in (("S1", 1), ("S1", 2), ("S2", 1)) for ref in ("P1", "P2")
        ],
        tests=[result(ref, who, kind, 10 if kind == "pre" else 20, 20)
               for ref, who in (("S1", "P1"), ("S1", "P2")) for kind in ("pre", "post")],
    ))  # fmt: skip


def test_contributed_sessions_enter_every_indicator_and_are_told_apart(two_days) -> None:
    assert figures() == {"S_HELD": 2, "ATT": 4, "HDP": 6, "PH": 18.0, "CMP": 4, "REACH": 2, "TRAINED": 2}
    assert figures(S_HELD="organised")["S_HELD"] == 1
    assert count_tenant(YEAR)["indicators"]["PRO_S"] == {"n": 1, "N": 2, "percent": 50, "additive": False}


def test_merged_people_are_one_and_their_overlapping_presences_collapse(two_days) -> None:
    merge("P2", "P1")
    assert figures() == {"S_HELD": 2, "ATT": 2, "HDP": 3, "PH": 9.0, "CMP": 2, "REACH": 1, "TRAINED": 1}
    assert count_tenant(YEAR)["indicators"]["GAIN"]["of"] == 1


def test_of_two_merged_post_tests_the_one_of_the_record_that_stays_decides(own_ngo, two_days) -> None:
    TrainingSession.objects.filter(ref="S1").update(pass_mark=60)
    TestScore.objects.filter(person__ref="P1", kind="post").update(score=5)
    assert figures()["CMP"] == 3  # P2 alone in S1, both in S2
    merge("P2", "P1")
    assert figures()["CMP"] == 1
    Person.objects.update(merged_into=None)
    merge("P1", "P2")
    assert figures()["CMP"] == 2


def test_a_merge_is_undone(two_days) -> None:
    before = count_tenant(YEAR, "category")
    merge("P2", "P1")
    Person.objects.update(merged_into=None)
    assert count_tenant(YEAR, "category") == before


def test_who_runs_a_session_is_not_counted_in_it_and_is_in_another(two_days) -> None:
    run_by("S1", "P2")
    assert figures() == {"S_HELD": 2, "ATT": 3, "HDP": 4, "PH": 12.0, "CMP": 3, "REACH": 2, "TRAINED": 2}
    assert count_tenant(YEAR)["indicators"]["GAIN"]["of"] == 1


@pytest.mark.parametrize(("account_of", "evidence_of"), [("P2", "P1"), ("P1", "P2")], ids=["absorbed", "canonical"])
def test_who_runs_a_session_is_not_counted_in_it_by_any_merged_record(two_days, account_of, evidence_of) -> None:
    for row in Evidence.objects.exclude(person__ref=evidence_of):
        void(row)
    run_by("S1", account_of)
    assert figures()["ATT"] == 2  # two records so far
    merge("P2", "P1")
    assert figures() == {"S_HELD": 1, "ATT": 1, "HDP": 1, "PH": 3.0, "CMP": 1, "REACH": 1, "TRAINED": 1}
    assert count_tenant(YEAR)["indicators"]["GAIN"]["of"] == 0


def test_a_voided_presence_is_gone_and_a_voided_count_too(two_days) -> None:
    half_day = Slot.objects.get(session__ref="S1", number=2)
    for number in (7, 3):
        HeadCount.objects.create(slot=half_day, count=number)
    void(HeadCount.objects.get(count=7))
    void(Evidence.objects.get(slot=half_day, person__ref="P2"))
    assert figures(HC="value") == {
        "S_HELD": 2, "ATT": 4, "HDP": 5, "PH": 15.0, "CMP": 3, "REACH": 2, "TRAINED": 2, "HC": 3,
    }  # fmt: skip


@pytest.mark.parametrize("counted", [0, 7], ids=["nobody", "a head-count alone"])
def test_tests_of_a_session_count_where_somebody_came(two_days, counted: int) -> None:
    """Scores of a session marked as held to which nobody came are no gain of anybody's."""
    for row in Evidence.objects.filter(slot__session__ref="S1"):
        void(row)
    if counted:
        HeadCount.objects.create(slot=Slot.objects.get(session__ref="S1", number=1), count=counted)
    assert figures(S_HELD="organised", H_DEL="value", HC="value") == {
        "S_HELD": int(counted > 0), "ATT": 2, "HDP": 2, "PH": 6.0, "CMP": 2, "REACH": 2, "TRAINED": 2,
        "H_DEL": 9.0 if counted else 3.0, "HC": counted,
    }  # fmt: skip
    gain = count_tenant(YEAR)["indicators"]["GAIN"]
    assert (gain["pairs"], gain["of"]) == ((2, 2) if counted else (0, 0))


def test_presence_is_cut_to_a_half_day_that_was_shortened(two_days) -> None:
    Slot.objects.filter(session__ref="S1", number=1).update(minutes=60)
    assert figures(H_DEL="value") == {
        "S_HELD": 2, "ATT": 4, "HDP": 6, "PH": 14.0, "CMP": 4, "REACH": 2, "TRAINED": 2, "H_DEL": 7.0,
    }  # fmt: skip


def test_who_changed_category_counts_under_the_one_at_the_latest_attendance(own_ngo, two_days) -> None:
    later = workbook(
        people=[person("P1", category="judge")], sessions=[session("S3")],
        slots=[slot("S3", 1, datetime.date(2019, 9, 2))], attendance=[attendance("S3", 1, "P1")],
    )  # fmt: skip
    import_rows(tenant=own_ngo, rows=later)
    nothing = {"ATT": 0, "REACH": 0, "TRAINED": 0}
    whole = count_tenant(YEAR, "category")["by"]["category"]
    assert whole == {
        "judge": {"ATT": 3, "REACH": 1, "TRAINED": 1},
        "police": {"ATT": 2, "REACH": 1, "TRAINED": 1},
        "unknown": nothing,
    }
    spring = Period(datetime.date(2019, 1, 1), datetime.date(2019, 6, 30))
    assert count_tenant(spring, "category")["by"]["category"] == {
        "police": {"ATT": 4, "REACH": 2, "TRAINED": 2},
        "unknown": nothing,
    }


@pytest.mark.parametrize("part", ["afternoon", "evening"])
def test_the_latest_of_a_day_is_by_its_last_half_day(own_ngo, part: str) -> None:
    """A morning and an evening under one profession, an afternoon or evening elsewhere under another."""
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P1", category="police")], sessions=[session("S1")],
        slots=[slot("S1", 1, DAY), slot("S1", 2, DAY, "evening")],
        attendance=[attendance("S1", number, "P1") for number in (1, 2)],
    ))  # fmt: skip
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P1", category="judge")], sessions=[session("S2")], slots=[slot("S2", 1, DAY, part)],
        attendance=[attendance("S2", 1, "P1")],
    ))  # fmt: skip
    found = {code: cell for code, cell in count_tenant(YEAR, "category")["by"]["category"].items() if cell["ATT"]}
    assert found == {"police" if part == "afternoon" else "judge": {"ATT": 2, "REACH": 1, "TRAINED": 1}}


@random_histories
@given(
    rows=strategies.histories(), period=strategies.periods(), axis=st.none() | strategies.axes(),
    choices=st.randoms(use_true_random=False),
)  # fmt: skip
def test_random_changes_give_the_same_json_as_the_slow_recount_of_the_changed_rows(
    own_ngo, rows, period, axis, choices
) -> None:
    merges = choose_merges(rows, choices)
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        shorten_half_days(rows, choices)
        void_rows(rows, choices)
        apply_merges(rows, merges)
        name_trainers(rows, merges, choices)
        assert count_tenant(Period(*period), axis) == recount(rows, *period, by=axis, scope="tenant:own_ngo")


def choose_merges(rows, choices) -> dict[str, str]:
    """Absorbed ref -> ref that stays; alike in their axes, for the recount knows one set of them per person."""
    refs = [line["ref"] for line in rows["people"]]
    stay, rest = refs[:2], refs[2:]
    merges = {ref: choices.choice(stay) for ref in rest if choices.random() < 0.4}
    by_ref = {line["ref"]: line for line in rows["people"]}
    for absorbed, into in merges.items():
        by_ref[absorbed] |= {axis: by_ref[into][axis] for axis in PERSON_AXES.values()}
    return merges


def apply_merges(rows, merges) -> None:
    """Of two tests of one kind in one session, that of the record that stays counts, else the older."""
    for absorbed, into in merges.items():
        merge(absorbed, into)
    resolve_merges(rows, merges)


def shorten_half_days(rows, choices) -> None:
    for line in rows["slots"]:
        if choices.random() < 0.3:
            line["minutes"] = choices.randint(1, line["minutes"])
            Slot.objects.filter(session__ref=line["session"], number=line["slot"]).update(minutes=line["minutes"])


def void_rows(rows, choices) -> None:
    for sheet, model, columns in (
        ("attendance", Evidence, {"person": "person__ref", "minutes": "minutes", "source": "source"}),
        ("headcounts", HeadCount, {"count": "count"}),
    ):
        for line in [line for line in rows[sheet] if choices.random() < 0.2]:
            about = {column: line[name] for name, column in columns.items()}
            if about.get("minutes", 0) is None:
                about |= {"minutes__isnull": True}
                del about["minutes"]
            found = model.objects.valid().filter(slot__session__ref=line["session"], slot__number=line["slot"], **about)
            void(found.order_by("pk").first())
            rows[sheet].remove(line)


def name_trainers(rows, merges, choices) -> None:
    """Some run a session, by the account of one of their records: nothing of theirs counts in it."""
    records = {line["ref"]: [line["ref"]] for line in rows["people"]}
    for absorbed, into in merges.items():
        records[into].append(absorbed)
    for line in rows["sessions"]:
        if records and choices.random() < 0.3:
            who = choices.choice(sorted(records))
            run_by(line["ref"], choices.choice(records[who]))
            for sheet in ("attendance", "tests"):
                rows[sheet] = [one for one in rows[sheet] if (one["session"], one["person"]) != (line["ref"], who)]
