"""`keep`: what the timer calls each day."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.keeping import KeepingError, keep


class Command(BaseCommand):
    help = "Back up the platform to BACKUP_TO, rotate (7 daily, 5 weekly, 12 monthly), restore one a week on trial."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--trial", action="store_true", default=None, help="restore the newest, due or not")
        which.add_argument("--no-trial", action="store_false", dest="trial", help="do not, though it may be due")

    def handle(self, *args: Any, trial: bool | None = None, **options: Any) -> None:
        if not settings.BACKUP_TO:
            raise CommandError("BACKUP_TO is not set: name a folder or s3://bucket/prefix (docs/operators.md).")
        try:
            keep(self.stdout.write, trial=trial)
        except KeepingError as error:
            raise CommandError(str(error)) from None
