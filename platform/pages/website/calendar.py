"""What stands in a public calendar: sessions open to whoever asks and meetings of our own; the city alone.

The hub shows the sessions of the NGOs that agree: the worker copies what their own public lists say (`OpenSession`).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tenants.utils import get_public_schema_name, schema_context

from accounts.invitations import base_url
from core.languages import active, direction, shown
from network.models import OpenSession
from sessions.calendars import CONTENT_TYPE, ORGANIZER
from sessions.querysets import public_sessions
from tenants.models import Tenant

if TYPE_CHECKING:
    from icalendar import Event

PAST = 20  # meetings shown of those that are over


@dataclass(frozen=True)
class Entry:
    """A session or a meeting: `url` says more, `organiser` is empty where it is our own."""

    key: str
    title: str
    language: str
    starts_on: datetime.date
    ends_on: datetime.date
    city: str
    kind: str
    text: str = ""
    url: str = ""
    organiser: str = ""

    @property
    def named(self) -> str:
        """What kind of meeting and the city: all that a phone says over a shoulder."""
        return f"{self.kind} – {self.city}" if self.city else self.kind

    @property
    def direction(self) -> str:
        return direction(self.language or active())


def coming(page: Any, request: HttpRequest) -> list[Entry]:
    """Everything from today on, the first first."""
    today = timezone.localdate()
    tenant: Any = request.tenant  # type: ignore[attr-defined]
    found = _of_network(today) if tenant.is_hub else _own_sessions(today)
    found += [entry for entry in _meetings(page) if entry.ends_on >= today]
    return sorted(found, key=lambda entry: (entry.starts_on, entry.ends_on, entry.key))


def past(page: Any) -> list[Entry]:
    """The meetings of our own that are over, the last first."""
    today = timezone.localdate()
    over = [entry for entry in _meetings(page) if entry.ends_on < today]
    return sorted(over, key=lambda entry: entry.starts_on, reverse=True)[:PAST]


def _own_sessions(today: datetime.date) -> list[Entry]:
    url = reverse("sessions:coming")
    sessions: Any = public_sessions(today)  # with its first and last day
    return [
        Entry(
            str(one.uuid), one.title, one.language, one.first_day, one.last_day, one.city, _("Training session"),
            url=url,
        )
        for one in sessions
    ]  # fmt: skip


def _of_network(today: datetime.date) -> list[Entry]:
    with schema_context(get_public_schema_name()):
        names = {one.schema_name: one.name for one in Tenant.objects.filter(state=Tenant.State.ACTIVE)}
        rows = list(OpenSession.objects.filter(ends_on__gte=today, source__in=names))
    path = f"/{active()}/sessions/coming/"
    return [
        Entry(
            str(row.session), row.title, row.language, row.starts_on, row.ends_on, row.city, _("Training session"),
            url=row.base_url + path, organiser=names[row.source],
        )
        for row in rows
    ]  # fmt: skip


def _meetings(page: Any) -> list[Entry]:
    body = shown(page, "body")
    values = [(block.id, block.value) for block in body.value or () if block.block_type == "meeting"]
    return [
        Entry(
            key, value["title"], body.language, value["starts_on"], value["ends_on"] or value["starts_on"],
            value["city"], _("Meeting"), text=value["text"],
        )
        for key, value in values
    ]  # fmt: skip


def as_ics(entries: Iterable[Entry], request: HttpRequest) -> HttpResponse:
    """The same for calendars; on a phone it says what kind of meeting and the city, never the subject."""
    from icalendar import Calendar  # here: the web server need not hold it for a page that is rare

    calendar = Calendar()
    for name, value in (("prodid", "-//Wasl//FR"), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", "Wasl")):
        calendar.add(name, value)
    for entry in entries:
        calendar.add_component(_event(entry, request))
    return HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)


def _event(entry: Entry, request: HttpRequest) -> "Event":
    from icalendar import Event, vCalAddress  # as above

    event, address = Event(), request.build_absolute_uri(entry.url or request.path)
    event.add("uid", f"{entry.key}@wasl")
    event.add("dtstamp", timezone.now())
    event.add("organizer", vCalAddress(ORGANIZER))
    event.add("summary", entry.named)
    if entry.city:
        event.add("location", entry.city)
    event.add("url", address)
    event.add("description", address)
    event.add("dtstart", entry.starts_on)
    event.add("dtend", entry.ends_on + datetime.timedelta(days=1))
    return event


@transaction.atomic
def copy_open_sessions(tenant: Tenant, *, agrees: bool) -> None:
    """What the active NGO's public list says, for the hub's calendar; nothing where it does not agree."""
    found: list[Any] = list(public_sessions(timezone.localdate())) if agrees else []
    rows = [
        OpenSession(
            source=tenant.schema_name, session=one.uuid, title=one.title, language=one.language, city=one.city,
            starts_on=one.first_day, ends_on=one.last_day, base_url=base_url(tenant),
        )
        for one in found
    ]  # fmt: skip
    with schema_context(get_public_schema_name()):
        OpenSession.objects.filter(source=tenant.schema_name).delete()
        OpenSession.objects.bulk_create(rows)
