"""`new_badge_key SCHEMA [--distrust-former]`: another key for an NGO's badges."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from certificates.badge_keys import make_badge_key
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Sign the badges of an NGO with a new key from now on; those of former keys go on verifying."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", metavar="SCHEMA")
        parser.add_argument(
            "--distrust-former", action="store_true",
            help="a key got into other hands: badges of every former key are refused from now on",
        )  # fmt: skip

    def handle(self, *args: Any, schema: str, distrust_former: bool, **options: Any) -> None:
        tenant = Tenant.objects.whole().filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant {schema}. list_tenants names those there are.")
        with tenant_context(tenant):
            self.stdout.write(
                f"{schema}: badges are signed with {make_badge_key(distrust_former=distrust_former).name}"
            )
