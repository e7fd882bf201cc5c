"""What most tenants need is drawn once, and is what Django would draw for each."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django_tenants.utils import schema_context

from tenants import provisioning, states

pytestmark = pytest.mark.django_db(transaction=True)
LAST = ("courses", "0010_final_last")
ADDED = "ALTER TABLE {}.courses_coursepage DROP COLUMN final_last"


@pytest.fixture
def _a_release_before(own_ngo, other_ngo):
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        for tenant in (own_ngo, other_ngo):
            cursor.execute(ADDED.format(tenant.schema_name))
            cursor.execute(
                f"DELETE FROM {tenant.schema_name}.django_migrations WHERE (app, name) = (%s, %s)",  # noqa: S608
                LAST,
            )


@pytest.fixture
def drawn(monkeypatch, _a_release_before):
    monkeypatch.setattr(states, "_drawn", [])
    monkeypatch.setattr(migrate, "MigrationExecutor", states.DrawnExecutor)
    states.draw_for(["own_ngo", "other_ngo", "hub"])
    return states._drawn


def executor_of(schema, kind=MigrationExecutor):
    with schema_context(schema):
        return kind(connection)


def changes(one, other):
    assert one.models.keys() == other.models.keys()
    return MigrationAutodetector(one, other)._detect_changes()


def test_it_is_of_those_that_are_most(drawn):
    (one,) = drawn
    assert one.planned == {LAST}
    assert one.applied == states._applied(executor_of("other_ngo"))


def test_before_and_after_are_what_django_draws(drawn):
    (one,) = drawn
    own, up_to_date = executor_of("own_ngo"), executor_of("hub")
    assert changes(one.before, own._create_project_state(with_applied_migrations=True)) == {}
    assert changes(one.after, up_to_date._create_project_state(with_applied_migrations=True)) == {}
    assert list(changes(one.before, one.after)) == ["courses"]
    assert "final_last" not in one.before.models["courses", "coursepage"].fields
    assert "final_last" in one.after.models["courses", "coursepage"].fields


def test_only_who_is_there_takes_it(drawn):
    (one,) = drawn
    assert executor_of("own_ngo", states.DrawnExecutor)._create_project_state(True) is one.before
    assert executor_of("hub", states.DrawnExecutor)._create_project_state(True) is not one.before
    assert executor_of("own_ngo", states.DrawnExecutor)._create_project_state(False) is not one.before


@pytest.mark.parametrize("with_what_is_drawn", [True, False])
def test_a_tenant_is_the_same_whoever_drew(request, with_what_is_drawn):
    request.getfixturevalue("drawn" if with_what_is_drawn else "_a_release_before")
    for schema in ("own_ngo", "other_ngo"):
        with schema_context(schema):
            Permission.objects.filter(codename="add_coursepage").delete()
        provisioning.migrate_tenant(schema)
        with schema_context(schema), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM courses_coursepage WHERE final_last")
            assert cursor.fetchone() == (0,)
            assert Permission.objects.filter(codename="add_coursepage").count() == 1
            assert states._applied(executor_of(schema)) == states._applied(executor_of("hub"))
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_to_draw_is_no_error(monkeypatch, db):
    monkeypatch.setattr(states, "_drawn", [])
    states.draw_for(["nobody"])
    assert states._drawn == []
