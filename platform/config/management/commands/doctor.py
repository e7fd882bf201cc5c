"""`doctor`: what a production needs, one line each, with the remedy; exit 1 where something is broken."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from config.doctor.findings import Finding, State, as_json, examine
from config.doctor.mail import send_to_oneself
from config.terminal import terminal_language


class Command(BaseCommand):
    help = "Look at everything a production needs: ok, warning or error, and what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help='a list of {"check", "state", "says", "remedy"}')
        parser.add_argument("--mail", default="", metavar="ADDRESS", help="send a mail there")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            found = []
            for name, finding in examine():
                found.append((name, finding))
                self._show(name, finding, options)
            if options["mail"]:
                finding = send_to_oneself(options["mail"])
                found.append(("mail_sent", finding))
                self._show("mail_sent", finding, options)
        if options["json"]:
            told = [as_json(name, finding) for name, finding in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        if any(finding.state == State.ERROR for _name, finding in found):
            sys.exit(1)

    def _show(self, name: str, finding: Finding, options: dict[str, Any]) -> None:
        if options["json"]:
            return
        remedy = f" → {finding.remedy}" if finding.remedy else ""
        self.stdout.write(f"{finding.state.value:8}{name:18}{finding.says}{remedy}")
        self.stdout.flush()
