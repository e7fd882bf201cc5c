"""`set_state SCHEMA active|suspended|archived [--from DATE]`: the life of an NGO."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.lifecycle import CHOICES, LifecycleError, set_state
from tenants.models import Tenant


def day(text: str) -> datetime.date:
    """A day as ISO writes it."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a date. Write it as 2026-12-31.") from None


class Command(BaseCommand):
    help = "Make an NGO active, suspended (staff read, nobody writes) or archived (its figures stay, it is closed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("state", choices=[choice.value for choice in CHOICES])
        parser.add_argument(
            "--from", dest="on", type=day, metavar="DATE", help="a day to come: the worker does it then"
        )

    def handle(self, *args: Any, schema: str, state: str, on: datetime.date | None, **options: Any) -> None:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        try:
            tenant = set_state(tenant=tenant, state=state, on=on)
        except LifecycleError as error:
            raise CommandError(str(error)) from error
        if tenant.next_state_on:
            self.stdout.write(f"{schema}: {tenant.state}; {tenant.next_state} from {tenant.next_state_on}")
        else:
            self.stdout.write(f"{schema}: {tenant.state} since {tenant.state_since or tenant.created_at.date()}")
