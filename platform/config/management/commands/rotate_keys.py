"""`rotate_keys [--forget-unreadable]`: what is encrypted under a former SECRET_KEY, encrypted under the new one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from accounts.second_factor.new_keys import encrypt_anew, forget_unreadable
from certificates import badge_keys
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Encrypt second factors and badge keys of every tenant under SECRET_KEY; SECRET_KEY_FALLBACKS are read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--forget-unreadable", action="store_true",
            help="the former key is lost: whose application no key opens sets it up anew at the next sign-in",
        )  # fmt: skip

    def handle(self, *args: Any, forget_unreadable: bool, **options: Any) -> None:
        left = 0
        for tenant in Tenant.objects.whole().order_by("schema_name"):
            with tenant_context(tenant):
                left += self._rotate(tenant.schema_name, forget_unreadable)
        if left:
            raise CommandError(
                f"No key opens {left} second factors. Put the former SECRET_KEY into SECRET_KEY_FALLBACKS and run this "
                "again; where it is lost, --forget-unreadable has their owners set them up anew."
            )

    def _rotate(self, schema: str, forget: bool) -> int:
        forgotten = forget_unreadable() if forget else 0
        done, unreadable = encrypt_anew()
        self.stdout.write(f"{schema}: {done} encrypted anew, {unreadable} unreadable, {forgotten} accounts to set up")
        keys, closed = badge_keys.encrypt_anew()
        if keys or closed:
            self.stdout.write(f"{schema}: {keys} badge keys encrypted anew, {closed} unreadable, which only verify")
        return unreadable
