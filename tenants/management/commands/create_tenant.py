"""`create_tenant SCHEMA --name NAME --domain HOST`: a new NGO, ready to use."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import MaxLengthValidator, validate_email

from tenants.provisioning import ProvisioningError, create_tenant


class Command(BaseCommand):
    help = "Create a partner NGO from the pristine template, ready to use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", help="small letters, digits and _: save_agadir")
        parser.add_argument("--name", required=True)
        parser.add_argument("--domain", required=True, help="host name without port: save-agadir.localhost")
        parser.add_argument("--languages", nargs="+", default=["fr", "ar", "en"], metavar="CODE")
        parser.add_argument("--country", default="MA")
        parser.add_argument("--coordinator", default="", metavar="EMAIL", help="invited by mail")

    def handle(self, *args: Any, **options: Any) -> None:
        coordinator = options["coordinator"]
        try:
            if coordinator:
                validate_email(coordinator)
                MaxLengthValidator(150)(coordinator)
            tenant = create_tenant(
                options["schema"], name=options["name"], host=options["domain"],
                languages=options["languages"], country=options["country"].upper(), coordinator=coordinator,
            )  # fmt: skip
        except ValidationError as error:
            raise CommandError(f"--coordinator {coordinator}: {' '.join(error.messages)}") from error
        except ProvisioningError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{tenant.schema_name}: {options['domain']}")
        if tenant.unsent_invitation:
            self.stderr.write(
                f"{tenant.schema_name} is ready, but the mail server did not take the invitation of its coordinator; "
                "the worker tries again for two days. Meanwhile hand on the same link by a way you trust; it works "
                f"once, for two weeks: {tenant.unsent_invitation}"
            )
