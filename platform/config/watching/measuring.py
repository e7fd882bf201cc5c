"""What is measured in the database when somebody asks: queue, worker, backups, tenants, connections, size."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.version import VERSION
from tenants.connection import connection
from tenants.heartbeat import last_beat
from tenants.keeping import last_runs
from tenants.models import Tenant

DATABASE = """
SELECT pg_database_size(current_database()), current_setting('max_connections')::int,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"""


@dataclass(frozen=True)
class Measured:
    """A gauge: its name, what it means, and its value by the values of its labels (a tuple of texts). What
    never was has none."""

    name: str
    says: str
    values: Mapping[Any, float]
    labels: tuple[str, ...] = ()


def measure() -> list[Measured]:
    """All of it, in five statements. Raises Django's database errors."""
    return [
        Measured("wasl_info", "The version that runs.", {(VERSION,): 1}, ("version",)),
        *_queue(),
        _age("wasl_worker_heartbeat_age_seconds", "Since the worker last went round.", last_beat()),
        *_backups(),
        _tenants(),
        *_database(),
    ]


def waiting_tasks() -> dict[str, tuple[int, float]]:
    """By task: how many may begin and have not, and for how many seconds the oldest of them."""
    now = timezone.now()
    rows = DBTaskResult.objects.ready().values("task_path").order_by("task_path")
    found = rows.annotate(number=Count("pk"), since=Min("enqueued_at")).values_list("task_path", "number", "since")
    return {task: (number, (now - since).total_seconds()) for task, number, since in found}


def _queue() -> list[Measured]:
    waiting = waiting_tasks()
    numbers = {(task,): float(number) for task, (number, _age) in waiting.items()}
    ages = {(task,): age for task, (_number, age) in waiting.items()}
    return [
        Measured("wasl_tasks_waiting", "Tasks that may begin and have not.", numbers, ("task",)),
        Measured("wasl_tasks_oldest_seconds", "For how long the oldest of them has waited.", ages, ("task",)),
    ]


def _backups() -> list[Measured]:
    runs = last_runs()
    return [
        _age("wasl_backup_age_seconds", "Since a backup was last made.", runs.backup),
        _age("wasl_backup_trial_age_seconds", "Since a backup was last restored on trial.", runs.trial),
    ]


def _tenants() -> Measured:
    rows = Tenant.objects.values_list("kind", "state").annotate(number=Count("pk")).order_by("kind", "state")
    values = {(kind, state): float(number) for kind, state, number in rows}
    return Measured("wasl_tenants", "Tenants by kind and state.", values, ("kind", "state"))


def _database() -> list[Measured]:
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        size, most, connections = cursor.fetchone()
    return [
        Measured("wasl_database_size_bytes", "Of the whole database on its disk.", {(): float(size)}),
        Measured("wasl_database_connections", "Connections to it that are open.", {(): float(connections)}),
        Measured("wasl_database_connections_max", "How many the server takes.", {(): float(most)}),
    ]


def _age(name: str, says: str, at: datetime | None) -> Measured:
    return Measured(name, says, {(): (timezone.now() - at).total_seconds()} if at else {})
