"""`list_tenants`: every tenant as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from tenants.models import Tenant


class Command(BaseCommand):
    help = "List the hub and the NGOs as JSON."
    requires_system_checks: list[str] = []  # which import every page, and take as long as all the rest

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = [
            {
                "schema": tenant.schema_name,
                "kind": tenant.kind,
                "name": tenant.name_fr,
                "hosts": sorted(domain.domain for domain in tenant.domains.all()),
                "languages": tenant.languages,
                "state": tenant.state,
            }
            for tenant in Tenant.objects.prefetch_related("domains").order_by("kind", "schema_name")
        ]
        self.stdout.write(json.dumps(tenants, ensure_ascii=False, indent=1))
