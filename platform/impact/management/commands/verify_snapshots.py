"""`verify_snapshots`: recompute every hash of every published figure."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from impact.publishing import verify_chain
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Recompute and verify the chain of published figures; exit 1 with the first broken link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", nargs="?", help="one tenant; all of them without it")

    def handle(self, *args: Any, schema: str | None = None, **options: Any) -> None:
        tenants = Tenant.objects.whole().order_by("schema_name")
        if schema is not None:
            tenants = tenants.filter(schema_name=schema)
            if not tenants:
                raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        for tenant in tenants:
            with tenant_context(tenant):
                count, broken = verify_chain()
            if broken is not None:
                link = broken.snapshot
                self.stderr.write(f"{tenant.schema_name}: {link} ({link.short_digest}) is broken: {broken.why}.")
                sys.exit(1)
            self.stdout.write(f"{tenant.schema_name}: {count} snapshots, all sound")
