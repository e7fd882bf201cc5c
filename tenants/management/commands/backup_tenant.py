"""`backup_tenant SCHEMA FILE`: one tenant's tables and media in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.archive import backup_tenant
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Write one tenant's schema and media into one file; an existing file is not overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, schema: str, file: Path, **options: Any) -> None:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        if tenant.state == Tenant.State.UNFINISHED:
            raise CommandError(f"“{schema}” is not whole: the command that restored or removed it was stopped.")
        try:
            manifest = backup_tenant(tenant, file)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Choose another name.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{schema}: {len(manifest['parts'])} parts, {file.stat().st_size} bytes. It holds names.")
