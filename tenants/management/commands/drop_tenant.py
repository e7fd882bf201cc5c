"""`drop_tenant SCHEMA --yes`: remove an NGO for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.models import Tenant
from tenants.provisioning import ProvisioningError, drop_tenant


class Command(BaseCommand):
    help = "Remove a tenant's schema, rows and media. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("--yes", action="store_true", help="really remove it")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = options["schema"]
        if Tenant.objects.filter(schema_name=schema, kind=Tenant.Kind.HUB).exists():
            raise CommandError("The hub cannot be removed: the network stands on it.")
        if not options["yes"]:
            raise CommandError(f"This removes {schema} and all its data for good. Add --yes to do it.")
        try:
            drop_tenant(schema)
        except ProvisioningError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{schema}: removed")
