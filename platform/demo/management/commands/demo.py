"""`demo`: the database, the demo NGOs with their figures and course; again, only what is missing.

Prints every address and account at the end. `make demo` runs it, then serves.
"""

import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_tenants.utils import tenant_context

from accounts.models import User
from courses.models import CoursePage, ModulePage
from demo.accounts import PARTICIPANT, PASSWORD, create_accounts, role_accounts
from demo.coming import plan_sessions
from demo.course import load_course
from demo.figures import NGOS, DemoNgo, write_workbook
from demo.figures.ngos import CITY_REGIONS, HOMES
from demo.publishing import add_help_page, add_impact_page, publish_years
from network.actions import roll_up_network
from network.library.offers import publish_module
from people.models import Person
from sessions.records.actions import import_workbook
from tenants import provisioning
from tenants.models import Tenant

YEARS = (2018, 2019)
SHARED = ("premier-contact", "orienter")  # modules of the hub that stand in the library
FULL_COURSE = NGOS[0].schema  # the others have module 2 only: a first run stays short


class Command(BaseCommand):
    help = "Make the demo: hub, six fictional NGOs, the years 2018 and 2019, sessions to come, one course, accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is made with the demo settings only: its accounts have no secret password.")
        call_command("setup_database", stdout=self.stdout)
        made = [self._make_ngo(ngo) for ngo in NGOS]
        self._make_hub_accounts()
        if any(made):
            roll_up_network(years=YEARS)
            with tenant_context(Tenant.objects.get(kind=Tenant.Kind.HUB)):
                publish_years(YEARS)
                add_impact_page()
        self._print_addresses(port)

    def _make_ngo(self, ngo: DemoNgo) -> bool:
        """Whether the NGO had to be made. A half-made one (stopped in the middle) is made anew."""
        tenant = Tenant.objects.filter(schema_name=ngo.schema).first()
        if tenant is not None:
            with tenant_context(tenant):
                if User.objects.filter(username=PARTICIPANT).exists():  # the last thing made
                    return False
            provisioning.drop_tenant(ngo.schema)
        started = time.monotonic()
        tenant = provisioning.create_tenant(
            ngo.schema,
            name={"fr": ngo.name_fr, "ar": ngo.name_ar, "en": ngo.name_en},
            host=provisioning.default_host(ngo.schema),
            languages=ngo.languages,
            country=ngo.country,
        )
        with tenant_context(tenant), tempfile.TemporaryDirectory() as folder:
            for year in YEARS:
                path = Path(folder) / f"{ngo.schema}-{year}.xlsx"
                write_workbook(ngo.schema, year, path)
                import_workbook(path=path, tenant=tenant)
            load_course(full=ngo.schema == FULL_COURSE)
            publish_years(YEARS)
            add_impact_page()
            add_help_page()
            with transaction.atomic():  # the participant says that all is made
                create_accounts(tenant)
                city = HOMES[ngo.schema].city
                plan_sessions(Person.objects.get(user__username=PARTICIPANT), city=city, region=CITY_REGIONS[city])
        self.stdout.write(f"  {ngo.schema} · {time.monotonic() - started:.1f} s")
        self.stdout.flush()
        return True

    def _make_hub_accounts(self) -> None:
        hub = Tenant.objects.get(kind=Tenant.Kind.HUB)
        with tenant_context(hub):
            add_help_page()
            if not CoursePage.objects.exists():
                load_course(full=True)
                for module in ModulePage.objects.filter(slug__in=SHARED):
                    publish_module(module=module, note="")
            if not User.objects.exists():
                create_accounts(hub)

    def _print_addresses(self, port: str) -> None:
        self.stdout.write(f"\nAccounts (password of all: {PASSWORD})")
        for tenant in Tenant.objects.prefetch_related("domains"):
            names = [name for name, _role in role_accounts(tenant)] + ([] if tenant.is_hub else [PARTICIPANT])
            for domain in tenant.domains.all():
                self.stdout.write(f"  http://{domain.domain}:{port}/  {tenant.name_fr}: {', '.join(names)}")
        self.stdout.write(
            f"\nThe Wagtail editor is at /admin/, the design system at http://localhost:{port}/_design/\n"
        )
