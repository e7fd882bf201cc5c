"""Periods and snapshots: oracle A and A', the chain, what drifts and why, the commands to the letter."""

import uuid
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from impact.models import ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.publishing import find_drift, open_period, publish_period, verify_chain
from people.models import Person
from sessions.actions import correct_presence
from sessions.models import Slot
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


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_only_an_accepted_period_is_published(oracle_a, state):
    period = open_period(start=YEAR.start, end=YEAR.end)
    ReportingPeriod.objects.update(state=state)
    with pytest.raises(ValidationError):
        publish_period(period=period, by="x")
    assert Snapshot.objects.count() == 0


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
    "its time": "UPDATE impact_snapshot SET taken_at = taken_at + interval '1 second' WHERE number = 1",
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
