"""`import_list SCHEMA FILE [--session REF] …`: a list of people as NGOs keep it, all or nothing; prints JSON."""

import json
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django_tenants.utils import get_tenant_model

from core.spreadsheets.cells import Place
from people.imports.actions import import_book
from people.imports.choices import LEAVE_EMPTY, LEAVE_OUT, STOP, Choices
from people.imports.reading import read_path
from sessions.models import TrainingSession


class Command(BaseCommand):
    help = (
        "Import a list of people as NGOs keep it (xlsx, xls, ods, csv, pasted text) into an NGO: all of it or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", help="the NGO, as list_tenants shows it: save_agadir")
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--session", metavar="REF", help="also onto the list of this session, with its attendance")
        parser.add_argument("--accept-suggestions", action="store_true", help="take doubtful readings of values too")
        parser.add_argument("--refused", choices=[STOP, LEAVE_EMPTY, LEAVE_OUT], default=STOP,
                            help="what becomes of refused rows (stop: nothing is written)")  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = get_tenant_model().objects.filter(schema_name=options["schema"], kind="ngo").first()
        if tenant is None:
            why = _("There is no NGO “%(schema)s”. `list_tenants` shows them.")
            raise CommandError(why % {"schema": options["schema"]})
        choices = Choices(refused=options["refused"], accept_suggestions=options["accept_suggestions"])
        try:
            book = read_path(Path(options["file"]))
            with tenant:
                reading, told = import_book(
                    book=book, choices=choices, place=Place(tenant.country, tenant.time_zone),
                    onto=_session(options["session"]), dry_run=options["dry_run"],
                )  # fmt: skip
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        for left in reading.understood.left_out:
            if left.text:
                self.stderr.write(_("Row %(row)s left out: %(text)s") % {"row": left.number, "text": left.text})
        if not reading.judged.has_name:
            raise CommandError(_("No column is a name: nothing was written. Name it in the first row."))
        if reading.judged.is_blocked:
            why = _("Nothing was written. Rows refused: %(count)s.")
            raise CommandError(why % {"count": told["rows"]["refused"]})


def _session(ref: str | None) -> uuid.UUID | None:
    """The session of a reference. Raises ValidationError."""
    if ref is None:
        return None
    found = TrainingSession.objects.filter(ref=ref).first()
    if found is None:
        raise ValidationError(
            _("There is no session with the reference “%(ref)s”. Look at the session’s page.") % {"ref": ref}
        )
    return found.uuid
