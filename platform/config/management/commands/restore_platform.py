"""`restore_platform FILE [--only SCHEMA [--as NAME]]`: everything into an empty database, or one NGO into this one."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tenants.archive import ArchiveError, restore_one, restore_platform
from tenants.provisioning import ProvisioningError


class Command(BaseCommand):
    help = "Restore a file of backup_platform into an empty database; a damaged one is known before all else."
    requires_system_checks = ()  # they ask a database that holds nothing

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--only", default="", metavar="SCHEMA", help="one tenant out of it, into this platform")
        parser.add_argument("--as", dest="name", default="", metavar="SCHEMA", help="with --only: under another name")

    def handle(self, *args: Any, file: Path, only: str, name: str, **options: Any) -> None:
        if name and not only:
            raise CommandError("--as goes with --only SCHEMA.")
        try:
            if only:
                tenant = restore_one(file, only, name)
                self.stdout.write(f"{tenant.schema_name}: restored at {tenant.domains.get(is_primary=True).domain}")
                call_command("verify_snapshots", tenant.schema_name, stdout=self.stdout, stderr=self.stderr)
            else:
                self._restore_all(file)
        except (ArchiveError, ProvisioningError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be restored: {error.strerror}.") from None

    def _restore_all(self, file: Path) -> None:
        self.began = time.monotonic()
        manifest = restore_platform(file, self._say)
        files = sum(told["files"] for told in manifest["tenants"].values())
        rows = sum(told["rows"] for told in manifest["tenants"].values()) + sum(manifest["rows"].values())
        self.stdout.write(f"Restored as of {manifest['made_at']}: {len(manifest['tenants'])} tenants, {rows} rows, "
                          f"{files} files, counted again.")  # fmt: skip
        call_command("verify_snapshots", stdout=self.stdout, stderr=self.stderr)

    def _say(self, schema: str) -> None:
        self.stdout.write(f"  {schema} · {time.monotonic() - self.began:.1f} s")
        self.stdout.flush()
