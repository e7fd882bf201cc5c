"""Further hosts of a tenant lead to its first one; what is filled in, asked by machines or signed in there stays."""

import pytest
from django.conf import settings

from accounts.invitations import base_url
from accounts.roles import Role
from tenants.hosts import set_host
from tests.support.clients import TenantClient

FIRST, FORMER = "argane.example.org", "own-ngo.localhost"


@pytest.fixture
def moved(own_ngo, django_capture_on_commit_callbacks):
    """Our NGO at a new address; the former host leads on."""
    with django_capture_on_commit_callbacks(execute=True):
        set_host(tenant=own_ngo, host=FIRST)
    return own_ngo


@pytest.fixture
def reader(moved):
    return TenantClient(moved)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/", FORMER), ("/fr/", FORMER), ("/ar/join/?next=%2Ffr%2F&x=%D8%A7", FORMER), ("/admin/", FORMER),
        ("/fr/nowhere/", FORMER), ("/media/a.png", FORMER), ("/fr/", f"www.{FORMER}"), ("/fr/", FORMER.upper()),
    ],
)  # fmt: skip
def test_readers_are_led_on_with_path_and_question(reader, method, path, host):
    answer = getattr(reader, method)(path, headers={"host": host})
    assert (answer.status_code, answer["Location"]) == (301, f"http://{FIRST}{path}")
    assert answer["Cache-Control"] == "no-cache"


def test_the_port_and_the_scheme_stay(reader):
    answer = reader.get("/fr/", headers={"host": f"{FORMER}:8000"}, secure=True)
    assert answer["Location"] == f"https://{FIRST}:8000/fr/"


@pytest.mark.parametrize("host", [FIRST, f"{FIRST}:8000", f"www.{FIRST}", FIRST.upper()])
def test_the_first_host_answers_itself(reader, host):
    assert reader.get("/fr/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/tls-ask?domain=x", "/.well-known/x", "/api/v1/docs"]
)
def test_machines_are_answered_where_they_ask(reader, path):
    assert reader.get(path, headers={"host": FORMER}).status_code != 301


def test_what_was_filled_in_there_is_taken(reader, make_user, moved):
    user = make_user(moved, Role.COORDINATOR)
    answer = reader.post("/fr/sign-in/", {"login": user.username, "password": "x"}, headers={"host": FORMER})
    assert answer.status_code != 301


def test_whoever_is_signed_in_there_goes_on_and_hands_on_the_first_address(moved, sign_in):
    coordinator = sign_in(moved, Role.COORDINATOR)
    assert coordinator.get("/fr/sessions/", headers={"host": FORMER}).status_code == 200
    shown = coordinator.get("/fr/sessions/my-calendar/", headers={"host": f"{FORMER}:8000"})
    assert shown.context["address"].partition("/fr/")[0] == f"http://{FIRST}:8000"
    coordinator.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert coordinator.get("/fr/sessions/", headers={"host": FORMER}).status_code == 301


def test_links_in_mails_begin_with_the_first_host(moved):
    assert base_url(moved).partition("://")[2].partition(":")[0] == FIRST


def test_the_stranger_stays_where_it_is(moved, other_ngo):
    assert TenantClient(other_ngo).get("/fr/").status_code == 200
