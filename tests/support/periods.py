"""Periods that are published, and what makes them drift."""

from impact.publishing import accept_period, open_period, publish_period, submit_period
from people.merging import merge_people
from people.models import Person
from sessions.actions import Mark, record_presences
from sessions.models import Slot
from tests.support.changes import YEAR


def publish(period=None, by="Salma"):
    period = period or open_period(start=YEAR.start, end=YEAR.end)
    if period.state in ("open", "published"):
        submit_period(period=period, by=by)
        accept_period(period=period, by="The network")
    snapshot = publish_period(period=period, by=by)
    period.refresh_from_db()
    return snapshot


def merge_and_late_sheet(actor):
    people = {person.ref: person for person in Person.objects.all()}
    merge_people(kept=people["P2"], absorbed=people["P7"], actor=actor)
    for slot in Slot.objects.filter(session__ref="S1", number__in=(1, 2)):
        record_presences(slot=slot, marks=[Mark(people["P4"])], source="paper", actor=actor)
