"""What each command would do, as statements: `--dry-run` shows them, the same are executed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tenants.scale.cluster import CONFIGURATION, EXTENSION, EXTENSIONS, REFERENCED, Node

LOCK_SECONDS = 3
NODE_SECONDS = 3  # how long a page waits for a machine that does not answer
# Made by a node for itself: without the switch it would say that only the coordinator may.
ALONE = "SET citus.enable_ddl_propagation TO off"
SEARCH = (
    "DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace"
    f" AND cfgname = '{CONFIGURATION.partition('.')[2]}') THEN"
    f" CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = simple);"
    f" ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;"
    " END IF; END $do$"
)


@dataclass(frozen=True)
class Step:
    """One statement and what it is for."""

    says: str
    statement: str
    on_node: str = ""  # host:port; the coordinator unless given

    def __str__(self) -> str:
        where = f" (on {self.on_node})" if self.on_node else ""
        return f"-- {self.says}{where}\n{self.statement};"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def address(name: str) -> tuple[str, int]:
    """`host:port` in its parts. Raises ValueError."""
    host, _colon, port = name.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(name)
    return host, int(port)


def of_node(name: str) -> str:
    """Host and port as arguments of a function of Citus."""
    host, port = address(name)
    return f"{literal(host)}, {port}"


def to_enable(database: str, coordinator: str, nodes: Sequence[str], keys: Iterable[str]) -> Iterator[Step]:
    """The order matters: a reference table made while tenants' keys lead to it converts every table of every tenant,
    and lets their numbers begin anew. `keys` are the statements that drop those keys."""
    yield Step("the extension", f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
    yield Step("no page waits long for a machine that is away",
               f'ALTER DATABASE "{database}" SET citus.node_connection_timeout = \'{NODE_SECONDS}s\'')  # fmt: skip
    yield Step("by what name the nodes find this one", f"SELECT citus_set_coordinator_host({of_node(coordinator)})")
    for node in nodes:
        yield Step("the extension there", f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}", node)
        for extension in EXTENSIONS:
            yield Step("what queries need there", f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public", node)
        yield Step("how texts are searched there", SEARCH, node)
        # Ours says so to each session; what a node's own would make of a moment, as a text or as a date, is another.
        yield Step("the clock of ours", f"ALTER DATABASE \"{database}\" SET timezone = 'UTC'", node)
        yield Step("a node of the cluster", f"SELECT citus_add_node({of_node(node)})")
    for key in keys:
        yield Step("a key of a tenant to a shared table", key)
    yield Step("the one shared table that tenants join, on every node",
               f"SELECT create_reference_table({literal(REFERENCED)})")  # fmt: skip


def to_distribute(schema: str, tables: Sequence[str]) -> Iterator[Step]:
    """In one transaction. The tables are locked first, all at once: a tenant in use would end in a deadlock."""
    names = ", ".join(f'"{schema}"."{table}"' for table in tables)
    yield Step("give up rather than keep people waiting", f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    yield Step("nobody writes meanwhile", f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    yield Step("move there", f"SELECT citus_schema_distribute({literal(schema)})")


def to_clean(schema: str, tables: Iterable[str]) -> Iterator[Step]:
    """After that transaction: the rows of before, which the coordinator keeps hidden, go."""
    for table in tables:
        name = literal(f'"{schema}"."{table}"')
        yield Step("no copy stays behind", f"SELECT truncate_local_data_after_distributing_table({name})")


def to_move(schema: str, node: Node) -> Iterator[Step]:
    """By logical replication: people go on writing until the last moment."""
    yield Step(f"to {node.name}", f"SELECT citus_schema_move({literal(schema)}, {of_node(node.name)}, 'force_logical')")


def to_drain(node: Node, homes: Sequence[tuple[str, Node]]) -> Iterator[Step]:
    """Nobody is brought there any more, and whoever lives there moves, one after the other."""
    yield Step("no tenant is brought there", f"SELECT citus_set_node_property({of_node(node.name)}, 'shouldhaveshards',"
               " false)")  # fmt: skip
    for schema, home in homes:
        yield from to_move(schema, home)


def to_come_back(schema: str) -> Iterator[Step]:
    """Between the backup and the restore: a distributed schema cannot be taken back as it is."""
    yield Step("what was saved to a file goes, here and there", f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
