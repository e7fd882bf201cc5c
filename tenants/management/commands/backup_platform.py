"""`backup_platform FOLDER`: everything in one new file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.archive import ArchiveError, backup_platform
from tenants.provisioning import ProvisioningError


class Command(BaseCommand):
    help = "Write the shared tables and every tenant's tables and media into one new file, read back before it counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the file goes; it is named by the time")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = backup_platform(folder, lambda schema: self.stdout.write(f"  {schema}"))
        except (ArchiveError, ProvisioningError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{folder} cannot be written to: {error.strerror}.") from None
        for schema in made.left_out:
            self.stderr.write(f"“{schema}” is not whole and not in the file: the command that restored it was stopped.")
        kept = "encrypted" if settings.BACKUP_KEY else "NOT encrypted (BACKUP_KEY is not set): it holds names"
        self.stdout.write(f"{made.path}: {len(made.manifest['tenants'])} tenants, {made.size} bytes, {kept}.")
