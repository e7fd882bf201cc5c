"""`backup_key [--new]`: the key of the backups, as programs of age take it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from pyrage.x25519 import Identity

from tenants.archive.sealing import identity_of


class Command(BaseCommand):
    help = "Print the key that opens the backups with any program of age: age --decrypt -i KEY_FILE backup.wasl.age"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="a new one, for BACKUP_KEY")

    def handle(self, *args: Any, new: bool, **options: Any) -> None:
        if not (new or settings.BACKUP_KEY):
            raise CommandError("BACKUP_KEY is not set: backups are not encrypted. --new makes a key.")
        self.stdout.write(str(Identity.generate() if new else identity_of(settings.BACKUP_KEY)))
