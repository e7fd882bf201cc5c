"""`invite_staff SCHEMA EMAIL --role ROLE`: ask somebody to work for a tenant."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.staff.actions import StaffError, invite_staff
from accounts.staff.invitations import link_of
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Invite somebody to work for an NGO or the hub, in one role or several."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema")
        parser.add_argument("email")
        parser.add_argument("--role", dest="roles", action="append", default=[], metavar="ROLE", help="may be repeated")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="", help="fr, ar or en; else the first that the tenant offers")
        parser.add_argument("--project", dest="projects", action="append", default=[], metavar="CODE",
                            help="of a funder of the hub; may be repeated")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = Tenant.objects.whole().filter(schema_name=options["schema"]).first()
        if tenant is None:
            raise CommandError(f"There is no tenant “{options['schema']}”. list_tenants shows them.")
        with tenant:
            try:
                invitation = invite_staff(
                    email=options["email"], roles=options["roles"], name=options["name"],
                    language=options["language"] or tenant.languages[0], projects=options["projects"],
                )  # fmt: skip
            except StaffError as refusal:
                raise CommandError(str(refusal)) from None
            self.stdout.write(
                f"{tenant.schema_name}: invited as {', '.join(invitation.roles)}; the worker sends the mail."
            )
            self.stdout.write(f"The same link to hand on, good for two weeks and once: {link_of(invitation)}")
