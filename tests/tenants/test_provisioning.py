"""Tenants are made whole or not at all."""

import re
from collections import Counter
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import schema_context, schema_exists
from wagtail.models import Site

from accounts.models import StaffInvitation, User
from accounts.staff.invitations import link_of
from network.models import RolledUpFigures
from pages.models import HomePage
from tenants import provisioning
from tenants.archive.tables import content_type_columns, sequences_of, tables_of
from tenants.clone import CloneError, clone_schema
from tenants.models import Domain, Tenant
from tenants.schemas import KEYS_TO_PUBLIC
from tenants.signals import tenant_created, tenant_dropped
from tenants.upgrade import stale_schemas
from tests.tenants.tasks_for_tests import take_anything

new_ngo = {"name": "Association du Figuier", "host": "new-ngo.localhost"}


@pytest.mark.django_db(transaction=True)
def test_a_new_tenant_is_ready_to_use(mailoutbox):
    tenant = provisioning.create_tenant("new_ngo", **new_ngo, coordinator="coordination@example.org")
    with tenant:
        assert Site.objects.get().hostname == "new-ngo.localhost"
        assert HomePage.objects.get().heading_fr == "Association du Figuier"
        coordinator = User.objects.get()
        assert (coordinator.email, coordinator.has_usable_password()) == ("coordination@example.org", False)
        assert [group.name for group in coordinator.groups.all()] == ["coordinator"]
        (invitation,) = StaffInvitation.objects.all()
        assert (invitation.mail, invitation.roles, invitation.made_by) == ("sent", ["coordinator"], None)
        link = link_of(invitation)
    assert [message.to for message in mailoutbox] == [["coordination@example.org"]]
    assert link in mailoutbox[0].body


def ask(query, *values, **named):
    with connection.cursor() as cursor:
        cursor.execute(query, named or values)
        return cursor.fetchall() if cursor.description else []


CASTS = r"::character varying|::text(\[\])?|[()]"  # PostgreSQL writes those of an ARRAY otherwise each time
CATALOGUE = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               a.attgenerated, a.attstorage, a.attcollation, pg_get_expr(f.adbin, f.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef f ON (f.adrelid, f.adnum) = (a.attrelid, a.attnum)
        WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT c.relname, k.conname, k.condeferrable, k.condeferred, k.convalidated, pg_get_constraintdef(k.oid, true)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = %s::regnamespace""",
    "indexes": """
        SELECT c.relname, i.indisvalid, pg_get_indexdef(i.indexrelid, 0, true)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = %s::regnamespace""",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_clone_is_the_template_to_the_name_of_every_key(kind):
    clone_schema("template", "new_ngo")
    found = {}
    for schema in ("template", "new_ngo"):
        ask(f"SET search_path TO {schema}, public")
        found[schema] = Counter(re.sub(CASTS, "", repr(row)) for row in ask(CATALOGUE[kind], schema))
    assert found["new_ngo"] == found["template"]
    assert len(found["template"]) > 100


@pytest.mark.django_db(transaction=True)
def test_a_clone_has_the_rows_of_the_template_and_goes_on_counting_behind_them():
    clone_schema("template", "new_ngo")
    for table in tables_of("template"):
        there, here = f'TABLE template."{table}"', f'TABLE new_ngo."{table}"'
        assert (table, ask(f"({there} EXCEPT ALL {here}) UNION ALL ({here} EXCEPT ALL {there})")) == (table, [])
    for table, column, sequence in sequences_of("new_ngo"):
        ((next_one,),) = ask("SELECT nextval(%s)", sequence)
        ((taken,),) = ask(f'SELECT count(*) FROM new_ngo."{table}" WHERE "{column}" >= {next_one}')  # noqa: S608
        assert (table, taken) == (table, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("VIEW", "AS SELECT 1"),
        ("SEQUENCE", ""),
        ("FUNCTION", "() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ],
)
def test_what_a_clone_would_lack_is_refused_and_leaves_nothing(kind, made):
    ask(f"CREATE {kind} template.seen {made}")
    try:
        with pytest.raises(CloneError, match="seen"):
            clone_schema("template", "new_ngo")
    finally:
        ask(f"DROP {kind} template.seen")
    assert not schema_exists("new_ngo")


@pytest.mark.django_db
def test_no_key_leads_from_a_tenant_to_a_public_table():
    """A tenant that none ties to `public` can be moved to another machine; content types are found by the models."""
    for schema in ("template", "hub", "own_ngo"):
        assert ask(KEYS_TO_PUBLIC, schema=schema) == []
    assert ("wagtailcore_page", "content_type_id") in content_type_columns("own_ngo")
    assert len(content_type_columns("own_ngo")) == 19


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("schema", "changes"),
    [
        pytest.param("own_ngo", {}, id="taken"),
        pytest.param("Own_NGO", {}, id="capitals"),
        pytest.param("public", {}, id="reserved"),
        pytest.param("template", {}, id="template"),
        pytest.param("pg_ngo", {}, id="postgres"),
        pytest.param("a; drop", {}, id="injection"),
        pytest.param("new_ngo", {"host": "own-ngo.localhost"}, id="host taken"),
        pytest.param("new_ngo", {"host": "http://x"}, id="no host"),
        pytest.param("new_ngo", {"languages": ["fr", "de"]}, id="language"),
        pytest.param("new_ngo", {"name": " "}, id="no name"),
        pytest.param("new_ngo", {"name": "x" * 121}, id="long name"),
        pytest.param("new_ngo", {"country": "US"}, id="country"),
        pytest.param("n" * 33, {}, id="long"),
    ],
)
def test_a_refused_tenant_leaves_nothing(schema, changes):
    before = set(Tenant.objects.values_list("schema_name", flat=True))
    with pytest.raises(provisioning.ProvisioningError):
        provisioning.create_tenant(schema, **(new_ngo | changes))
    assert set(Tenant.objects.values_list("schema_name", flat=True)) == before
    assert not schema_exists("new_ngo")
    with schema_context("own_ngo"):
        assert Site.objects.get().hostname == "own-ngo.localhost"


@pytest.mark.django_db(transaction=True)
def test_a_tenant_that_fails_half_way_leaves_nothing():
    def fail(**kwargs):
        raise RuntimeError("half way")

    tenant_created.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="half way"):
            provisioning.create_tenant("new_ngo", **new_ngo)
    finally:
        tenant_created.disconnect(fail)
    assert not schema_exists("new_ngo")
    assert not Tenant.objects.filter(schema_name="new_ngo").exists()
    assert not Domain.objects.filter(domain="new-ngo.localhost").exists()


@pytest.mark.django_db(transaction=True)
def test_a_dropped_tenant_is_gone_and_the_others_are_not():
    provisioning.drop_tenant("other_ngo")
    assert not schema_exists("other_ngo")
    assert [tenant.schema_name for tenant in Tenant.objects.all()] == ["hub", "own_ngo"]


@pytest.mark.django_db(transaction=True)
def test_a_host_in_capitals_is_kept_in_small_letters():
    tenant = provisioning.create_tenant("new_ngo", name="Figuier", host="New-NGO.localhost", country="SN")
    assert tenant.domains.get().domain == "new-ngo.localhost"
    assert tenant.time_zone.key == "Africa/Dakar"


@pytest.mark.parametrize(
    ("address", "root"),
    [
        pytest.param("http://localhost:8080", "http://new-ngo.localhost:8080", id="port"),
        pytest.param("https://network.example.org", "https://new-ngo.localhost", id="https"),
        pytest.param("http://localhost", "http://new-ngo.localhost", id="http"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_site_has_the_port_that_readers_use_and_relative_links(settings, address, root):
    settings.WAGTAILADMIN_BASE_URL = address
    with provisioning.create_tenant("new_ngo", **new_ngo):
        home = HomePage.objects.get()
        assert Site.objects.get().root_url == root
        assert (home.url, home.full_url) == ("/fr/", f"{root}/fr/")


@pytest.mark.django_db(transaction=True)
def test_a_dropped_tenant_leaves_nothing_to_a_later_one_of_its_name():
    with Tenant.objects.get(schema_name="other_ngo"):
        kept = take_anything.enqueue(1)
    with Tenant.objects.get(schema_name="own_ngo"):
        take_anything.enqueue(1)
        default_storage.save("images/salle.png", ContentFile(b"ours"))
    for scope in ("network", "tenant:own_ngo", "tenant:other_ngo"):
        RolledUpFigures.objects.create(scope=scope, start=date(2019, 1, 1), end=date(2019, 12, 31), figures={})
    uuid = Tenant.objects.get(schema_name="own_ngo").uuid
    provisioning.drop_tenant("own_ngo")
    assert [str(row.id) for row in DBTaskResult.objects.all()] == [str(kept.id)]
    scopes = sorted(row.scope for row in RolledUpFigures.objects.all())
    assert scopes == [f"left:{uuid}", "network", "tenant:other_ngo"]  # its past figures are nobody else's
    with schema_context("own_ngo"):
        assert not default_storage.exists("images/salle.png")


@pytest.mark.django_db(transaction=True)
def test_a_drop_that_is_stopped_can_be_run_again():
    def stop(**kwargs):
        raise KeyboardInterrupt

    tenant_dropped.connect(stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            provisioning.drop_tenant("other_ngo")
    finally:
        tenant_dropped.disconnect(stop)
    assert Tenant.objects.get(schema_name="other_ngo").state == Tenant.State.UNFINISHED
    assert stale_schemas() == []
    provisioning.drop_tenant("other_ngo")
    assert not schema_exists("other_ngo")


def make_orphan(schema):
    """What a creation leaves that is killed between clone and row."""
    clone_schema("template", schema)


@pytest.mark.django_db(transaction=True)
def test_an_orphaned_clone_makes_room_for_its_tenant():
    make_orphan("new_ngo")
    with schema_context("new_ngo"):
        HomePage.objects.update(heading_fr="left over")
    with provisioning.create_tenant("new_ngo", **new_ngo):
        assert HomePage.objects.get().heading_fr == "Association du Figuier"


@pytest.mark.django_db(transaction=True)
def test_an_orphan_with_users_is_no_left_over_and_stays_until_dropped():
    make_orphan("new_ngo")
    with schema_context("new_ngo"):
        User.objects.create_user(username="somebody")
    with pytest.raises(provisioning.ProvisioningError, match="new_ngo"):
        provisioning.create_tenant("new_ngo", **new_ngo)
    assert schema_exists("new_ngo")
    provisioning.drop_tenant("new_ngo")
    assert not schema_exists("new_ngo")


FOREIGN = {
    "empty": "CREATE SCHEMA strange",
    "without migrations": "CREATE SCHEMA strange; CREATE TABLE strange.accounts (id int)",
    "of another Django": "CREATE SCHEMA strange; CREATE TABLE strange.django_migrations (app text, name text); "
    "INSERT INTO strange.django_migrations VALUES ('blog', '0001_initial')",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", FOREIGN.values(), ids=FOREIGN)
def test_a_schema_that_is_not_ours_is_never_touched(statements):
    with connection.cursor() as cursor:
        cursor.execute(statements)
    with pytest.raises(provisioning.ProvisioningError, match="strange"):
        provisioning.create_tenant("strange", **new_ngo)
    with pytest.raises(provisioning.ProvisioningError, match="strange"):
        provisioning.drop_tenant("strange")
    assert schema_exists("strange")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("schema", ["template", "public"])
def test_what_is_reserved_is_never_dropped(schema):
    with pytest.raises(provisioning.ProvisioningError, match=schema):
        provisioning.drop_tenant(schema)
    assert schema_exists(schema)
