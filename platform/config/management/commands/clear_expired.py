"""`clear_expired`: what has run out and is of no use to anybody goes, in every tenant. A timer runs it each night."""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from tenants.connection import connection
from tenants.models import Tenant
from tenants.pruning import prune_task_results


class Command(BaseCommand):
    help = "Delete sessions that have expired and old results of tasks, in every tenant."

    def handle(self, *args: Any, **options: Any) -> None:
        sessions, failed = 0, []
        for tenant in Tenant.objects.whole():
            try:
                with tenant:
                    sessions += Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
            except DatabaseError:
                failed.append(tenant.schema_name)
        connection.set_schema_to_public()
        results = prune_task_results()
        self.stdout.write(f"{sessions} sessions and {results} results of tasks cleared.")
        if failed:
            self.stderr.write(f"Not reached: {', '.join(failed)}. `doctor` says why.")
            raise SystemExit(1)
