"""`publish_period`: freeze an NGO's figures."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from impact.counting import Period, PeriodError
from impact.models import ReportingPeriod
from impact.publishing import accept_period, open_period, publish_period, submit_period
from tenants.connection import connection
from tenants.models import Tenant


class Command(BaseCommand):
    help = (
        "Publish the figures of an NGO over a period. Of a published one, submit what has changed since; once the "
        "network has accepted it, publish the restatement."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("--from", dest="start", required=True, metavar="DAY", help="2019-01-01")
        parser.add_argument("--to", dest="end", required=True, metavar="DAY", help="2019-12-31, included")
        parser.add_argument("--by", default="", help="who approves it, as the snapshot will say")

    def handle(self, *args: Any, schema: str, start: str, end: str, by: str, **options: Any) -> None:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        try:
            span = Period.parse(start, end)
        except PeriodError as error:
            raise CommandError(str(error)) from None
        with tenant_context(tenant):
            try:
                period = open_period(start=span.start, end=span.end)
                if not self._is_accepted(period, by or "command line"):
                    raise CommandError(
                        f"{schema} {period}: the restatement is submitted. The network’s coordinator accepts it; "
                        "run this again then."
                    )
                snapshot = publish_period(period=period, by=by or "command line")
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from None
            self.stdout.write(f"{schema} {snapshot.period} {snapshot.label or 'published'} {snapshot.digest}")

    def _is_accepted(self, period: ReportingPeriod, by: str) -> bool:
        """Whether the period may be published now. Whoever has the command line takes all steps of a first publication;
        what the network has accepted and many have read passes the network again."""
        if period.state in (ReportingPeriod.State.OPEN, ReportingPeriod.State.PUBLISHED):
            submit_period(period=period, by=by)
            period.refresh_from_db()
        if period.state == ReportingPeriod.State.SUBMITTED:
            if period.snapshots.exists() and not connection.tenant.is_hub:
                return False
            accept_period(period=period, by=by)
        return True
