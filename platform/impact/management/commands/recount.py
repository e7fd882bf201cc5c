"""`recount [SCHEMA]`: proves that the aggregate tables are what the evidence gives."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from impact.aggregates import verify
from impact.counting.caching import prove_cached
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Count everything anew from the evidence and compare; exit 1, mended, where the kept figures differed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", nargs="?", help="one tenant; all of them without it")

    def handle(self, *args: Any, schema: str | None = None, **options: Any) -> None:
        tenants = Tenant.objects.whole().order_by("schema_name")
        if schema is not None:
            tenants = tenants.filter(schema_name=schema)
            if not tenants:
                raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        differed = False
        for tenant in tenants:
            with tenant_context(tenant):
                mismatches = prove_cached() + verify()
            for one in mismatches:
                self.stderr.write(
                    f"{tenant.schema_name}: {one.table} differed in {one.rows} rows. "
                    "Mended: they are those of the evidence now."
                )
            if not mismatches:
                self.stdout.write(f"{tenant.schema_name}: the kept figures are those of the evidence")
            differed = differed or bool(mismatches)
        if differed:
            sys.exit(1)
