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
from courses.models import CoursePage
from demo.accounts import PARTICIPANT, PASSWORD, create_accounts, role_accounts
from demo.coming import plan_sessions
from demo.curriculum import adopt_part, fill_library, revise_in_library, take_update
from demo.figures import NGOS, DemoNgo, write_workbook
from demo.figures.ngos import CITY_REGIONS, HOMES
from demo.held import hold_a_session
from demo.learners import add_learners
from demo.logframe import make_logframe
from demo.projects import make_projects
from demo.publishing import add_help_page, add_impact_page, arrange_home, publish_years
from demo.website import add_website
from network.actions import roll_up_network
from people.models import Person
from sessions.records.actions import import_workbook
from tenants import provisioning
from tenants.models import Tenant

YEARS = (2018, 2019)


class Command(BaseCommand):
    help = "Make the demo: hub, six fictional NGOs, the years 2018 and 2019, sessions to come, one course, accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is made with the demo settings only: its accounts have no secret password.")
        call_command("setup_database", stdout=self.stdout)
        self._fill_hub()
        made = [self._make_ngo(ngo) for ngo in NGOS]
        self._make_hub_accounts()
        if any(made):
            self._revise()
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
            course = adopt_part(ngo.schema)
            publish_years(YEARS)
            add_impact_page()
            add_help_page()
            arrange_home()
            add_website("ngo")
            with transaction.atomic():  # the participant says that all is made
                create_accounts(tenant)
                city = HOMES[ngo.schema].city
                participant = Person.objects.get(user__username=PARTICIPANT)
                plan_sessions(participant, city=city, region=CITY_REGIONS[city])
                hold_a_session(participant, city=city, region=CITY_REGIONS[city])
                add_learners(course, participant)
        self.stdout.write(f"  {ngo.schema} · {time.monotonic() - started:.1f} s")
        self.stdout.flush()
        return True

    def _fill_hub(self) -> None:
        """The library first: every NGO takes its part from it."""
        with tenant_context(Tenant.objects.get(kind=Tenant.Kind.HUB)):
            add_help_page()
            arrange_home("home_hub")
            add_website("hub")
            if not CoursePage.objects.exists():
                started = time.monotonic()
                fill_library()
                self.stdout.write(f"  hub · {time.monotonic() - started:.1f} s")
                self.stdout.flush()

    def _revise(self) -> None:
        """A second version in the library, which some have taken in and others are offered."""
        with tenant_context(Tenant.objects.get(kind=Tenant.Kind.HUB)):
            revise_in_library()
        for ngo in NGOS:
            with tenant_context(Tenant.objects.get(schema_name=ngo.schema)):
                take_update(ngo.schema)

    def _make_hub_accounts(self) -> None:
        hub = Tenant.objects.get(kind=Tenant.Kind.HUB)
        with tenant_context(hub):
            create_accounts(hub)
            make_projects()
            make_logframe()

    def _print_addresses(self, port: str) -> None:
        self.stdout.write(f"\nAccounts (password of all: {PASSWORD})")
        for tenant in Tenant.objects.prefetch_related("domains"):
            names = [name for name, _role in role_accounts(tenant)] + ([] if tenant.is_hub else [PARTICIPANT])
            for domain in tenant.domains.all():
                self.stdout.write(f"  http://{domain.domain}:{port}/  {tenant.name_fr}: {', '.join(names)}")
        self.stdout.write(
            f"\nThe Wagtail editor is at /admin/, the design system at http://localhost:{port}/_design/\n"
        )
