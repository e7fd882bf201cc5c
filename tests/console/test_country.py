"""The country of an NGO changes its clock: what that means is said first, and stopped while figures are under way."""

import pytest
from django.db import connection

from accounts.roles import Role
from impact.aggregates.refreshing import made_with
from impact.models import ReportingPeriod
from tests.support.sessions import a_session

ADDRESS = "/fr/console/ngos/own_ngo/country/"


@pytest.fixture
def console(hub, sign_in):
    return sign_in(hub, Role.PLATFORM_ADMINISTRATOR)


@pytest.fixture
def country(own_ngo):
    """The country that is kept."""

    def read():
        own_ngo.refresh_from_db()
        return own_ngo.country

    return read


def errors(answer):
    return dict(answer.context["forms"]["country"].errors)


def test_an_ngo_without_records_moves_at_once(own_ngo, other_ngo, console, country):
    assert "understood" not in console.get("/fr/console/ngos/own_ngo/").context["forms"]["country"].fields
    before = made_with()
    assert console.post(ADDRESS, {"country": "FR"}).status_code == 302
    assert country() == "FR"
    connection.set_tenant(own_ngo)
    assert (before, made_with()) == (before, before.replace("Africa/Casablanca", "Europe/Paris"))
    other_ngo.refresh_from_db()
    assert other_ngo.country == "MA"


@pytest.mark.parametrize("on", [0, 3])
def test_half_days_to_come_are_named_and_the_change_confirmed(own_ngo, console, country, on):
    a_session(on=on)
    a_session(on=-3)
    assert list(errors(console.post(ADDRESS, {"country": "FR"}))) == ["understood"]
    assert country() == "MA"
    said = console.get("/fr/console/ngos/own_ngo/").context["forms"]["country"].fields["understood"].help_text
    assert said == (
        "1 demi-journée à venir garde son heure, à l’horloge du nouveau pays : qui en a été averti ne l’est pas à "
        "nouveau."
    )
    console.post(ADDRESS, {"country": "FR", "understood": "on"})
    assert country() == "FR"


def test_half_days_of_the_past_and_of_other_ngos_mean_what_they_meant(own_ngo, other_ngo, console, country):
    a_session(on=-3)
    with other_ngo:
        a_session(on=3)
    console.post(ADDRESS, {"country": "FR"})
    assert country() == "FR"


def test_lessons_done_about_midnight_are_spoken_of(own_ngo, enrolment, console, country):
    assert list(errors(console.post(ADDRESS, {"country": "FR"}))) == ["understood"]
    console.post(ADDRESS, {"country": "FR", "understood": "on"})
    assert country() == "FR"


def test_the_same_country_needs_no_confirmation(own_ngo, console, country):
    a_session(on=3)
    assert (console.post(ADDRESS, {"country": "MA"}).status_code, country()) == (302, "MA")


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_period_under_way_keeps_the_country(own_ngo, console, country, state):
    ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state=state)
    refused = console.post(ADDRESS, {"country": "FR"}).context["forms"]["country"].non_field_errors()
    assert (len(refused), "30 juin 2026" in refused[0], country()) == (1, True, "MA")


@pytest.mark.parametrize("wrong", ["", "XX", "fr", "US"])
def test_a_country_without_a_clock_is_refused(own_ngo, console, country, wrong):
    assert (list(errors(console.post(ADDRESS, {"country": wrong}))), country()) == (["country"], "MA")


def test_the_hub_has_a_country_too(hub, console):
    assert console.post("/fr/console/ngos/hub/country/", {"country": "MA"}).status_code == 302
    hub.refresh_from_db()
    assert hub.country == "MA"


@pytest.mark.parametrize("role", [Role.NETWORK_COORDINATOR, Role.LIBRARY_EDITOR, Role.FUNDER])
def test_nobody_else_changes_it(hub, own_ngo, country, sign_in, role):
    assert (sign_in(hub, role).post(ADDRESS, {"country": "FR"}).status_code, country()) == (403, "MA")
