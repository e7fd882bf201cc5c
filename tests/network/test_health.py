"""The health board: numbers of each NGO from one table, counted by the worker; never a person."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.roles import Role
from impact.models import ReportingPeriod
from network.health.counting import count_health
from network.health.schedule import is_due
from people.models import Person
from tenants.models import BackupRun, Tenant, TenantHealth
from tests.support.clients import TenantClient
from tests.support.queries import count_queries
from tests.support.sessions import a_session, present

BOARD = "/fr/network/health/"


def health(tenant):
    return TenantHealth.objects.get(tenant=tenant)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.NETWORK_COORDINATOR, 200), (Role.PLATFORM_ADMINISTRATOR, 200), (Role.LIBRARY_EDITOR, 403),
     (Role.FUNDER, 403), (None, 403)],
)  # fmt: skip
def test_who_reads_it(hub, sign_in, role, status):
    client = sign_in(hub, role)
    assert client.get(BOARD).status_code == status
    assert client.post(f"{BOARD}refresh/").status_code == {200: 302}.get(status, status)


def test_no_ngo_has_a_board(own_ngo, other_ngo, hub, sign_in):
    assert TenantClient(hub).get(BOARD).status_code == 302
    for ngo in (own_ngo, other_ngo):
        assert sign_in(ngo, Role.ADMINISTRATOR).get(BOARD).status_code == 404


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, "Aucune sauvegarde de la plateforme"), (2, "La dernière sauvegarde de la plateforme a été faite"),
     (50, "est en retard")],
    ids=["none", "lately", "late"],
)  # fmt: skip
def test_the_age_of_the_last_backup(hub, sign_in, hours, said):
    if hours is not None:
        run = BackupRun.objects.create(kind="backup", good=True)
        BackupRun.objects.filter(pk=run.pk).update(at=timezone.now() - datetime.timedelta(hours=hours))
    assert said in sign_in(hub, Role.NETWORK_COORDINATOR).get(BOARD).content.decode()


def test_the_button_lets_the_worker_count(hub, own_ngo, other_ngo, sign_in):
    person = Person.objects.create(full_name="Amina Benali", email="amina@example.org", category="")
    session = a_session(people=[person])
    present(session.slots.get(), person)
    today = timezone.localdate()
    ReportingPeriod.objects.create(start="2024-01-01", end="2024-12-31", state="open")
    ReportingPeriod.objects.create(start="2025-01-01", end="2025-12-31", state="published")
    ReportingPeriod.objects.create(start=today, end=today, state="open")
    for number, status in enumerate(("READY", "FAILED", "FAILED", "SUCCESSFUL")):
        DBTaskResult.objects.create(
            queue_name="own_ngo", status=status, task_path=f"x{number}", args_kwargs={"args": [], "kwargs": {}},
            backend_name="tenant", run_after=timezone.now() + datetime.timedelta(days=9), exception_class_path="",
            traceback="",
        )  # fmt: skip
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    assert "pas encore compté" in client.get(BOARD).content.decode()
    client.post(f"{BOARD}refresh/")
    asked = DBTaskResult.objects.filter(queue_name="hub")
    assert [task.task_path for task in asked] == ["network.health.tasks.count_health_of_all"]
    count_health()
    counted = health(own_ngo)
    assert (counted.last_active_on, counted.late_periods, counted.open_tasks, counted.failed_tasks) == (today, 1, 1, 2)
    assert counted.gaps >= 1
    assert 0 < counted.texts_done <= counted.texts
    assert counted.bytes_stored > 100_000
    assert health(other_ngo).late_periods == 0
    page = client.get(BOARD).content.decode()
    assert ("Amina" in page, own_ngo.name in page, "pas encore compté" in page) == (False, True, False)


def test_one_that_cannot_be_read_is_named_and_the_others_are_counted(hub, own_ngo, other_ngo, sign_in, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE own_ngo.impact_reportingperiod RENAME TO gone")
    count_health()
    assert (health(own_ngo).is_broken, health(other_ngo).is_broken) == (True, False)
    assert caplog.messages == ["own_ngo: its health cannot be counted: ProgrammingError"]
    page = sign_in(hub, Role.NETWORK_COORDINATOR).get(BOARD).content.decode()
    assert "Illisible" in page


def test_it_takes_as_many_statements_for_many(hub, own_ngo, sign_in):
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    count_health()
    client.get(BOARD)  # what is asked once
    few = count_queries(client, BOARD)
    connection.set_schema_to_public()
    for number in range(28):
        tenant = Tenant.objects.create(schema_name=f"ngo_{number}", name_fr=f"ONG {number}", languages=["fr"])
        TenantHealth.objects.create(tenant=tenant, counted_at=timezone.now())
    assert count_queries(client, BOARD) == few


def test_it_is_counted_by_night_and_when_nobody_has_counted(hub, own_ngo):
    assert is_due(hub)
    TenantHealth.objects.create(tenant=own_ngo, counted_at=timezone.now())
    assert not is_due(hub)
    TenantHealth.objects.update(counted_at=timezone.now() - datetime.timedelta(hours=31))
    assert is_due(hub)


def test_an_ngo_that_leaves_takes_its_numbers_along(own_ngo):
    TenantHealth.objects.create(tenant=own_ngo, counted_at=timezone.now())
    Tenant.objects.filter(pk=own_ngo.pk).delete()
    assert not TenantHealth.objects.exists()
