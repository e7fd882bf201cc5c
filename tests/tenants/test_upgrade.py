"""Setting the database up can be stopped anywhere and run again."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import schema_context
from wagtail.models import GroupPagePermission

from accounts.roles import Role
from pages.models import HomePage
from tenants import provisioning, schemas
from tenants.models import Tenant
from tenants.signals import template_built, tenant_migrated
from tenants.upgrade import stale_schemas

pytestmark = pytest.mark.django_db(transaction=True)


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def set_up():
    """The names of what `setup_database` had to do."""
    output, errors = StringIO(), StringIO()
    call_command("setup_database", stdout=output, stderr=errors)
    return [line.partition(" · ")[0].strip() for line in output.getvalue().splitlines()], errors.getvalue()


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


def test_what_is_up_to_date_is_left_alone():
    assert stale_schemas() == []
    assert set_up() == ([], "")


def test_a_database_of_the_series_before_is_told_what_to_do_and_left_alone():
    execute("INSERT INTO public.django_migrations (app, name, applied) VALUES ('tenants', '0001_initial', now())")
    with pytest.raises(CommandError, match="db reset --yes"):
        set_up()
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
    assert "own_ngo" in errors
    provisioning.drop_tenant("own_ngo")
    assert stale_schemas() == []


def test_nothing_at_all_is_no_error():
    assert schemas.finished(["nobody", "a; drop"]) == set()
