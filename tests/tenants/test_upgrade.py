"""Setting the database up can be stopped anywhere and run again."""

import os
import signal
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_tenants.utils import schema_context
from wagtail.models import GroupPagePermission

from accounts.roles import Role
from config import setting_up
from pages.models import HomePage
from tenants import maintenance, migrating, provisioning, schemas
from tenants.migrating import jobs_for
from tenants.models import Pause, Tenant
from tenants.signals import template_built, tenant_migrated
from tenants.upgrade import expected_migrations, pages_go_on, stale_schemas

pytestmark = pytest.mark.django_db(transaction=True)


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def set_up(*options):
    """The names of what `setup_database` had to do, and what it had to complain of."""
    output, errors = StringIO(), StringIO()
    try:
        call_command("setup_database", *options, stdout=output, stderr=errors)
    except CommandError as error:
        errors.write(str(error))
    done = [line for line in output.getvalue().splitlines() if line.startswith("  ")]
    return [line.partition(" · ")[0].strip() for line in done], errors.getvalue()


class Stop:
    """Receive a signal and stop there, as a killed process does."""

    def __init__(self, signal):
        self.signal = signal

    def __call__(self, **kwargs):
        raise KeyboardInterrupt

    def __enter__(self):
        self.signal.connect(self)

    def __exit__(self, *error):
        self.signal.disconnect(self)


def test_the_names_of_the_files_are_what_the_loader_would_import():
    assert expected_migrations() == frozenset(MigrationLoader(None).disk_migrations)


def test_what_is_up_to_date_is_left_alone():
    assert stale_schemas() == []
    assert set_up() == ([], "")


def test_a_database_of_the_series_before_is_told_what_to_do_and_left_alone():
    execute("INSERT INTO public.django_migrations (app, name, applied) VALUES ('tenants', '0001_initial', now())")
    assert "db reset --yes" in set_up()[1]
    assert stale_schemas() == []


@pytest.mark.long
def test_shared_tables_alone_are_a_beginning():
    for tenant in Tenant.objects.all():
        provisioning.drop_tenant(tenant.schema_name)
    execute("DROP SCHEMA template CASCADE")
    assert stale_schemas() == ["template"]
    assert set_up() == (["template of a tenant", "hub"], "")
    assert set_up() == ([], "")


def test_a_template_stopped_before_its_contents_is_finished_next_time():
    with schema_context("template"):
        HomePage.objects.all().delete()
        Group.objects.all().delete()
    with Stop(template_built), pytest.raises(KeyboardInterrupt):
        provisioning.build_template()
    assert stale_schemas() == ["template"]
    with pytest.raises(provisioning.ProvisioningError, match="setup_database"):
        provisioning.create_tenant("new_ngo", name="Figuier", host="new-ngo.localhost")
    with schema_context("template"):  # the receivers connected earlier had run
        Group.objects.all().delete()
    assert set_up() == (["template of a tenant"], "")
    with schema_context("template"):
        assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}
        assert HomePage.objects.count() == 1


def test_a_tenant_stopped_between_migrations_and_roles_is_finished_next_time(own_ngo):
    with Stop(tenant_migrated), pytest.raises(KeyboardInterrupt):
        provisioning.migrate_tenant("own_ngo")
    assert stale_schemas() == ["own_ngo"]
    assert set_up() == (["tenant own_ngo"], "")
    assert stale_schemas() == []


def test_a_migrated_tenant_gets_the_roles_of_today(own_ngo):
    trainer, reviewer = (Group.objects.get(name=role.value) for role in (Role.FUNDER, Role.REVIEWER))
    trainer.permissions.set(reviewer.permissions.all())  # a role that once could
    reviewer.permissions.clear()  # and one that once could not
    GroupPagePermission.objects.all().delete()
    Group.objects.create(name="Editors")  # the NGO's own
    with schema_context("template"):
        expected = set(Group.objects.get(name="reviewer").permissions.values_list("codename", flat=True))
        pages = GroupPagePermission.objects.count()
    provisioning.migrate_tenant("own_ngo")
    with own_ngo:
        assert not trainer.permissions.exists()
        assert set(reviewer.permissions.values_list("codename", flat=True)) == expected
        assert GroupPagePermission.objects.count() == pages
        assert Group.objects.filter(name="Editors").exists()


def test_a_tenant_without_a_schema_is_reported_and_hinders_nobody():
    execute("DROP SCHEMA own_ngo CASCADE")
    assert stale_schemas() == ["own_ngo"]
    schemas.mark_unfinished("other_ngo")
    names, errors = set_up()
    assert names == ["tenant other_ngo"]
    assert "drop_tenant own_ngo --yes" in errors
    assert "Not upgraded: own_ngo." in errors
    provisioning.drop_tenant("own_ngo")
    assert stale_schemas() == []


class Trouble:
    """Something that befalls one tenant while it is migrated."""

    def __init__(self, schema, befalls):
        self.schema, self.befalls = schema, befalls

    def __call__(self, **kwargs):
        if connection.schema_name == self.schema:
            self.befalls()

    def __enter__(self):
        tenant_migrated.connect(self)

    def __exit__(self, *error):
        tenant_migrated.disconnect(self)


def fail():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group (name) VALUES ('Amina'), ('Amina')")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def all_stale():
    stale = ["hub", "other_ngo", "own_ngo"]
    for schema in stale:
        schemas.mark_unfinished(schema)
    return stale


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_tenants_are_upgraded_beside_each_other_or_in_turn(jobs):
    stale = all_stale()
    names, errors = set_up("--jobs", jobs)
    assert (sorted(names), errors) == ([f"tenant {schema}" for schema in stale], "")
    assert stale_schemas() == []


@pytest.mark.parametrize(
    ("jobs", "befalls", "why"),
    [
        pytest.param("1", fail, "IntegrityError: duplicate key value", id="fails in turn"),
        pytest.param("2", fail, "IntegrityError: duplicate key value", id="fails beside others"),
        pytest.param("2", die, "its process ended before it was done (-9)", id="is killed"),
    ],
)
def test_one_that_fails_keeps_no_other_from_it_and_says_why_without_names(jobs, befalls, why):
    all_stale()
    with Trouble("other_ngo", befalls):
        names, errors = set_up("--jobs", jobs)
    assert sorted(names) == ["tenant hub", "tenant own_ngo"]
    assert "tenant other_ngo · failed after" in errors
    assert why in errors
    assert "Amina" not in errors
    assert "Not upgraded: other_ngo." in errors
    assert stale_schemas() == ["other_ngo"]
    assert set_up("--jobs", jobs) == (["tenant other_ngo"], "")


def test_the_migration_that_failed_is_named(monkeypatch):
    def refuses(*given):
        raise ValueError("no")

    ((label, name),) = MigrationLoader(None).graph.leaf_nodes("pages")
    execute(f"DELETE FROM own_ngo.django_migrations WHERE (app, name) = ('{label}', '{name}')")  # noqa: S608
    monkeypatch.setattr("django.db.migrations.migration.Migration.apply", refuses)
    assert f"{label}.{name}: ValueError: no" in set_up()[1]


@pytest.mark.parametrize("given", ["0", "-1", "two"])
def test_a_number_of_processes_is_a_number(given):
    with pytest.raises(CommandError, match="no number of processes"):
        call_command("setup_database", f"--jobs={given}")


def test_never_more_processes_than_tenants_or_than_the_database_has_room_for(monkeypatch):
    assert jobs_for(1) == 1
    assert jobs_for(3, 9) == 3
    assert jobs_for(9, 2) == 2
    monkeypatch.setattr(migrating, "SPARED", 10**6)
    assert jobs_for(9, 9) == 1


@pytest.fixture
def seen():
    """The pauses that each tenant has while it is migrated."""
    found = {}

    def note(**kwargs):
        schema = connection.schema_name
        connection.set_schema_to_public()
        found[schema] = [(pause.by_upgrade, pause.reading) for pause in maintenance.pauses_of(schema)]
        connection.set_schema(schema)

    tenant_migrated.connect(note)
    yield found
    tenant_migrated.disconnect(note)


def test_while_a_tenant_is_upgraded_it_is_only_read(seen):
    all_stale()
    set_up("--jobs", "1")
    assert seen == {schema: [(True, True)] for schema in ("hub", "other_ngo", "own_ngo")}
    assert not Pause.objects.exists()


def test_where_pages_would_be_wrong_none_is_shown_until_the_new_version_runs(seen, monkeypatch):
    waits = []
    monkeypatch.setattr("config.setting_up.time.sleep", waits.append)
    monkeypatch.setattr(setting_up, "pages_go_on", lambda schemas: set(schemas) - {"own_ngo"})
    monkeypatch.setattr(migrating, "pages_go_on", lambda schemas: set(schemas) - {"own_ngo"})
    all_stale()
    output = StringIO()
    call_command("setup_database", "--jobs", "1", stdout=output)
    assert seen == {"hub": [(True, True)], "other_ngo": [(True, True)], "own_ngo": [(True, False)]}
    assert waits == [maintenance.SEEN_WITHIN + 1]
    assert "`manage.py maintenance off`" in output.getvalue()
    assert [(pause.schema_name, pause.reading) for pause in Pause.objects.all()] == [("own_ngo", False)]
    assert maintenance.resume(unfinished=stale_schemas()) == []


def test_after_a_failure_people_work_on():
    all_stale()
    with Trouble("other_ngo", fail):
        set_up("--jobs", "1")
    assert not Pause.objects.exists()


def test_pages_go_on_as_long_as_every_migration_that_lacks_suits_the_code_before():
    assert pages_go_on(["own_ngo", "hub"]) == {"own_ngo", "hub"}
    schemas.mark_unfinished("own_ngo")
    execute("DELETE FROM own_ngo.django_migrations WHERE (app, name) = ('accounts', '0002_role_identifiers')")
    execute("DELETE FROM hub.django_migrations WHERE name = '0070_rename_pagerevision_revision'")
    assert pages_go_on(["own_ngo", "hub"]) == {"own_ngo"}


def test_nothing_at_all_is_no_error():
    assert schemas.finished(["nobody", "a; drop"]) == set()
