"""`scale status|enable|distribute|move|drain|back`: NGOs on several machines (docs/scaling.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.provisioning import ProvisioningError
from tenants.scale import cluster as reading
from tenants.scale import doing
from tenants.scale.planning import planned
from tenants.scale.refusing import ScaleError
from tenants.scale.standing import described, read_standing

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
                self._plan(what, names)
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

    def _plan(self, what: str, names: list[str]) -> None:
        """The same refusals, and the statements in place of the deed."""
        for step in planned(reading.read_cluster(), what, names):
            self.stdout.write(str(step))

    def _status(self) -> None:
        for line in described(read_standing(reading.read_cluster())):
            self.stdout.write(line)
