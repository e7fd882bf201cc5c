"""Carries out what `steps` says: every command can be run again where it was stopped, and leaves nothing half moved."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django.db
from django.conf import settings
from django.db import connection as django_connection
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django_tenants.utils import schema_context

from core.log_lines import say
from tenants import provisioning, schemas
from tenants.archive import backup_tenant
from tenants.archive.platform_reading import refill
from tenants.connection import connection
from tenants.keeping.runs import last_runs
from tenants.models import Tenant
from tenants.scale import cluster as reading
from tenants.scale import steps
from tenants.scale.cluster import Cluster, Node
from tenants.scale.comparing import DifferenceError, all_tables, behind, refuse_difference, state_of
from tenants.scale.refusing import ScaleError, refuse_unready, refuse_what_enabling_lacks

Say = Callable[[str], object]
TRIES = 20  # of three seconds each, while people are at work
PAUSE = 1.0  # seconds between two tries
LOCK_TIMEOUT, DEADLOCK = "55P03", "40P01"


def plan_enabling() -> list[steps.Step]:
    """From the settings and the catalogue. Raises ScaleError."""
    keys = [
        key
        for schema in (provisioning.TEMPLATE_SCHEMA, *reading.every_schema())
        for key in schemas.keys_to_public(schema)
    ]
    return list(
        steps.to_enable(
            django_connection.settings_dict["NAME"], settings.CLUSTER_COORDINATOR, settings.CLUSTER_NODES, keys
        )
    )


def enable(tell: Say) -> None:
    """Make this database the coordinator. Raises ScaleError before anything is touched, or where a node refuses."""
    found = reading.read_cluster()
    refuse_what_enabling_lacks(found, last_runs())
    with provisioning.provisioning_lock():
        before = {tenant.schema_name: state_of(tenant, figures=False).sequences for tenant in Tenant.objects.whole()}
        for step in plan_enabling():
            if found.has_reference and "create_reference_table" in step.statement:
                continue
            tell(step.says)
            _execute(step)
        for tenant in Tenant.objects.whole():
            if state_of(tenant, figures=False).sequences != before[tenant.schema_name]:
                raise ScaleError(f"The numbers of {tenant.schema_name} went back: restore the backup, and report this.")


def distribute(schema: str, tell: Say) -> None:
    """Bring one NGO to a node. In one transaction with the comparison: where anything differs it stays where it is."""
    found = reading.read_cluster()
    tenant = refuse_unready(found, schema)
    with provisioning.provisioning_lock():
        if schema not in found.places:
            schemas.detach_from_public(schema)
            if late := behind(schema):
                raise ScaleError(f"{schema}: numbers stand behind their rows ({', '.join(late)}). Restore it first.")
            _with_patience(lambda: _distribute(tenant, tell), tell)
        _clean(schema, tell)
        tell(f"{schema}: on {_home(schema)}")


def _distribute(tenant: Tenant, tell: Say) -> None:
    schema = tenant.schema_name
    tables = all_tables(schema)
    with schema_context("public"), transaction.atomic():
        *locks, there = steps.to_distribute(schema, tables)
        for step in locks:
            _execute(step)
        before = state_of(tenant)
        _execute(there)
        try:
            refuse_difference(before, state_of(tenant))
        except DifferenceError as error:
            raise ScaleError(f"{schema}: not the same afterwards ({error}); it stays where it was.") from None
    tell(f"{schema}: {sum(count for count, _sum in before.rows.values())} rows of {len(tables)} tables, each the same")


def _clean(schema: str, tell: Say) -> None:
    """Also where an earlier run was stopped before it."""
    kept = reading.hidden_copies().get(schema, [])
    for step in steps.to_clean(schema, kept):
        _execute(step)
    if kept:
        tell(f"{schema}: hidden copies of {len(kept)} tables emptied")
    with connection.cursor() as cursor:  # the planner knows nothing of what came
        cursor.execute("ANALYZE " + ", ".join(f'"{schema}"."{table}"' for table in all_tables(schema)))


def move(schema: str, node_name: str, tell: Say) -> None:
    """To another node, while people write."""
    found = reading.read_cluster()
    tenant = refuse_unready(found, schema)
    node = node_named(found, node_name)
    if schema not in found.places:
        raise ScaleError(f"{schema} is not distributed: run `scale distribute {schema}` first.")
    if found.places[schema] == node.group:
        tell(f"{schema}: on {node.name} already")
        return
    with provisioning.provisioning_lock():
        for step in steps.to_move(tenant.schema_name, node):
            _execute(step)
    tell(f"{schema}: on {_home(schema)}")


def drain(node_name: str, tell: Say) -> None:
    """Empty a node; run again it goes on."""
    found = reading.read_cluster()
    node = node_named(found, node_name)
    homes = plan_draining(found, node)
    with provisioning.provisioning_lock():
        for step in steps.to_drain(node, homes):
            _execute(step)
            tell(step.says)


def plan_draining(found: Cluster, node: Node) -> list[tuple[str, Node]]:
    """Who moves where: each to the node with the fewest tenants. Raises ScaleError where there is no other."""
    others = {other.group: other for other in found.workers if other.group != node.group and other.takes_tenants}
    if not others:
        raise ScaleError(f"There is no other node to take what lives on {node.name}.")
    many = {group: list(found.places.values()).count(group) for group in others}
    homes = []
    for schema in sorted(schema for schema, group in found.places.items() if group == node.group):
        group = min(many, key=lambda one: (many[one], one))
        many[group] += 1
        homes.append((schema, others[group]))
    return homes


def come_back(schema: str, tell: Say) -> None:
    """From its node to the coordinator: saved to a file, dropped, restored. Stopped, it goes on from the file."""
    file = _file_of(schema)
    found = reading.read_cluster()
    tenant = refuse_unready(found, schema, unfinished=file.exists())
    if schema not in found.places and not file.exists():
        tell(f"{schema}: here already")
        return
    with provisioning.provisioning_lock():
        if schema in found.places:
            Tenant.objects.filter(pk=tenant.pk).update(state=Tenant.State.UNFINISHED)  # nobody writes meanwhile
            file.unlink(missing_ok=True)
            file.parent.mkdir(parents=True, exist_ok=True)
            backup_tenant(tenant, file)
            tell(f"{schema}: saved to {file}")
            for step in steps.to_come_back(schema):
                _execute(step)
        with file.open("rb") as saved:
            refill(tenant, saved)
    file.unlink()
    tell(f"{schema}: here again")


def _file_of(schema: str) -> Path:
    return Path(settings.VAR) / "scale" / f"{schema}.zip"


def _home(schema: str) -> str:
    node = reading.read_cluster().node_of(schema)
    return node.name if node else "the coordinator"


def node_named(found: Cluster, name: str) -> Node:
    """A worker by host:port. Raises ScaleError."""
    node = found.named(name)
    if node is None or not node.group:
        raise ScaleError(f"There is no node {name}. `scale status` shows them.")
    return node


def _with_patience(act: Callable[[], None], tell: Say) -> None:
    """Again and again while somebody is at work. Raises ScaleError when it takes too long."""
    for number in range(TRIES):
        try:
            act()
        except django.db.OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in {LOCK_TIMEOUT, DEADLOCK}:
                raise ScaleError(say(error)) from error
            tell(f"people are at work: try {number + 2} of {TRIES}")
            time.sleep(PAUSE)
        else:
            return
    raise ScaleError("People are at work all the time. Pause the NGO (`maintenance on --schema …`) and run this again.")


def _execute(step: steps.Step) -> None:
    """On the coordinator, in the active transaction if there is one, or on a node. Raises ScaleError."""
    try:
        if step.on_node:
            with _session_of(step.on_node) as session:
                session.execute(steps.ALONE)
                session.execute(step.statement)
            return
        with connection.cursor() as cursor:
            cursor.execute(step.statement)
    except django.db.OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in {LOCK_TIMEOUT, DEADLOCK}:
            raise
        raise ScaleError(f"{step.says}: {say(error)}") from error
    except django.db.Error as error:
        raise ScaleError(f"{step.says}: {say(error)}") from error


@contextmanager
def _session_of(node: str) -> Iterator[CursorWrapper]:
    """A connection to a node with our own name and password."""
    own = django_connection.copy()
    host, port = steps.address(node)
    own.settings_dict = {**own.settings_dict, "HOST": host, "PORT": str(port)}
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def plan_distributing(schema: str) -> list[steps.Step]:
    """What distributing would do; of the hidden copies only those that there are will be emptied."""
    tables = all_tables(schema)
    return [*steps.to_distribute(schema, tables), *steps.to_clean(schema, tables)]
