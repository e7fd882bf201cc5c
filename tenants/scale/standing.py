"""What `scale status` says: nodes, who lives where, sizes, what is missing, breaks a rule or was left over."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tenants.scale import cluster as reading
from tenants.scale.cluster import Cluster
from tenants.scale.refusing import lacking
from tenants.scale.rules import Finding, broken_rules, unlisted_extensions


@dataclass(frozen=True)
class Standing:
    """All that is said, read once. Sizes in bytes; a schema whose machine is away has none."""

    cluster: Cluster
    schemas: list[str]
    sizes: dict[str, int] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    lacking: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    broken: list[Finding] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    on_nodes: dict[str, list[str]] = field(default_factory=dict)
    parts: int = 0


def read_standing(found: Cluster) -> Standing:
    """On one machine too: what would keep a tenant from being moved is better known before."""
    schemas = reading.every_schema()
    common = Standing(
        cluster=found, schemas=schemas, lacking=lacking(found), lost=reading.lost(), unfinished=reading.unfinished(),
        broken=broken_rules(schemas), extensions=unlisted_extensions(), orphans=reading.orphans(),
    )  # fmt: skip
    if not found.version:
        return common
    return Standing(
        **{name: getattr(common, name) for name in ("cluster", "schemas", "lacking", "lost", "unfinished", "broken",
                                                    "extensions", "orphans")},
        sizes=reading.sizes(found), away=reading.away(found), hidden=reading.hidden_copies(),
        on_nodes=reading.left_on_nodes(), parts=reading.left_over(),
    )  # fmt: skip


def described(standing: Standing) -> Iterator[str]:
    """A line each, its parts with · between; the first word says of what."""
    found = standing.cluster
    if found.version:
        yield f"citus {found.version}"
        yield from _nodes(standing)
        yield from _tenants(standing)
    else:
        yield "one machine · no cluster"
    yield from _missing(standing)
    yield from (f"breaks a rule · {finding}" for finding in standing.broken)
    yield from (f"breaks a rule · extension {name}: no node would have it" for name in standing.extensions)
    yield from _left_over(standing)


def _nodes(standing: Standing) -> Iterator[str]:
    found = standing.cluster
    for node in found.nodes:
        many = sum(group == node.group for group in found.places.values())
        takes = node.takes_tenants or not node.group
        state = "away" if node.name in standing.away else "answers" if takes else "is drained"
        yield f"node · {node.name} · {'coordinator' if not node.group else f'{many} NGOs'} · {state}"


def _tenants(standing: Standing) -> Iterator[str]:
    for schema in standing.schemas:
        home, size = standing.cluster.node_of(schema), standing.sizes.get(schema)
        said = "size unknown" if size is None else f"{size / 1_000_000:.1f} MB"
        yield f"tenant · {schema} · {home.name if home else 'coordinator'} · {said}"


def _missing(standing: Standing) -> Iterator[str]:
    found = standing.cluster
    if not found.version or found.is_forbidden:
        yield from (f"missing · {line}" for line in standing.lacking)
    if found.version and not found.has_reference:
        yield f"missing · {reading.REFERENCED} is no reference table: run `scale enable`."
    for schema in standing.lost:
        yield f"missing · {schema} · its schema: restore it, or run `drop_tenant {schema} --yes`."
    for schema in standing.unfinished:
        yield f"missing · {schema} · not whole: the command that restored, moved or removed it was stopped. Run that."


def _left_over(standing: Standing) -> Iterator[str]:
    for schema, tables in standing.hidden.items():
        yield f"left over · {schema} · {len(tables)} hidden copies: run `scale distribute {schema}` again."
    for schema in standing.orphans:
        yield f"left over · {schema} · a schema without a tenant: run `drop_tenant {schema} --yes`."
    for node, tables in standing.on_nodes.items():
        yield f"left over · {node} · {len(tables)} tables that no tenant uses ({tables[0]} …): drop them there."
    if standing.parts:
        yield f"left over · {standing.parts} parts of moves that were stopped; the cluster clears them away."
