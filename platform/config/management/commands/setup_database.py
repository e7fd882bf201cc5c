"""`setup_database`: migrate what needs it - public schema, template, tenants - and say so line by line."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants import provisioning
from tenants.models import Tenant
from tenants.upgrade import refuse_older_series, stale_schemas


class Command(BaseCommand):
    help = "Bring the public schema, the template and every tenant up to date; make the hub where it is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        with provisioning.one_set_up():
            try:
                refuse_older_series()
            except provisioning.ProvisioningError as error:
                raise CommandError(str(error)) from error
            self._set_up()

    def _set_up(self) -> None:
        stale = stale_schemas()
        if "public" in stale:
            self._step("shared tables", provisioning.migrate_shared)
        if provisioning.TEMPLATE_SCHEMA in stale:
            self._step("template of a tenant", provisioning.build_template)
        for schema in stale:
            if schema not in ("public", provisioning.TEMPLATE_SCHEMA):
                self._migrate_tenant(schema)
        if not Tenant.objects.filter(kind=Tenant.Kind.HUB).exists():
            self._step("hub", self._create_hub)

    def _migrate_tenant(self, schema: str) -> None:
        try:
            self._step(f"tenant {schema}", partial(provisioning.migrate_tenant, schema))
        except provisioning.ProvisioningError as error:  # the others are migrated all the same
            self.stderr.write(str(error))

    def _create_hub(self) -> None:
        provisioning.create_tenant(
            provisioning.HUB_SCHEMA,
            name={"fr": "Wasl", "ar": "وصل", "en": "Wasl"},
            host=provisioning.default_host(provisioning.HUB_SCHEMA),
            kind=Tenant.Kind.HUB,
            country="FR",
        )

    def _step(self, name: str, action: Callable[[], object]) -> None:
        started = time.monotonic()
        action()
        self.stdout.write(f"  {name} · {time.monotonic() - started:.1f} s")
        self.stdout.flush()
