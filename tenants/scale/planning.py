"""What each command would do here, as steps: from the settings, the catalogue and the cluster that stands."""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection as django_connection

from tenants import provisioning, schemas
from tenants.keeping.runs import last_runs
from tenants.scale import cluster as reading
from tenants.scale import steps
from tenants.scale.cluster import Cluster, Node
from tenants.scale.comparing import all_tables
from tenants.scale.refusing import ScaleError, refuse_unready, refuse_what_enabling_lacks, refuse_without_cluster


def planned(found: Cluster, what: str, names: Sequence[str] = ()) -> list[steps.Step]:
    """After the refusals of the command `what`; `distribute` without a name brings everybody. Raises ScaleError."""
    if what == "enable":
        refuse_what_enabling_lacks(found, last_runs())
        return plan_enabling()
    refuse_without_cluster(found)
    if what == "drain":
        node = node_named(found, names[0])
        return list(steps.to_drain(node, plan_draining(found, node)))
    homeless = names[:1] or reading.homeless(found)
    for schema in homeless:
        refuse_unready(found, schema)
    if what == "move":
        return list(steps.to_move(names[0], node_named(found, names[1])))
    if what == "back":
        return list(steps.to_come_back(names[0]))
    return [step for schema in homeless for step in plan_distributing(schema)]


def plan_enabling() -> list[steps.Step]:
    """Raises ScaleError."""
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


def plan_distributing(schema: str) -> list[steps.Step]:
    """Of the hidden copies only those that there are will be emptied."""
    tables = all_tables(schema)
    return [*steps.to_distribute(schema, tables), *steps.to_clean(schema, tables)]


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


def node_named(found: Cluster, name: str) -> Node:
    """A worker by host:port. Raises ScaleError."""
    node = found.named(name)
    if node is None or not node.group:
        raise ScaleError(f"There is no node {name}. `scale status` shows them.")
    return node
