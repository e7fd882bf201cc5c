"""While NGOs are paused nothing is saved, pages are read or not, staff are told, and what runs by itself waits."""

import datetime
import re
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from accounts.roles import Role
from tenants import clock, maintenance
from tenants.management.commands.worker import TenantsWorker
from tenants.models import Pause
from tenants.signals import minute_passed
from tests.support.clients import TenantClient

TITLES = {"fr": "De retour dans un instant", "ar": "سنعود بعد قليل", "en": "Back in a moment"}
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def pause(own_ngo):
    def make(schema="own_ngo", **given):
        cache.clear()
        return maintenance.pause(schema, **{"reading": True} | given)

    return make


def staff_page(client):
    return client.get("/fr/sessions/").content.decode()


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("reading", [True, False])
def test_what_is_sent_is_refused_in_the_language_of_the_page(pause, client, language, reading):
    client.get("/fr/")  # the tenant is remembered as it was
    pause(reading=reading)
    answer = client.post(f"/{language}/sign-in/", {"username": "a", "password": "b"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert (answer.headers["Content-Language"], answer.headers["Cache-Control"]) == (language, "no-store")
    assert f"<h1>{TITLES[language]}</h1>" in answer.content.decode()


def test_what_a_member_typed_is_given_back_to_be_sent_again(pause, sign_in, own_ngo):
    member = sign_in(own_ngo, Role.COORDINATOR)
    pause()
    typed = {"title": "Écoute & <orientation>", "note": "deux\nlignes", "csrfmiddlewaretoken": "abc"}
    answer = member.post("/fr/sessions/new/?kind=training", typed)
    page = answer.content.decode()
    assert 'action="/fr/sessions/new/?kind=training"' in page
    assert dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page, re.DOTALL)) == {
        "title": "Écoute &amp; &lt;orientation&gt;", "note": "deux\nlignes", "csrfmiddlewaretoken": "abc",
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"new_password1": "x"}, id="password"),
        pytest.param({"new_pin": "123456"}, id="PIN"),
        pytest.param({"logo": SimpleUploadedFile("a.png", b"x")}, id="file"),
        pytest.param({"note": "x" * 500_001}, id="very long"),
    ],
)
def test_secrets_and_files_are_not_given_back(pause, sign_in, own_ngo, typed):
    member = sign_in(own_ngo, Role.COORDINATOR)
    pause()
    answer = member.post("/fr/sessions/new/", typed)
    assert (answer.status_code, 'type="hidden"' in answer.content.decode()) == (503, False)
    assert "revenez en arrière" in answer.content.decode()


def test_nobody_in_particular_gets_nothing_back(pause, client):
    pause()
    assert 'type="hidden"' not in client.post("/fr/search/", {"q": "x"}).content.decode()


@pytest.mark.parametrize("reading", [True, False])
def test_pages_are_shown_where_they_are_right(pause, client, reading):
    pause(reading=reading)
    assert client.get("/fr/").status_code == (200 if reading else 503)
    assert client.get("/healthz").status_code == 200


def test_the_stranger_goes_on(pause, client, other_ngo):
    pause(reading=False)
    assert TenantClient(other_ngo).get("/fr/").status_code == 200
    assert TenantClient(other_ngo).post("/fr/sign-in/", {"username": "a", "password": "b"}).status_code == 200


def test_a_pause_of_all_is_one_of_each(pause, client, other_ngo, hub):
    pause(maintenance.EVERYWHERE, reading=False)
    assert [TenantClient(tenant).get("/fr/").status_code for tenant in (other_ngo, hub)] == [503, 503]
    assert client.get("/fr/").status_code == 503


def test_one_signs_out_all_the_same(pause, sign_in, own_ngo):
    member = sign_in(own_ngo, Role.TRAINER)
    pause(reading=False)
    assert member.post("/fr/sign-out/").status_code == 302


def test_the_strictest_holds(pause, client):
    pause(maintenance.EVERYWHERE)
    pause(reading=False)
    assert client.get("/fr/").status_code == 503


def test_readers_are_told_when_and_why(pause, client):
    pause(reading=False, minutes=20, messages={"fr": "Nouvelle version", "ar": "إصدار جديد"})
    page = client.get("/ar/")
    assert 1100 < int(page.headers["Retry-After"]) <= 1200
    assert "إصدار جديد" in page.content.decode()
    assert "Nouvelle version" in client.get("/en/").content.decode()  # no English was given
    assert "Retour prévu" in client.get("/fr/").content.decode()


def test_an_end_that_is_past_is_not_promised(pause, client):
    pause(reading=False, begins_at=timezone.now() - 30 * MINUTE, minutes=20)
    page = client.get("/fr/")
    assert page.headers["Retry-After"] == "30"
    assert "Retour prévu" not in page.content.decode()


def test_staff_read_on_top_that_nothing_can_be_saved(pause, sign_in, own_ngo):
    member = sign_in(own_ngo, Role.COORDINATOR)
    assert "rien ne peut être enregistré" not in staff_page(member)
    pause(messages={"fr": "Nouvelle version."})
    assert "rien ne peut être enregistré pour le moment. Nouvelle version." in staff_page(member)
    assert "rien ne peut être enregistré pour le moment" in member.get("/admin/").content.decode()


@pytest.mark.parametrize("reading", [True, False])
@pytest.mark.parametrize("minutes", [0, 20])
def test_staff_are_told_before_and_others_are_not(pause, sign_in, client, own_ngo, reading, minutes):
    member = sign_in(own_ngo, Role.COORDINATOR)
    pause(
        begins_at=timezone.now() + 60 * MINUTE, minutes=minutes, reading=reading, messages={"fr": "Nouvelle version."}
    )
    assert "terminez avant. Nouvelle version." in staff_page(member)
    assert "Nouvelle version." not in client.get("/fr/").content.decode()
    assert client.post("/fr/sign-in/", {"username": "a", "password": "b"}).status_code == 200


def test_the_clock_leaves_paused_tenants_alone(pause, own_ngo, other_ngo):
    seen = []

    def note(tenant, **kwargs):
        seen.append(tenant.schema_name)

    pause()
    minute_passed.connect(note)
    try:
        clock.tick()
    finally:
        minute_passed.disconnect(note)
    assert sorted(seen) == ["hub", "other_ngo"]


def test_tasks_of_paused_tenants_wait(pause):
    worker = TenantsWorker(
        queue_names=["*"], interval=0, batch=True, backend_name="tenant", startup_delay=False, max_tasks=None,
        worker_id="w", excluded_queue_names=[],
    )  # fmt: skip
    assert worker.excluded_queue_names == []
    pause()
    assert worker.excluded_queue_names == ["own_ngo"]
    pause(maintenance.EVERYWHERE)
    assert sorted(worker.excluded_queue_names) == ["hub", "other_ngo", "own_ngo"]


def command(*given):
    output, errors = StringIO(), StringIO()
    call_command("maintenance", *given, stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


def test_the_command_pauses_tells_and_ends(db):
    assert command() == ("Nothing is paused.\n", "")
    said, _errors = command("on", "--minutes", "20", "--message", "Nouvelle version", "--message-en", "New version")
    assert "all tenants · since " in said
    assert said.endswith("· pages are read, nothing is saved · by an operator\n")
    assert "own_ngo · from " in command("on", "--schema", "own_ngo", "--in", "60", "--no-reading")[0]
    with translation.override("en"):
        assert [pause.message for pause in Pause.objects.order_by("begins_at")] == ["New version", ""]
    assert command("off") == ("Nothing is paused.\n", "")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param(["--schema", "nobody"], "There is no tenant “nobody”", id="unknown"),
        pytest.param(["--in", "-5"], "numbers of minutes", id="in the past"),
        pytest.param(["--minutes", "-5"], "numbers of minutes", id="negative"),
        pytest.param(["--message", "x" * 501], "500 characters", id="long"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(db, given, why):
    with pytest.raises(CommandError, match=why):
        call_command("maintenance", "on", *given)
    assert not Pause.objects.exists()


def test_of_an_upgrade_that_is_unfinished_only_what_would_be_wrong_stays_closed(db):
    maintenance.pause_for_upgrade(["own_ngo", "other_ngo"], reading=False)
    maintenance.pause_for_upgrade(["hub"], reading=True)
    left = maintenance.resume(unfinished=["own_ngo", "hub"])
    assert [pause.schema_name for pause in left] == ["own_ngo"]
