"""`maintenance`: pause all NGOs or one, say beforehand that it comes, end it, or say what is paused."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants import maintenance
from tenants.models import Pause, Tenant
from tenants.upgrade import stale_schemas

LONGEST = Pause._meta.get_field("message_fr").max_length or 0


class Command(BaseCommand):
    help = "Pause every NGO or one: nothing is saved, pages are read or not. Without a word: what is paused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["on", "off", "status"], default="status")
        parser.add_argument("--schema", default=maintenance.EVERYWHERE, help="one tenant; unless given, all of them")
        parser.add_argument(
            "--in", type=int, default=0, dest="wait", metavar="MINUTES", help="staff are told from now on"
        )
        parser.add_argument("--minutes", type=int, default=0, help="how long it is expected to take: readers are told")
        parser.add_argument("--no-reading", action="store_true", help="no page is shown either")
        for code, title in (("", "French, or for everybody"), ("-ar", "Arabic"), ("-en", "English")):
            parser.add_argument(f"--message{code}", default="", metavar="TEXT", help=f"what readers are told: {title}")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "on":
            self._pause(options)
        elif what == "off":
            for pause in maintenance.resume(unfinished=stale_schemas()):
                self.stderr.write(
                    f"{pause.schema_name or 'All'} stays closed: its upgrade is not finished, and pages would be wrong."
                    " Run `setup_database`, then this again."
                )
        pauses = Pause.objects.order_by("begins_at")
        for pause in pauses:
            self.stdout.write(f"  {describe(pause)}")
        if not pauses:
            self.stdout.write("Nothing is paused.")

    def _pause(self, options: dict[str, Any]) -> None:
        schema, wait, minutes = options["schema"], options["wait"], options["minutes"]
        messages = {"fr": options["message"], "ar": options["message_ar"], "en": options["message_en"]}
        if schema and not Tenant.objects.filter(schema_name=schema).exists():
            raise CommandError(f"There is no tenant “{schema}”. `list_tenants` shows them.")
        if min(wait, minutes) < 0:
            raise CommandError("--in and --minutes are numbers of minutes, 0 or more.")
        if any(len(message) > LONGEST for message in messages.values()):
            raise CommandError(f"A message has {LONGEST} characters at most.")
        maintenance.pause(
            schema, reading=not options["no_reading"], minutes=minutes, messages=messages,
            begins_at=timezone.now() + datetime.timedelta(minutes=wait),
        )  # fmt: skip


def describe(pause: Pause) -> str:
    """One line: which tenant, since when, until when, what goes on, who made it."""
    begins, ends = (moment and timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") for moment in
                    (pause.begins_at, pause.ends_at))  # fmt: skip
    word = "since" if pause.begins_at <= timezone.now() else "from"
    return " · ".join(
        [
            pause.schema_name or "all tenants",
            f"{word} {begins}" + (f", expected until {ends}" if ends else ""),
            "pages are read, nothing is saved" if pause.reading else "no page is shown",
            "by an upgrade" if pause.by_upgrade else "by an operator",
        ]
    )
