"""`watch`: what the timer calls every ten minutes; a mail to the operator where something is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.watching.telling import watch


class Command(BaseCommand):
    help = "Look for troubles (disk, backup, worker, queue, certificates, database) and mail them to OPERATOR_EMAIL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not watch(self.stdout.write):
            sys.exit(1)
