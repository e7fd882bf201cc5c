"""Oracle H of definitions.md: a late upload from a device whose clock is wrong, repeats, two devices."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from impact.counting import Period, count_tenant
from people.models import Person
from sessions.actions import record_presences
from sessions.actions.attendance import Mark
from sessions.checkin.clocks import correct_time
from sessions.models import Evidence, Slot, TrainingSession

DAY = datetime.date(2019, 5, 6)


def at(hour, minute=0):
    return datetime.datetime(2019, 5, 6, hour, minute, tzinfo=datetime.UTC)


@pytest.fixture
def slot(own_ngo):
    session = TrainingSession.objects.create(title="Une session", audience="professional", state="held")
    return Slot.objects.create(session=session, number=1, date=DAY, part="morning", minutes=210)


@pytest.fixture
def record(own_ngo, slot, make_user):
    """Upload marks of one person, as a device does."""
    actor = make_user(own_ngo, Role.TRAINER)
    person = Person.objects.create(full_name="Salma Exemple")

    def upload(*marks):
        return record_presences(
            slot=slot, marks=[Mark(person, **mark) for mark in marks], actor=actor, source=Evidence.Source.QR
        )

    return upload


def test_the_clock_is_corrected_by_its_error_at_upload():
    assert correct_time(scanned=at(12, 5), uploaded=at(18), received=at(15)) == at(9, 5)


def test_the_evidence_keeps_both_times(record):
    uploaded = at(18)
    record({"scanned": at(12, 5), "uploaded": uploaded})
    row = Evidence.objects.get()
    assert row.device_time == at(12, 5)
    assert abs(row.server_time - row.corrected_time - (uploaded - at(12, 5))) < datetime.timedelta(seconds=5)


def test_the_same_event_three_times_is_one_row(record):
    event = {"client_event_id": uuid.uuid4()}
    assert [record(event), record(event), record(event, event)] == [1, 0, 0]
    assert Evidence.objects.count() == 1


def test_two_devices_are_two_rows_and_one_presence(record):
    record({"minutes": 180})
    record({"minutes": 200})
    assert Evidence.objects.count() == 2
    counted = count_tenant(Period.year(2019))["indicators"]
    assert (counted["HDP"]["value"], counted["PH"]["value"]) == (1, 3.33)
