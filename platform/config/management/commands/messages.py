"""`messages`: how many messages of each tenant wait, are in doubt or were given up; no name, no address.

Those to people who take part, and the invitations of staff, of the hub too.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Min, QuerySet

from accounts.models import StaffInvitation
from people.models import SentMessage
from tenants.connection import connection
from tenants.models import Tenant

WAITING = "waiting"
COUNTED = (WAITING, "uncertain", "failed", "given_up")  # what both kinds of messages call what has not arrived


class Command(BaseCommand):
    help = "Messages that have not arrived, and invitations of staff, tenant by tenant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list, one entry for each tenant")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [_count(tenant) for tenant in Tenant.objects.whole()]
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for row in found:
            staff = f"; staff: {said}" if (said := _in_words(row["staff"])) else ""
            self.stdout.write(f"{row['schema']}: {_in_words(row) or 'nothing outstanding'}{staff}")


def _count(tenant: Tenant) -> dict[str, Any]:
    """`{"schema", "waiting", "uncertain", "failed", "given_up", "waiting_since", "staff"}`; `waiting_since` is an ISO
    moment or null; under `staff` stand the same numbers of the invitations of staff that are open."""
    with tenant:
        people = _numbers(SentMessage.objects.all(), "outcome", "made_at")
        staff = _numbers(StaffInvitation.objects.open(), "mail", "mail_due_since")
    connection.set_schema_to_public()
    return {"schema": tenant.schema_name, **people, "staff": staff}


def _numbers(rows: QuerySet[Any], state: str, since: str) -> dict[str, Any]:
    kept = rows.filter(**{f"{state}__in": COUNTED}).order_by()
    numbers = dict(kept.values_list(state).annotate(number=Count("pk")))
    oldest = kept.filter(**{state: WAITING}).aggregate(since=Min(since))["since"]
    return {name: numbers.get(name, 0) for name in COUNTED} | {
        "waiting_since": oldest and oldest.isoformat(timespec="seconds")
    }


def _in_words(numbers: dict[str, Any]) -> str:
    counts = ", ".join(f"{numbers[name]} {name.replace('_', ' ')}" for name in COUNTED if numbers[name])
    return f"{counts}, the oldest since {numbers['waiting_since']}" if numbers["waiting_since"] else counts
