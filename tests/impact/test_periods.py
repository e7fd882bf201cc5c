"""Periods and snapshots: oracle A and A', the chain, what drifts and why, the commands to the letter."""

import datetime
import uuid
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from impact.aggregates import verify
from impact.models import ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.publishing import (
    accept_period,
    find_drift,
    open_period,
    publish_period,
    remove_period,
    return_period,
    submit_period,
    verify_chain,
)
from people.erasure import erase_person
from people.models import Person
from sessions.actions import Mark, correct_presence, record_presences
from sessions.models import Evidence, HeadCount, Slot
from tests.reference import oracles
from tests.support.changes import YEAR
from tests.support.periods import merge_and_late_sheet, publish


def value(snapshot, code):
    return snapshot.data["indicators"][code]["value"]


def test_oracle_a_is_frozen(oracle_a):
    snapshot = publish()
    assert (
        oracles.restrict(snapshot.data, oracles.A_ANSWER | {"by": oracles.A_ANSWER["by"]})["indicators"]
        == (oracles.A_ANSWER["indicators"])
    )
    assert snapshot.data["by"]["region"] == oracles.A_ANSWER["by"]["region"]
    assert (snapshot.number, snapshot.data["approved_by"], snapshot.data["causes"]) == (0, "Salma", [])
    assert find_drift(snapshot).has_changed is False


def test_oracle_a_after_the_lock(oracle_a, actor):
    snapshot = publish()
    merge_and_late_sheet(actor)
    drift = find_drift(snapshot)
    live = {line.code: line.live for line in drift.lines}
    assert value(snapshot, "TRAINED") == 5
    assert {code: live[code] for code in ("ATT", "HDP", "PH", "CMP", "TRAINED")} == {
        "ATT": 7, "HDP": 21, "PH": 72.0, "CMP": 6, "TRAINED": 5,
    }  # fmt: skip
    trained = next(line for line in drift.lines if line.code == "TRAINED")
    assert trained.moved == {"records": 0, "merges": -1, "evidence": 1}  # both, though they cancel out
    assert drift.late_rows == 2


def test_a_restatement_lists_its_causes_and_is_chained(oracle_a, actor):
    first = publish()
    merge_and_late_sheet(actor)
    second = publish(first.period)
    assert (second.label, second.previous, value(second, "ATT")) == ("R1", first.digest, 7)
    causes = {entry["indicator"]: entry for entry in second.data["causes"] if "axis" not in entry}
    assert causes["TRAINED"] == {
        "indicator": "TRAINED", "from": 5, "to": 5, "causes": {"records": 0, "merges": -1, "evidence": 1},
    }  # fmt: skip
    assert [entry for entry in second.data["causes"] if not any(entry["causes"].values())] == []
    assert value(Snapshot.objects.get(pk=first.pk), "ATT") == 8
    assert verify_chain() == (2, None)
    with pytest.raises(ValidationError):  # nothing to restate
        publish(first.period)


def test_what_a_correction_and_a_changed_session_moved(oracle_a, actor):
    snapshot = publish()
    slot, p1 = Slot.objects.get(session__ref="S2"), Person.objects.get(ref="P1")
    correct_presence(slot=slot, person=p1, minutes=0, reason="Another sheet", client_event_id=uuid.uuid4(), actor=actor)
    Slot.objects.filter(session__ref="S1", number=4).update(minutes=30)
    moved = {line.code: line.moved for line in find_drift(snapshot).lines}
    assert moved["ATT"] == {"records": 0, "merges": 0, "evidence": -1}
    assert moved["H_DEL"] == {"records": -3.0, "merges": 0, "evidence": 0}


def opened():
    return open_period(start=YEAR.start, end=YEAR.end)


STEPS = {
    "remove": (lambda period: remove_period(period=period), ("open",)),
    "submit": (lambda period: submit_period(period=period, by="x"), ("open", "published")),
    "return": (lambda period: return_period(period=period, note="x"), ("submitted", "accepted")),
    "accept": (lambda period: accept_period(period=period, by="x"), ("submitted",)),
    "publish": (lambda period: publish_period(period=period, by="x"), ("accepted",)),
}
REFUSED = [
    (step, state)
    for step, (_act, taken) in STEPS.items()
    for state in ("open", "submitted", "accepted", "published")
    if state not in taken
]


@pytest.mark.parametrize(("step", "state"), REFUSED, ids=lambda text: text)
def test_a_step_that_does_not_follow_is_refused(own_ngo, step, state):
    period = opened()
    ReportingPeriod.objects.update(state=state)  # as somebody else left it meanwhile
    before = list(ReportingPeriod.objects.values())
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        STEPS[step][0](period)
    assert refusal.value.messages == [f"This period is now “{state.capitalize()}”. Go back and look again."]
    assert (list(ReportingPeriod.objects.values()), Snapshot.objects.count()) == (before, 0)


@pytest.mark.parametrize(("end", "is_over"), [(-1, True), (0, False), (1, False)], ids=["yesterday", "today", "later"])
def test_a_period_is_submitted_from_the_day_after_its_end_on(own_ngo, end, is_over):
    today = timezone.localdate()
    period = open_period(start=today - datetime.timedelta(days=9), end=today + datetime.timedelta(days=end))
    if is_over:
        submit_period(period=period, by="x")
    else:
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            submit_period(period=period, by="x")
        assert refusal.value.messages == ["The period is not over yet. Submit it from the day after its end on."]
    assert ReportingPeriod.objects.get().state == ("submitted" if is_over else "open")


def test_one_period_of_the_same_days_and_none_that_ends_before_it_begins(own_ngo):
    day = datetime.date(2019, 5, 6)
    assert [open_period(start=day, end=day).pk for _again in range(2)] == [ReportingPeriod.objects.get().pk] * 2
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        open_period(start=day, end=day - datetime.timedelta(days=1))
    assert refusal.value.message_dict == {"end": ["The period ends before it begins. Write a later day."]}


def test_each_step_keeps_who_took_it_and_when(oracle_a):
    period, seen = opened(), []

    def step(act, **given):
        act(period=period, **given)
        kept = ReportingPeriod.objects.get()
        seen.append((kept.state, kept.submitted_by, kept.accepted_by, kept.note, bool(kept.accepted_mark)))
        moments = (kept.submitted_at, kept.accepted_at)
        return [at is not None and abs((timezone.now() - at).total_seconds()) < 60 for at in moments]

    assert step(submit_period, by="Salma") == [True, False]
    assert step(return_period, note="Look at S2") == [True, False]
    assert step(submit_period, by="Karim") == [True, False]
    assert step(accept_period, by="The network") == [True, True]
    assert step(return_period, note="Look again") == [True, True]
    assert step(submit_period, by="Karim") == [True, True]
    assert step(accept_period, by="The network") == [True, True]
    assert step(publish_period, by="Nadia") == [True, True]
    assert seen == [
        ("submitted", "Salma", "", "", False), ("open", "Salma", "", "Look at S2", False),
        ("submitted", "Karim", "", "", False), ("accepted", "Karim", "The network", "", True),
        ("open", "Karim", "The network", "Look again", True), ("submitted", "Karim", "The network", "", True),
        ("accepted", "Karim", "The network", "", True),
        ("published", "Karim", "The network", "", True),
    ]  # fmt: skip
    assert Snapshot.objects.get().data["approved_by"] == "Nadia"


def test_figures_that_moved_since_they_were_accepted_go_back_to_the_network(oracle_a, actor):
    period = opened()
    submit_period(period=period, by="x")
    accept_period(period=period, by="y")
    merge_and_late_sheet(actor)
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        publish_period(period=period, by="x")
    assert refusal.value.message == (
        "The figures have moved since the network accepted them. The period is submitted again: the network looks "
        "once more."
    )
    assert (ReportingPeriod.objects.get().state, Snapshot.objects.count()) == ("submitted", 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE impact_sessionday SET delivered = delivered + 60",
        "UPDATE impact_sessionday SET half_days = half_days + 1",
        "UPDATE impact_sessionday SET day = day - 3000",
    ],
    ids=["hours", "half-days", "days"],
)
def test_what_is_published_is_what_the_evidence_says(oracle_a, statement):
    """Kept tables that say otherwise, whatever the reason, are made anew before anything is frozen."""
    right = publish().data["indicators"]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    snapshot = publish(open_period(start=YEAR.start, end=datetime.date(2020, 1, 31)))
    assert (snapshot.data["indicators"], verify()) == (right, [])


def test_the_last_rows_and_those_without_a_name_stand_in_a_snapshot(oracle_a):
    erase_person(person=Person.objects.get(ref="P1"))
    data = publish().data
    assert (data["anonymised"], data["members"], data["scope"]) == (1, [], "tenant:own_ngo")
    assert data["newest_evidence"] == {
        "evidence": Evidence.objects.latest("pk").pk, "headcount": HeadCount.objects.latest("pk").pk,
    }  # fmt: skip


def test_the_network_publishes_nothing_that_no_ngo_has(hub, own_ngo, oracle_a):
    with hub:
        period = opened()
        ReportingPeriod.objects.update(state="accepted")
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            publish_period(period=period, by="x")
        assert refusal.value.messages == [
            "No partner NGO has published these dates yet. Accept their period first; they publish it."
        ]
        assert (ReportingPeriod.objects.get().state, Snapshot.objects.count()) == ("accepted", 0)


@pytest.mark.parametrize(
    ("first", "last", "late"),
    [("2019-01-01", "2019-12-31", 1), ("2018-01-01", "2018-12-31", 0), ("2020-01-01", "2020-12-31", 0)],
    ids=["its days", "before", "after"],
)
def test_late_rows_are_those_of_its_days_recorded_since(oracle_a, actor, first, last, late):
    period = open_period(start=datetime.date.fromisoformat(first), end=datetime.date.fromisoformat(last))
    snapshot = publish(period)
    assert find_drift(snapshot).late_rows == 0
    slot, who = Slot.objects.get(session__ref="S2"), Person.objects.get(ref="P4")
    record_presences(slot=slot, marks=[Mark(who)], source="paper", actor=actor)
    assert find_drift(snapshot).late_rows == late


def test_snapshots_are_never_changed(oracle_a):
    snapshot = publish()
    for act in (snapshot.save, snapshot.delete):
        with pytest.raises(TypeError):
            act()


TAMPERINGS = {
    "a figure": 'UPDATE impact_snapshot SET content = replace(content, \'"ATT":{"additive":true,"value":8}\', '
    '\'"ATT":{"additive":true,"value":9}\') WHERE number = 0',
    "a space": "UPDATE impact_snapshot SET content = content || ' ' WHERE number = 0",
    "its digest": "UPDATE impact_snapshot SET digest = repeat('0', 64) WHERE number = 0",
    "its time": "UPDATE impact_snapshot SET taken_at = timestamptz '2020-01-01 00:00+00' WHERE number = 1",
    "its number": "UPDATE impact_snapshot SET number = 7 WHERE number = 1",
    "its period": 'UPDATE impact_reportingperiod SET "end" = "end" + 1',
    "the first is gone": "DELETE FROM impact_snapshot WHERE number = 0",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS)
def test_whoever_changes_a_byte_is_found_out(oracle_a, actor, statement):
    publish()
    merge_and_late_sheet(actor)
    publish(ReportingPeriod.objects.get())
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 1
    _count, broken = verify_chain()
    assert broken is not None
    with pytest.raises(SystemExit) as exit_:
        call_command("verify_snapshots", "own_ngo", stdout=StringIO(), stderr=StringIO())
    assert exit_.value.code == 1


def test_a_content_hashed_anew_breaks_the_next_link(oracle_a, actor):
    first = publish()
    merge_and_late_sheet(actor)
    publish(first.period)
    data = first.data
    data["indicators"]["ATT"]["value"] = 9
    content = canonical_json(data)
    Snapshot.objects.filter(pk=first.pk).update(content=content, digest=chained_digest(content, ""))
    _count, broken = verify_chain()
    assert broken is not None
    assert broken.snapshot.number == 1


def test_the_commands(oracle_a, other_ngo):
    out = StringIO()
    span = ("--from", "2019-01-01", "--to", "2019-12-31")
    call_command("publish_period", "own_ngo", *span, stdout=out)
    with pytest.raises(CommandError):
        call_command("publish_period", "nobody", *span)
    call_command("verify_snapshots", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[1:] == ["hub: 0 snapshots, all sound", "other_ngo: 0 snapshots, all sound",
                         "own_ngo: 1 snapshots, all sound"]  # fmt: skip
