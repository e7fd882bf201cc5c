"""`import_records SCHEMA WORKBOOK.xlsx [--dry-run]`: a records workbook into an NGO, all or nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tenants.utils import get_tenant_model

from core.spreadsheets.problems import WorkbookRefused
from sessions.records.actions import import_workbook


class Command(BaseCommand):
    help = "Import a records workbook (people, sessions, attendance) into an NGO: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", help="the NGO, as list_tenants shows it: save_agadir")
        parser.add_argument("workbook", metavar="WORKBOOK.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = get_tenant_model().objects.filter(schema_name=options["schema"], kind="ngo").first()
        if tenant is None:
            why = _("There is no NGO “%(schema)s”. `list_tenants` shows them.")
            raise CommandError(why % {"schema": options["schema"]})
        try:
            report = import_workbook(path=options["workbook"], tenant=tenant, dry_run=options["dry_run"])
        except WorkbookRefused as refusal:
            raise self._refuse(refusal) from refusal
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))

    def _refuse(self, refusal: WorkbookRefused) -> CommandError:
        """Every problem on standard error, a line each; a file that cannot be read is the one line."""
        if not refusal.errors[0].sheet:
            return CommandError(str(refusal.errors[0]))
        for error in refusal.errors:
            self.stderr.write(str(error))
        count = len(refusal.errors)
        why = ngettext("%(count)d problem, nothing was written.", "%(count)d problems, nothing was written.", count)
        return CommandError(why % {"count": count})
