"""`load_curriculum [--check] [--module M3]`: the starter curriculum into the hub's library, or only looked at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.starter import FOLDER, Curriculum, Refused, check, lines_of, read_curriculum, read_room
from network.library.starter import Result, load_into_library


class Command(BaseCommand):
    help = (
        "Load the starter curriculum into the hub's library; again: what is new in its files alone. "
        "With --check only validate the files and print words, minutes and exercises per module and language."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="validate the files alone; needs no database")
        parser.add_argument("--module", default="", metavar="M3", help="this module alone")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="another folder of files")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, module = options["folder"], options["module"]
        curriculum = self._read(folder, module)
        if options["check"]:
            return
        if module:  # tests draw from the banks of all
            curriculum = self._read(folder, "")
        for result in load_into_library(curriculum, only=module):
            self.stdout.write(_said(result))

    def _read(self, folder: Path, module: str) -> Curriculum:
        """The curriculum, its table printed; refused with every finding where it is not sound."""
        try:
            curriculum, findings = read_curriculum(folder, only=module)
        except Refused as refused:
            raise CommandError(str(refused.finding)) from refused
        except LookupError as unknown:
            raise CommandError(_("There is no module “%(module)s”.") % {"module": module}) from unknown
        findings = findings or check(curriculum, read_room(folder))  # content is looked at once the form is sound
        for line in lines_of(curriculum):
            self.stdout.write(line)
        for finding in findings:
            self.stderr.write(str(finding))
        if findings:
            number = len(findings)
            raise CommandError(
                ngettext("%(number)s thing to correct.", "%(number)s things to correct.", number) % {"number": number}
            )
        return curriculum


def _said(result: Result) -> str:
    loaded = result.loaded
    values = {
        "module": loaded.module, "version": result.version, "pieces": loaded.pieces, "kept": loaded.kept,
        "gone": loaded.gone,
    }  # fmt: skip
    if loaded.is_new:
        line = _("%(module)s: loaded, version %(version)s of the library.")
    elif loaded.has_news:
        line = _("%(module)s: %(pieces)s pieces brought in, version %(version)s of the library.")
    else:
        line = _("%(module)s: nothing new.")
    if loaded.kept:
        line += " " + _("%(kept)s pieces were changed here and stay.")
    if loaded.gone:
        line += " " + _("%(gone)s pieces are no longer in the files; remove them in the editor.")
    return line % values
