"""`count (SCHEMA or --network) --from DAY --to DAY [--by AXIS]`: the figures as JSON."""

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django_tenants.utils import tenant_context

from impact.counting import Period, PeriodError, count_network, count_tenant
from impact.facts.definitions import AXES, is_axis
from tenants.models import Tenant


class OneLineParser(CommandParser):
    """Bad arguments: exit 2 and one line."""

    def error(self, message: str) -> NoReturn:
        print(" ".join(message.split()), file=sys.stderr)  # noqa: T201
        sys.exit(2)


class Command(BaseCommand):
    help = "Print the figures of one NGO or of the network as JSON."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = OneLineParser(prog=f"{prog_name} {subcommand}", description=self.help, **kwargs)
        for option in ("--settings", "--pythonpath"):
            parser.add_argument(option)
        parser.add_argument("-v", "--verbosity", default=1, type=int, choices=[0, 1, 2, 3])
        for option in ("--traceback", "--no-color", "--force-color", "--skip-checks"):
            parser.add_argument(option, action="store_true")
        self.add_arguments(parser)
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("schema", nargs="?")
        scope.add_argument("--network", action="store_true")
        parser.add_argument("--from", dest="start", required=True, metavar="DAY", help="2019-01-01")
        parser.add_argument("--to", dest="end", required=True, metavar="DAY", help="2019-12-31, included")
        parser.add_argument("--by", metavar="AXIS", help=f"{', '.join(AXES)}; or two of them: sex,category_group")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["start"], options["end"])
        except PeriodError as error:
            self._refuse(str(error))
        if options["by"] is not None and not is_axis(options["by"]):
            self._refuse(f"“{options['by']}” is no axis, nor two with a comma between them. Axes: {', '.join(AXES)}.")
        if options["network"]:
            counted = count_network(Tenant.objects.whole().order_by("schema_name"), period, options["by"])
        else:
            tenant = Tenant.objects.filter(schema_name=options["schema"]).first()
            if tenant is None:
                self._refuse(f"There is no tenant “{options['schema']}”. list_tenants shows them.")
            with tenant_context(tenant):
                counted = count_tenant(period, options["by"])
        self.stdout.write(json.dumps(counted, ensure_ascii=False, indent=1))

    def _refuse(self, line: str) -> NoReturn:
        self.stderr.write(" ".join(line.split()))
        sys.exit(2)
