"""`restore_tenant FILE [--as SCHEMA]`: a tenant from its file, into a fresh schema."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.archive import ArchiveError, restore_tenant
from tenants.provisioning import ProvisioningError


class Command(BaseCommand):
    help = "Restore a tenant; an existing one is not overwritten, a damaged file is known before anything is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="schema", default="", metavar="SCHEMA", help="under another name")

    def handle(self, *args: Any, file: Path, schema: str, **options: Any) -> None:
        try:
            tenant = restore_tenant(file, schema)
        except (ArchiveError, ProvisioningError) as error:
            raise CommandError(str(error)) from None
        host = tenant.domains.get(is_primary=True).domain
        self.stdout.write(f"{tenant.schema_name}: restored at {host}. Run verify_snapshots {tenant.schema_name}.")
