"""`set_host SCHEMA HOST [--remove HOST]`: the address of a tenant, the hub's too."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.hosts import HostError, set_host
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Make HOST the address of a tenant; its former hosts go on leading there until they are removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("host", help="without port: ngo.example.org; Arabic and accented letters too")
        parser.add_argument("--remove", default="", metavar="HOST", help="a host that leads nowhere from now on")

    def handle(self, *args: Any, schema: str, host: str, remove: str, **options: Any) -> None:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{schema}”. list_tenants shows them.")
        try:
            domain = set_host(tenant=tenant, host=host, remove=remove)
        except HostError as error:
            raise CommandError(str(error)) from error
        hosts = tenant.domains.order_by("-is_primary", "pk").values_list("domain", flat=True)
        self.stdout.write(f"{schema}: {', '.join(hosts)}")
        if tenant.is_hub and urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname != domain.domain:
            self.stderr.write(f"Set WASL_BASE_URL to the address of {domain.domain} too: links in mails begin with it.")
