"""What a suspended and an archived NGO let through, tried on every address there is."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import Resolver404, resolve

from accounts.models import User
from accounts.roles import Role
from config.closing import ERASING, LEAVING, OPEN, OWN_DATA, OWN_DATA_WRITTEN
from people.consent import give_consent
from people.models import Person
from tenants.archive.tables import tables_of
from tenants.models import Tenant
from tests.support.addresses import fill
from tests.support.certificates import a_certificate
from tests.support.clients import TenantClient
from tools.routes import routes

SUSPENDED, ARCHIVED = Tenant.State.SUSPENDED, Tenant.State.ARCHIVED
STATES = [SUSPENDED, ARCHIVED]
PROGRAM = {"accept": "application/json"}  # told in a line, which is quicker than a page
UNKEPT = {"django_session", "django_migrations"}  # who is signed in


def close(tenant, state):
    Tenant.objects.filter(pk=tenant.pk).update(state=state)


def everything(tenant):
    """A digest of all rows that are kept."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in tables_of(tenant.schema_name):
            if table not in UNKEPT:
                cursor.execute(f'SELECT t::text FROM "{tenant.schema_name}"."{table}" t ORDER BY 1')  # noqa: S608
                digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()


def closed_routes(others=frozenset()):
    """The addresses that are not open in every state, nor for the `others`."""
    for route in routes("config.urls_tenant"):
        path = fill(route, {})
        try:
            name = resolve(path, "config.urls_tenant").view_name
        except Resolver404:  # a regular expression that `fill` does not satisfy
            continue
        if name not in others | OPEN | OWN_DATA_WRITTEN | ERASING | LEAVING and not name.startswith("mfa_"):
            yield path


@pytest.mark.parametrize(
    ("method", "state", "role"),
    [
        ("POST", SUSPENDED, Role.COORDINATOR), ("POST", SUSPENDED, Role.ADMINISTRATOR),
        ("POST", ARCHIVED, Role.ADMINISTRATOR), ("PUT", SUSPENDED, Role.ADMINISTRATOR),
        ("DELETE", ARCHIVED, Role.ADMINISTRATOR),
    ],
)  # fmt: skip
def test_nothing_is_written_at_any_address(own_ngo, sign_in, method, state, role):
    client = sign_in(own_ngo, role)
    close(own_ngo, state)
    before = everything(own_ngo)
    found = {path: client.generic(method, path, headers=PROGRAM).status_code for path in closed_routes()}
    assert {path: status for path, status in found.items() if status != 403} == {}
    assert everything(own_ngo) == before
    assert len(found) > 400


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_reads_at_any_address(own_ngo, client, state):
    close(own_ngo, state)
    found = {path: client.get(path, headers=PROGRAM).status_code for path in closed_routes(OWN_DATA)}
    assert {path: status for path, status in found.items() if status != 403} == {}


@pytest.mark.parametrize(
    ("state", "language", "words"),
    [
        (SUSPENDED, "fr", "Ce site est en pause"), (SUSPENDED, "ar", "هذا الموقع متوقف مؤقتا"),
        (SUSPENDED, "en", "This site is paused"), (ARCHIVED, "fr", "Ce site est fermé"),
        (ARCHIVED, "ar", "هذا الموقع مغلق"), (ARCHIVED, "en", "This site is closed"),
    ],
)  # fmt: skip
def test_the_notice_is_in_the_readers_language_and_leads_to_the_network(own_ngo, client, state, language, words):
    close(own_ngo, state)
    page = client.get(f"/{language}/")
    content = page.content.decode()
    assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (403, "no-store", "noindex")
    assert f"<h1>{words}</h1>" in content
    assert f'href="http://localhost:8000/{language}/"' in content
    assert f'lang="{language}"' in content


@pytest.mark.parametrize(
    ("state", "role", "status"),
    [
        (SUSPENDED, Role.TRAINER, 200), (SUSPENDED, Role.COORDINATOR, 200), (SUSPENDED, Role.ADMINISTRATOR, 200),
        (SUSPENDED, None, 403), (ARCHIVED, Role.TRAINER, 403), (ARCHIVED, Role.COORDINATOR, 403),
        (ARCHIVED, Role.ADMINISTRATOR, 200), (ARCHIVED, None, 403),
    ],
)  # fmt: skip
def test_who_reads(own_ngo, sign_in, state, role, status):
    client = sign_in(own_ngo, role)
    close(own_ngo, state)
    assert client.get("/fr/").status_code == status


def test_the_stranger_ngo_is_not_touched(own_ngo, other_ngo, sign_in):
    close(own_ngo, ARCHIVED)
    assert TenantClient(other_ngo).get("/fr/").status_code == 200
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    assert stranger.get("/fr/people/").status_code == 200
    at_ours = TenantClient(own_ngo)
    at_ours.cookies = stranger.cookies
    assert at_ours.get("/fr/people/").status_code == 403


def test_words_for_who_wanted_to_write_and_for_a_program(own_ngo, sign_in):
    client = sign_in(own_ngo, Role.COORDINATOR)
    close(own_ngo, SUSPENDED)
    refused = client.post("/fr/sessions/new/")
    assert (refused.status_code, "Rien ne peut être modifié" in refused.content.decode()) == (403, True)
    told = client.post("/fr/sessions/new/", headers={"accept": "application/json"})
    assert (told.status_code, list(told.json())) == (403, ["detail", "reason"])


def test_a_phone_keeps_what_it_could_not_send(own_ngo, sign_in):
    client = sign_in(own_ngo, Role.TRAINER)
    close(own_ngo, SUSPENDED)
    answer = client.post("/fr/sessions/new/", headers={"X-Wasl-Outbox": "1"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "21600")


@pytest.mark.parametrize("state", STATES)
def test_a_participant_reads_takes_and_deletes_what_is_theirs(own_ngo, client, state):
    user = User.objects.create_user(username="salma", password="246810")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    give_consent(person=person)
    close(own_ngo, state)
    client.post("/fr/sign-in/", {"username": "salma", "password": "246810"})
    assert client.get("/fr/me/").status_code == 403
    assert client.post("/fr/my-data/correct/").status_code == 403
    for page in ("/fr/my-data/", "/fr/my-data/my-data.json", "/fr/my-data/my-data.pdf", "/fr/my-data/delete/"):
        assert client.get(page).status_code == 200
    assert client.post("/fr/my-data/delete/", {"secret": "246810"}).status_code == 302
    person.refresh_from_db()
    assert person.full_name != "Salma Exemple"


@pytest.mark.parametrize("state", STATES)
def test_an_administrator_deletes_who_has_no_account(own_ngo, sign_in, state):
    person = Person.objects.create(full_name="Salma Exemple")
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    close(own_ngo, state)
    path = f"/fr/people/{person.uuid}/erase/"
    assert coordinator.post(path, {"cause": "asked"}).status_code == 403
    assert client.get(path).status_code == 200
    assert client.post(path, {"cause": "asked", "sure": "on"}).status_code in (200, 302)


@pytest.mark.parametrize("state", STATES)
def test_certificates_can_be_verified(own_ngo, client, state):
    code = a_certificate(Person.objects.create(full_name="Salma Exemple")).code
    close(own_ngo, state)
    assert client.get(f"/fr/verify/{code}/").status_code == 200
    assert client.get(f"/verify/{code}").status_code == 302


def test_one_that_is_not_whole_does_not_answer(own_ngo, client):
    close(own_ngo, Tenant.State.UNFINISHED)
    assert client.get("/fr/").status_code == 404


def test_pictures_of_a_closed_ngo_are_not_shown_to_anybody(own_ngo, client):
    close(own_ngo, SUSPENDED)
    assert not default_storage.exists("images/x.png")
    assert client.get("/media/images/x.png").status_code == 403
