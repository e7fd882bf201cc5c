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
from tenants.scale.cluster import Node
from tenants.scale.comparing import DifferenceError, all_tables, behind, refuse_difference, state_of
from tenants.scale.planning import node_named, plan_enabling, planned
from tenants.scale.refusing import ScaleError, refuse_unready, refuse_what_enabling_lacks
from tenants.scale.rules import broken_rules

Say = Callable[[str], object]
TRIES = 20  # of three seconds each, while people are at work
PAUSE = 1.0  # seconds between two tries
LOCK_TIMEOUT, DEADLOCK = "55P03", "40P01"


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
    refuse_unready(reading.read_cluster(), schema)
    with provisioning.provisioning_lock():
        found = reading.read_cluster()  # as it is by now: another `scale` may have been at it
        tenant = refuse_unready(found, schema)
        if schema not in found.places:
            schemas.detach_from_public(schema)
            if broken := broken_rules([schema]):
                raise ScaleError(f"Nothing was moved: {'; '.join(map(str, broken))}.")
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
    _node_to_move_to(schema, node_name)
    with provisioning.provisioning_lock():
        if node := _node_to_move_to(schema, node_name):
            for step in steps.to_move(schema, node):
                _execute(step)
    tell(f"{schema}: on {_home(schema)}{'' if node else ' already'}")


def _node_to_move_to(schema: str, node_name: str) -> Node | None:
    """None: the NGO lives there. Raises ScaleError."""
    found = reading.read_cluster()
    refuse_unready(found, schema)
    node = node_named(found, node_name)
    if schema not in found.places:
        raise ScaleError(f"{schema} is not distributed: run `scale distribute {schema}` first.")
    return None if found.places[schema] == node.group else node


def drain(node_name: str, tell: Say) -> None:
    """Empty a node; run again it goes on."""
    planned(reading.read_cluster(), "drain", [node_name])
    with provisioning.provisioning_lock():
        for step in planned(reading.read_cluster(), "drain", [node_name]):
            _execute(step)
            tell(step.says)


def come_back(schema: str, tell: Say) -> None:
    """From its node to the coordinator: saved to a file, dropped, restored. Stopped, it goes on from the file."""
    file = _file_of(schema)
    refuse_unready(reading.read_cluster(), schema, unfinished=file.exists())
    with provisioning.provisioning_lock():
        found = reading.read_cluster()
        tenant = refuse_unready(found, schema, unfinished=file.exists())
        if schema not in found.places and not file.exists():
            tell(f"{schema}: here already")
            return
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


def _with_patience(act: Callable[[], None], tell: Say) -> None:
    """Again and again while somebody is at work. Raises ScaleError when it takes too long."""
    for number in range(TRIES):
        try:
            act()
        except django.db.OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in {LOCK_TIMEOUT, DEADLOCK}:
                raise ScaleError(_one_line(error)) from error
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
        raise ScaleError(f"{step.says}: {_one_line(error)}") from error
    except django.db.Error as error:
        raise ScaleError(f"{step.says}: {_one_line(error)}") from error


def _one_line(error: django.db.Error) -> str:
    """What a server says, which a node's network adds lines to."""
    return " ".join(say(error).split())


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
