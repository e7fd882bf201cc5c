"""`scale status|enable|distribute|move|drain|back`: NGOs on several machines (docs/scaling.md)."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.keeping.runs import last_runs
from tenants.provisioning import ProvisioningError
from tenants.scale import cluster as reading
from tenants.scale import doing, steps
from tenants.scale.cluster import Cluster
from tenants.scale.refusing import ScaleError, lacking, refuse_unready, refuse_what_enabling_lacks

WORDS = {"status": 0, "enable": 0, "distribute": 1, "move": 2, "drain": 1, "back": 1}


class Command(BaseCommand):
    help = "NGOs on the nodes of a Citus cluster: say what stands, make it, bring, move and take back one NGO."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=WORDS)
        parser.add_argument("names", nargs="*", metavar="SCHEMA or NODE", help="`move SCHEMA NODE`, `drain NODE` …")
        parser.add_argument("--all", action="store_true", help="distribute every NGO that is not yet")
        parser.add_argument("--dry-run", action="store_true", help="print the statements; change nothing")

    def handle(self, *args: Any, what: str, names: list[str], **options: Any) -> None:
        everybody, dry = options["all"], options["dry_run"]
        if everybody and what != "distribute":
            raise CommandError("--all goes with `distribute`.")
        if len(names) != (0 if everybody else WORDS[what]):
            raise CommandError("scale status | enable | distribute SCHEMA | distribute --all | move SCHEMA NODE"
                               " | drain NODE | back SCHEMA [--dry-run]")  # fmt: skip
        try:
            if what == "status":
                self._status()
            elif dry:
                self._plan(what, names, everybody=everybody)
            else:
                self._act(what, names, everybody=everybody)
        except (ScaleError, ProvisioningError) as error:
            raise CommandError(str(error)) from None

    def _act(self, what: str, names: list[str], *, everybody: bool) -> None:
        tell = self.stdout.write
        if what == "enable":
            doing.enable(tell)
        elif what == "distribute":
            for schema in reading.homeless(reading.read_cluster()) if everybody else names:
                doing.distribute(schema, tell)
        elif what == "move":
            doing.move(names[0], names[1], tell)
        elif what == "drain":
            doing.drain(names[0], tell)
        else:
            doing.come_back(names[0], tell)

    def _plan(self, what: str, names: list[str], *, everybody: bool) -> None:
        """The same refusals, and the statements in place of the deed."""
        found = reading.read_cluster()
        for step in self._steps(found, what, names, everybody=everybody):
            self.stdout.write(str(step))

    def _steps(self, found: Cluster, what: str, names: list[str], *, everybody: bool) -> Iterable[steps.Step]:
        if what == "enable":
            refuse_what_enabling_lacks(found, last_runs())
            return doing.plan_enabling()
        if what == "drain":
            node = doing.node_named(found, names[0])
            return steps.to_drain(node, doing.plan_draining(found, node))
        schemas = reading.homeless(found) if everybody else names[:1]
        for schema in schemas:
            refuse_unready(found, schema)
        if what == "move":
            return steps.to_move(names[0], doing.node_named(found, names[1]))
        if what == "back":
            return steps.to_come_back(names[0])
        return [step for schema in schemas for step in doing.plan_distributing(schema)]

    def _status(self) -> None:
        found = reading.read_cluster()
        for line in described(found):
            self.stdout.write(line)


def described(found: Cluster) -> Iterable[str]:
    """Nodes, who lives where and how large, what is missing, what was left over."""
    if not found.version:
        yield "one machine · no cluster"
        yield from (f"missing · {line}" for line in lacking(found))
        return
    yield f"citus {found.version}"
    away = reading.away(found)
    for node in found.nodes:
        many = sum(group == node.group for group in found.places.values())
        state = "away" if node.name in away else "answers" if node.takes_tenants or not node.group else "is drained"
        yield f"node · {node.name} · {'coordinator' if not node.group else f'{many} NGOs'} · {state}"
    large = reading.sizes(found)
    for schema in sorted(reading.every_schema()):
        home = found.node_of(schema)
        size = f"{large[schema] / 1_000_000:.1f} MB" if schema in large else "size unknown"
        yield f"tenant · {schema} · {home.name if home else 'coordinator'} · {size}"
    if found.is_forbidden:
        yield from (f"missing · {line}" for line in lacking(found))
    if not found.has_reference:
        yield f"missing · {reading.REFERENCED} is no reference table: run `scale enable`."
    for schema, tables in reading.hidden_copies().items():
        yield f"left over · {schema} · {len(tables)} hidden copies: run `scale distribute {schema}` again."
    if parts := reading.left_over():
        yield f"left over · {parts} parts of moves that were stopped; the cluster clears them away."
