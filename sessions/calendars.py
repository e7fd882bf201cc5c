"""Half-days as calendar entries (RFC 5545), saying nothing to somebody who looks at the phone: neither title nor place.

Times are in UTC, since Morocco changes its clock for Ramadan; a half-day without an hour takes the whole day. Files and
feeds keep to RFC 5546, section 3.2: an organizer in both, who is nobody's address; the file of one cancelled session is
a CANCEL, which takes the entry away where it was put; a feed is a PUBLISH in which each entry says its own status.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Slot, TrainingSession

if TYPE_CHECKING:
    from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = datetime.timedelta(hours=6)
ORGANIZER = "mailto:calendar@wasl.invalid"  # a domain that never is (RFC 2606): no calendar answers it


def calendar_of(slots: Iterable[tuple[Slot, str]]) -> bytes:
    """The file of one session's half-days, each with the address that says more; hours by the active time zone."""
    entries = list(slots)
    is_cancelled = any(slot.session.state == TrainingSession.State.CANCELLED for slot, _url in entries)
    return _calendar("CANCEL" if is_cancelled else "PUBLISH", entries).to_ical()


def feed_of(slots: Iterable[tuple[Slot, str]]) -> bytes:
    """The same of many sessions, read again and again: how often is said in both ways that programs know."""
    from icalendar import vDuration  # here: the web server need not hold it for a page that is rare

    calendar = _calendar("PUBLISH", slots)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return calendar.to_ical()


def _calendar(method: str, slots: Iterable[tuple[Slot, str]]) -> "Calendar":
    from icalendar import Calendar  # as above

    zone, calendar = timezone.get_current_timezone(), Calendar()
    calendar.add("prodid", "-//Wasl//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", "Wasl")
    for slot, url in slots:
        calendar.add_component(_entry(slot, url, zone))
    return calendar


def _entry(slot: Slot, url: str, zone: datetime.tzinfo) -> "Event":
    """The UID stays whatever changes; SEQUENCE says which of two is newer."""
    from icalendar import Event, vCalAddress, vText  # as above

    session, entry = slot.session, Event()
    organizer = vCalAddress(ORGANIZER)
    organizer.params["CN"] = vText("Wasl")
    entry.add("uid", f"{session.uuid}-{slot.number}@wasl")
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("organizer", organizer)
    entry.add("summary", _("Appointment"))
    entry.add("url", url)
    entry.add("description", url)
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if session.state == TrainingSession.State.CANCELLED else "CONFIRMED")
    for name, value in zip(("dtstart", "dtend"), times(slot, zone), strict=True):
        entry.add(name, value)
    return entry


def times(slot: Slot, zone: datetime.tzinfo) -> tuple[datetime.date, datetime.date]:
    """Begin and end in UTC; days where the hour is not known, the end being the day after."""
    if slot.starts_at is None:
        return slot.date, slot.date + datetime.timedelta(days=1)
    local = datetime.datetime.combine(slot.date, slot.starts_at, tzinfo=zone)
    begins = local.astimezone(datetime.UTC)
    return begins, begins + datetime.timedelta(minutes=slot.minutes)
