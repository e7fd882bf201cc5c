"""`publish_period`: freeze an NGO's figures."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from impact.counting import Period, PeriodError
from impact.models import ReportingPeriod
from impact.periods import accept_period, open_period, publish_period, submit_period
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Publish the figures of an NGO over a period; of a published one, restate what has changed since."

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
                snapshot = self._publish(span, by or "command line")
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from None
            self.stdout.write(f"{schema} {snapshot.period} {snapshot.label or 'published'} {snapshot.digest}")

    def _publish(self, span: Period, by: str) -> Any:
        """Whoever has the command line may take all steps."""
        period = open_period(start=span.start, end=span.end)
        if period.state == ReportingPeriod.State.OPEN:
            submit_period(period=period, by=by)
            period.refresh_from_db()
        if period.state == ReportingPeriod.State.SUBMITTED:
            accept_period(period=period, by=by)
        return publish_period(period=period, by=by)
