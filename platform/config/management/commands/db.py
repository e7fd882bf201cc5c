"""`db start`, `db stop`, `db status`, `db reset --yes`: the embedded PostgreSQL."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import embedded_pg, in_memory


class Command(BaseCommand):
    help = "Start, stop, show or empty the embedded PostgreSQL of this checkout."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "reset"])
        parser.add_argument("--yes", action="store_true", help="reset: yes, drop everything in it")

    def handle(self, *args: Any, action: str, yes: bool = False, **options: Any) -> None:
        if action == "reset":
            if not yes:
                raise CommandError("This drops every NGO of the embedded database. Say --yes if you mean it.")
            embedded_pg.reset(settings.VAR)
        if action == "start":
            embedded_pg.ensure(settings.VAR)
        if action == "stop":
            embedded_pg.stop(settings.VAR)
            in_memory.remove(settings.VAR)  # that of the tests
        server = embedded_pg.locate(settings.VAR)
        state = "running" if embedded_pg.is_ready(server) else "stopped"
        self.stdout.write(f"PostgreSQL {state} · data {server.data} · socket {server.socket}")
