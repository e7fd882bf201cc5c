"""`messages`: how many messages of each tenant wait, are in doubt or were given up; no name, no address."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Min

from people.models import SentMessage
from tenants.connection import connection
from tenants.models import Tenant

Outcome = SentMessage.Outcome
COUNTED = (Outcome.WAITING, Outcome.UNCERTAIN, Outcome.FAILED, Outcome.GIVEN_UP)


class Command(BaseCommand):
    help = "Messages that have not arrived, tenant by tenant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list, one entry for each tenant")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            _count(tenant) for tenant in Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("schema_name")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for row in found:
            counts = ", ".join(f"{row[outcome]} {outcome.replace('_', ' ')}" for outcome in COUNTED if row[outcome])
            since = f", the oldest since {row['waiting_since']}" if row["waiting_since"] else ""
            self.stdout.write(f"{row['schema']}: {counts or 'nothing outstanding'}{since}")


def _count(tenant: Tenant) -> dict[str, Any]:
    """`{"schema", "waiting", "uncertain", "failed", "given_up", "waiting_since"}`; the last an ISO moment or null."""
    with tenant:
        rows = SentMessage.objects.filter(outcome__in=COUNTED).order_by()
        numbers = dict(rows.values_list("outcome").annotate(number=Count("pk")))
        since = rows.filter(outcome=Outcome.WAITING).aggregate(since=Min("made_at"))["since"]
    connection.set_schema_to_public()
    counted = {outcome.value: numbers.get(outcome, 0) for outcome in COUNTED}
    return {"schema": tenant.schema_name, **counted, "waiting_since": since and since.isoformat(timespec="seconds")}
