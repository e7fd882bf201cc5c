"""`export_tenant SCHEMA FOLDER`: a readable export of one NGO."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.tenant_export import export_tenant
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Write one NGO's records (xlsx), pages (JSON and HTML) and media into an empty folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, schema: str, folder: Path, **options: Any) -> None:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        try:
            count = export_tenant(tenant, folder)
        except FileExistsError:
            raise CommandError(f"{folder} is not empty. Choose another folder.") from None
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{schema}: {count} files in {folder}. They hold names.")
