"""Tenants never see each other: caches, media, sessions, tokens, tasks, search, hosts."""

import uuid
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django_tasks_db.models import DBTaskResult
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from accounts.invitations import set_password_path
from accounts.models import User
from accounts.roles import Role
from pages.models import ArticlePage, HomePage
from tenants.models import Domain, Tenant
from tests.support.clients import TenantClient
from tests.support.queue import run_worker
from tests.tenants.tasks_for_tests import fail_with_name, rename_user, take_anything


@pytest.mark.parametrize("alias", ["default", "renditions"])
def test_cache_keys_name_their_tenant(own_ngo, other_ngo, alias):
    caches[alias].set("secret", "ours")
    with other_ngo:
        assert caches[alias].get("secret") is None
    assert caches[alias].get("secret") == "ours"


def test_wagtail_keeps_the_root_paths_of_each_tenant_apart(own_ngo, other_ngo):
    ours = [path.root_url for path in Site.get_site_root_paths()]
    with other_ngo:
        theirs = [path.root_url for path in Site.get_site_root_paths()]
    assert (ours, theirs) == (["http://own-ngo.localhost:8000"], ["http://other-ngo.localhost:8000"])


def test_content_types_are_the_same_rows_everywhere(own_ngo, other_ngo):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_schema FROM information_schema.tables WHERE table_name = 'django_content_type'")
        assert cursor.fetchall() == [("public",)]


def test_the_public_schema_holds_no_user_and_no_content(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"  # an extension's own
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {
        "tenants_tenant", "tenants_domain", "network_rolledupfigures", "network_libraryoffer", "django_content_type",
        "django_migrations", "django_tasks_database_dbtaskresult", "tenants_heartbeat", "tenants_backuprun",
        "tenants_pause", "tenants_tenanthealth", "network_departure", "network_keptcount", "network_keptpart",
        "network_aim", "network_frameindicator", "network_frameresult", "network_logframe",
        "network_keptsnapshot", "network_partner", "network_project", "network_projectcycle", "network_projectfunder",
        "network_projectphase", "network_prolongation", "network_opensession",
    }  # fmt: skip


def test_pictures_are_served_on_their_own_host_only(client, own_ngo, other_ngo):
    name = default_storage.save("images/salle.png", ContentFile(b"ours"))
    try:
        assert b"".join(client.get(f"/media/{name}").streaming_content) == b"ours"
        assert TenantClient(other_ngo).get(f"/media/{name}").status_code == 404
        ours = Path(default_storage.path(name))
        for way in ("images/../../own_ngo", "images%2f..%2f..%2fown_ngo", "images/..%2F../own_ngo"):
            assert TenantClient(other_ngo).get(f"/media/{way}/{name}").status_code == 404
        with other_ngo:
            assert Path(default_storage.path(name)) == ours.parents[2] / "other_ngo" / name
            with pytest.raises(SuspiciousFileOperation):
                default_storage.path(f"../own_ngo/{name}")
    finally:
        default_storage.delete(name)


def test_documents_and_other_folders_are_not_served_as_media(client, own_ngo, other_ngo):
    document = Document.objects.create(title="Note", file=ContentFile(b"private", name="note.txt"))
    try:
        assert client.get(f"/media/{document.file.name}").status_code == 404
        assert client.get(f"/documents/{document.pk}/{document.filename}").status_code == 200
        assert TenantClient(other_ngo).get(f"/documents/{document.pk}/{document.filename}").status_code == 404
    finally:
        document.file.delete(save=False)


def test_a_session_is_worth_nothing_on_another_host(sign_in, own_ngo, other_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    assert client.get("/fr/figures/").status_code == 200
    cookie = client.cookies["sessionid"].value
    row = Session.objects.get(session_key=cookie)
    user = User.objects.get()
    with other_ngo:  # even with the same user and the same session row
        User.objects.create(pk=user.pk, username=user.username, password=user.password)
        Session.objects.create(session_key=cookie, session_data=row.session_data, expire_date=row.expire_date)
    stranger = TenantClient(other_ngo)
    stranger.cookies["sessionid"] = cookie
    assert stranger.get("/fr/figures/").status_code == 302


def test_a_link_to_set_a_password_is_worth_nothing_on_another_host(client, own_ngo, other_ngo):
    user = User.objects.create_user(username="coordination", password="x")
    path = f"/fr{set_password_path(user).removeprefix('/fr')}"
    with other_ngo:
        User.objects.create(pk=user.pk, username=user.username, password=user.password)
    assert client.get(path).status_code == 302  # the token is good: on to the form
    assert TenantClient(other_ngo).get(path).context["validlink"] is False


@pytest.mark.django_db(transaction=True)  # a worker closes idle connections
def test_a_task_runs_in_the_tenant_that_asked_for_it(own_ngo, other_ngo):
    user = User.objects.create_user(username="somebody")
    with other_ngo:
        User.objects.create(pk=user.pk, username="stranger")
    result = rename_user.enqueue(user.pk)
    queued = DBTaskResult.objects.get(id=result.id)
    assert (queued.queue_name, queued.args_kwargs) == ("own_ngo", {"args": [user.pk], "kwargs": {}})
    connection.set_schema_to_public()
    run_worker()
    assert connection.schema_name == "public"
    with own_ngo:
        assert User.objects.get(pk=user.pk).first_name == "own_ngo"
    with other_ngo:
        assert User.objects.get(pk=user.pk).first_name == ""


@pytest.mark.parametrize(
    ("task", "ending"),
    [
        pytest.param(rename_user, ("SUCCESSFUL", ""), id="result"),
        pytest.param(fail_with_name, ("FAILED", "builtins.LookupError"), id="traceback"),
    ],
)
@pytest.mark.django_db(transaction=True)  # a worker closes idle connections
def test_the_queue_keeps_how_a_task_ended_and_no_name(own_ngo, task, ending):
    user = User.objects.create_user(username="Amina")
    result = task.enqueue(user.pk)
    run_worker()
    row = DBTaskResult.objects.get(id=result.id)
    assert (row.status, row.exception_class_path) == ending
    assert (row.traceback, row.return_value) == ("", None)


def test_the_queue_takes_ids(own_ngo):
    arguments = {"args": [1, True, str(uuid.UUID(int=7))], "kwargs": {"pk": 2}}
    result = take_anything.enqueue(*arguments["args"], **arguments["kwargs"])
    assert DBTaskResult.objects.get(id=result.id).args_kwargs == arguments


@pytest.mark.parametrize("value", ["Amina", "", None, 1.5, [1], {"name": "Amina"}], ids=repr)
def test_the_queue_takes_nothing_but_ids(own_ngo, value):
    with pytest.raises(TypeError, match="Pass the id"):
        take_anything.enqueue(value)
    with pytest.raises(TypeError, match="Pass the id"):
        take_anything.enqueue(pk=value)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)  # a worker closes idle connections
def test_a_task_of_a_tenant_that_is_gone_fails_before_it_begins(own_ngo):
    user = User.objects.create_user(username="somebody")
    result = rename_user.enqueue(user.pk)
    DBTaskResult.objects.filter(id=result.id).update(queue_name="gone")
    run_worker()
    assert DBTaskResult.objects.get(id=result.id).status == "FAILED"
    with own_ngo:
        assert User.objects.get(pk=user.pk).first_name == ""


def test_search_finds_what_is_ones_own(own_ngo, other_ngo):
    home = HomePage.objects.get()
    home.add_child(instance=ArticlePage(heading_fr="Éthique du recueil", slug="ethique", ready_fr=True))
    assert [page.slug for page in Page.objects.search("ethique")] == ["ethique"]
    with other_ngo:
        assert [page.slug for page in Page.objects.search("ethique")] == []


def test_an_unknown_host_gets_a_plain_404_that_leads_to_the_hub(db):
    response = TenantClient(Tenant(schema_name="nobody")).get("/fr/")
    assert response.status_code == 404
    assert 'href="http://localhost:8000/fr/"' in response.content.decode()


def test_a_host_is_found_in_any_case(own_ngo):
    assert TenantClient(own_ngo).get("/fr/", headers={"host": "Own-NGO.LocalHost"}).status_code == 200


def test_a_domain_is_kept_in_small_letters(own_ngo):
    assert Domain.objects.create(domain="Argane.Example.org", tenant=own_ngo).domain == "argane.example.org"


def test_healthz_answers_on_any_host(db):
    assert TenantClient(Tenant(schema_name="nobody")).get("/healthz").content == b"ok\n"
