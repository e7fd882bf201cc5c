"""Reads a cluster: which nodes there are, who lives where, what is missing, what was left over."""

import json
from dataclasses import dataclass, field
from functools import cached_property

from tenants import provisioning
from tenants.archive.tables import rows
from tenants.models import Tenant

EXTENSION = "citus"
# What a tenant's tables and queries name in `public`, beside tables: it must stand on every node.
EXTENSIONS = ("pg_trgm", "unaccent")
CONFIGURATION = "public.wasl"
REFERENCED = "public.django_content_type"  # the one public table that tenants' queries join
# With it on, a clone would be registered as distributed while its tables stay here, and could never be either.
FORBIDDEN = "citus.enable_schema_based_sharding"

NODES = """
SELECT nodeid, groupid, nodename, nodeport, isactive, shouldhaveshards
FROM pg_dist_node WHERE noderole = 'primary' ORDER BY groupid"""
PLACES = """
SELECT DISTINCT n.nspname, l.groupid
FROM pg_dist_schema s JOIN pg_namespace n ON n.oid = s.schemaid
JOIN pg_dist_partition p ON p.colocationid = s.colocationid
JOIN pg_dist_shard h ON h.logicalrelid = p.logicalrelid
JOIN pg_dist_placement l ON l.shardid = h.shardid"""
HIDDEN = """
SELECT n.nspname, array_agg(c.relname::text ORDER BY c.relname)
FROM pg_dist_schema s JOIN pg_namespace n ON n.oid = s.schemaid
JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
GROUP BY n.nspname"""
LOCAL_SIZES = """
SELECT n.nspname, sum(pg_total_relation_size(c.oid))::bigint
FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r' GROUP BY n.nspname"""
SHARD_SIZES = """
SELECT n.nspname, sum(z.size)::bigint
FROM citus_shard_sizes() z JOIN pg_dist_shard h ON h.shardid = z.shard_id
JOIN pg_class c ON c.oid = h.logicalrelid JOIN pg_namespace n ON n.oid = c.relnamespace GROUP BY n.nspname"""
# On a node: parts of tenants' tables that nobody is told to ask for there, of a tenant dropped while the node was away.
UNUSED = r"""
SELECT coalesce(json_agg(n.nspname || '.' || c.relname ORDER BY 1), '[]')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relname ~ '_\d{6,}$' AND n.nspname !~ '^(pg_|information_schema|citus)'
  AND NOT EXISTS (SELECT FROM pg_dist_placement p WHERE p.groupid = (SELECT groupid FROM pg_dist_local_group)
                  AND p.shardid = substring(c.relname FROM '\d{6,}$')::bigint)"""
ON_NODES = "SELECT nodename || ':' || nodeport, result FROM run_command_on_workers(%s) WHERE success ORDER BY 1"
ORPHANS = """
SELECT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
WHERE c.relname = 'accounts_user' AND n.nspname <> ALL(%s)
  AND NOT EXISTS (SELECT FROM public.tenants_tenant t WHERE t.schema_name = n.nspname) ORDER BY 1"""
LOST = """
SELECT schema_name FROM public.tenants_tenant
WHERE state <> 'unfinished' AND to_regnamespace(quote_ident(schema_name)) IS NULL ORDER BY 1"""
LEFT_OVER = "SELECT count(*) FROM pg_dist_cleanup"


@dataclass(frozen=True)
class Node:
    """One PostgreSQL of the cluster; group 0 is the coordinator."""

    number: int
    group: int
    host: str
    port: int
    is_active: bool
    takes_tenants: bool

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Cluster:
    """What stands. Without the extension nothing but `is_offered` and `is_loaded` says anything."""

    is_offered: bool
    version: str = ""
    is_loaded: bool = False
    is_forbidden: bool = False
    has_reference: bool = False
    nodes: tuple[Node, ...] = ()
    places: dict[str, int] = field(default_factory=dict)  # schema -> group

    @cached_property
    def workers(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.group)

    @property
    def is_enabled(self) -> bool:
        return bool(self.version and self.workers and self.has_reference)

    def node_of(self, schema: str) -> Node | None:
        """Where the tenant lives; None: on the coordinator, not distributed."""
        group = self.places.get(schema)
        return next((node for node in self.nodes if node.group == group), None)

    def named(self, name: str) -> Node | None:
        return next((node for node in self.nodes if node.name == name), None)


def read_cluster() -> Cluster:
    """From the catalogue of the database that is asked, the coordinator's."""
    offered = bool(rows("SELECT 1 FROM pg_available_extensions WHERE name = %s", EXTENSION))
    # What is preloaded only a superuser may read; that its settings are known says the same.
    loaded = bool(rows("SELECT 1 FROM pg_settings WHERE name = 'citus.node_connection_timeout'"))
    found = rows("SELECT extversion FROM pg_extension WHERE extname = %s", EXTENSION)
    if not found:
        return Cluster(is_offered=offered, is_loaded=loaded)
    [(forbidden,)] = rows("SELECT coalesce(current_setting(%s, true), 'off') = 'on'", FORBIDDEN)
    [(referenced,)] = rows("SELECT count(*) > 0 FROM pg_dist_partition WHERE logicalrelid = to_regclass(%s)"
                           " AND partmethod = 'n' AND repmodel = 't'", REFERENCED)  # fmt: skip
    return Cluster(
        is_offered=offered, version=found[0][0], is_loaded=loaded, is_forbidden=forbidden, has_reference=referenced,
        nodes=tuple(Node(*row) for row in rows(NODES)), places=dict(rows(PLACES)),
    )  # fmt: skip


def hidden_copies() -> dict[str, list[str]]:
    """Schema -> tables of which the coordinator keeps the rows of before: no erasure reaches them."""
    return dict(rows(HIDDEN))


def sizes(cluster: Cluster) -> dict[str, int]:
    """Schema -> bytes where it lives; those of a node that does not answer are missing."""
    here = {schema: size for schema, size in rows(LOCAL_SIZES) if schema not in cluster.places}
    return here | (dict(rows(SHARD_SIZES)) if cluster.places else {})


def left_over() -> int:
    """How many parts of stopped moves wait to be cleared away, which the cluster does by itself."""
    return int(rows(LEFT_OVER)[0][0])


def left_on_nodes() -> dict[str, list[str]]:
    """Node -> tables there that belong to nobody; of those that answer."""
    found = {node: json.loads(told) for node, told in rows(ON_NODES, UNUSED)}
    return {node: tables for node, tables in found.items() if tables}


def orphans() -> list[str]:
    """Schemas with a tenant's tables that no tenant's row knows, the template apart."""
    return [schema for (schema,) in rows(ORPHANS, sorted(provisioning.RESERVED))]


def lost() -> list[str]:
    """Tenants that have a row and no schema."""
    return [schema for (schema,) in rows(LOST)]


def unfinished() -> list[str]:
    """Tenants amid a restore, a removal or a way back that was stopped, their schema there or not."""
    return list(Tenant.objects.filter(state=Tenant.State.UNFINISHED).order_by("schema_name")
                .values_list("schema_name", flat=True))  # fmt: skip


def homeless(cluster: Cluster) -> list[str]:
    """NGOs that could be distributed and are not; the hub stays where the network's tables are."""
    ngos = Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("schema_name")
    return [schema for schema in ngos.values_list("schema_name", flat=True) if schema not in cluster.places]


def every_schema() -> list[str]:
    """Of the hub and of every NGO that is whole."""
    return list(Tenant.objects.whole().order_by("schema_name").values_list("schema_name", flat=True))


def away(cluster: Cluster) -> set[str]:
    """Nodes that do not answer within the cluster's own patience (`citus.node_connection_timeout`)."""
    asked = "SELECT citus_check_connection_to_node(%s, %s)"
    return {node.name for node in cluster.workers if not rows(asked, node.host, node.port)[0][0]}
