"""The calendar: open sessions and meetings, what a phone and a feed are told, and those of the network."""

import datetime
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone, translation
from icalendar import Calendar

from config.wiring.schedule import copy_to_the_calendar_of_the_network
from core.dates import long_date
from network.models import OpenSession
from pages.models import (
    CalendarPage,
    HomePage,
)
from tests.support.clients import TenantClient
from tests.support.sessions import a_session
from tests.support.website import meeting, plant

ATOM = "{http://www.w3.org/2005/Atom}"
TOLD = {"fr": "Session de formation – Rabat", "ar": "دورة تكوينية – Rabat"}


@pytest.fixture
def home(own_ngo):
    return HomePage.objects.get()


@pytest.fixture
def calendar(home):
    body = [meeting("Séminaire", 3), meeting("Hier", -1)]
    return plant(home, CalendarPage, "calendrier", body_fr=body, in_network=True)


def an_open_session(**fields):
    return a_session(on=5, title="Ouverte", is_public=True, city="Rabat", **fields)


def test_the_calendar_has_open_sessions_and_meetings(client, calendar):
    an_open_session()
    a_session(on=6, title="Fermée")
    html = client.get("/fr/calendrier/").content.decode()
    assert html.index("Séminaire") < html.index("Ouverte") < html.index("Hier")
    assert "Fermée" not in html


def test_a_calendar_on_a_phone_says_the_kind_and_the_city_alone(client, calendar):
    an_open_session()
    read = Calendar.from_ical(client.get("/fr/calendrier/?ics").content)
    assert [str(event["SUMMARY"]) for event in read.walk("VEVENT")] == ["Réunion – Fès", "Session de formation – Rabat"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_feed_says_what_a_calendar_on_a_phone_does(client, calendar, language):
    an_open_session()
    response = client.get(f"/{language}/calendrier/?feed")
    feed = ElementTree.fromstring(response.content)  # noqa: S314  our own
    told = [(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}summary")) for one in feed.iter(f"{ATOM}entry")]
    with translation.override(language):
        day = long_date(timezone.localdate() + datetime.timedelta(days=5))
    assert (response["Content-Type"], told[-1]) == ("application/atom+xml; charset=utf-8", (TOLD[language], day))
    assert ("Ouverte" in response.content.decode(), response.cookies.output()) == (False, "")


def test_the_network_shows_open_sessions_of_ngos_that_agree_alone(client, calendar, own_ngo, other_ngo, hub):
    an_open_session()
    copy_to_the_calendar_of_the_network(tenant=own_ngo)
    with other_ngo:
        an_open_session()
        copy_to_the_calendar_of_the_network(tenant=other_ngo)  # which has no such page
    with hub:
        plant(HomePage.objects.get(), CalendarPage, "calendrier")
    html = TenantClient(hub).get("/fr/calendrier/").content.decode()
    assert html.count("Ouverte</bdi></h2>") == 1
    assert "Association de l’Amandier" in html
    assert "Grenadier" not in html
    assert TenantClient(hub).get("/fr/calendrier/?ics").content.count(b"BEGIN:VEVENT") == 1


def test_a_space_restored_under_another_name_has_sessions_of_the_same_ids(calendar, own_ngo, other_ngo):
    session = an_open_session()
    copy_to_the_calendar_of_the_network(tenant=own_ngo)
    with other_ngo:
        copy = an_open_session()
        type(copy).objects.filter(pk=copy.pk).update(uuid=session.uuid)
        plant(HomePage.objects.get(), CalendarPage, "calendrier", in_network=True)
        copy_to_the_calendar_of_the_network(tenant=other_ngo)
    sources = OpenSession.objects.filter(session=session.uuid).order_by("source").values_list("source", flat=True)
    assert list(sources) == ["other_ngo", "own_ngo"]


def test_who_agrees_no_more_is_shown_no_more(calendar, own_ngo):
    an_open_session()
    for agrees in (True, False):
        calendar.in_network = agrees
        calendar.save_revision().publish()
        cache.clear()
        copy_to_the_calendar_of_the_network(tenant=own_ngo)
        assert OpenSession.objects.count() == agrees
