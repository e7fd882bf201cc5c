"""`setup_database`: migrate what needs it - public schema, template, tenants - and say so line by line."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.setting_up import SetUp, SetUpError


def number_of_jobs(given: str) -> int:
    """How many tenants at once."""
    if not given.isdecimal() or not int(given):
        raise ArgumentTypeError(f"{given!r} is no number of processes. Write 1 or more.")
    return int(given)


class Command(BaseCommand):
    help = "Bring the public schema, the template and every tenant up to date; make the hub where it is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jobs", type=number_of_jobs, default=0, metavar="N",
            help="tenants that are upgraded at once; unless given, one for each core",
        )  # fmt: skip

    def handle(self, *args: Any, jobs: int = 0, **options: Any) -> None:
        try:
            SetUp(say=self._say, warn=self.stderr.write, jobs=jobs).run()
        except SetUpError as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
