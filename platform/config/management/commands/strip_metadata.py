"""`strip_metadata [SCHEMA]`: position, maker, author and the like out of every stored upload."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from config.stripping import strip_all
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Take position, maker, author and the like out of every stored upload, of one tenant or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", nargs="?", help="one tenant; all of them where none is named")

    def handle(self, *args: Any, schema: str | None, **options: Any) -> None:
        tenants = list(Tenant.objects.filter(schema_name=schema) if schema else Tenant.objects.whole())
        if not tenants and schema:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        with translation.override("en"):  # as the commands speak
            reports = strip_all(tenants)
        for report in reports:
            self.stdout.write(f"{report.schema}: {report.files} files, {report.changed} changed.")
            for name, why in report.broken.items():
                self.stderr.write(f"{report.schema}: {name} was left as it is. {why}")
