"""`first_run`, its second stage; the first, `config.first_run.preparing`, is called by manage.py without settings."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.staff.actions import StaffError
from config import environment
from config.first_run.founding import describe_hub, invite_administrator, place_hub
from config.first_run.preparing import add_arguments
from config.setting_up import UNNAMED, SetUp, SetUpError
from config.terminal import terminal_language
from tenants.hosts import HostError
from tenants.provisioning import HUB_SCHEMA, default_host


class Command(BaseCommand):
    help = "Set the database up, make the hub at its host and invite the first platform administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        language = terminal_language()
        name, host = options["name"], options["host"] or default_host(HUB_SCHEMA)
        names = {"fr": name} if name else UNNAMED
        with translation.override(language):
            try:
                SetUp(say=self._say, warn=self.stderr.write, names=names, host=host).run()
                for line in place_hub(name=name, host=host):
                    self._say(line)
                self._say(_("The hub: “%(name)s” at %(address)s.") % describe_hub())
                self._invite(options["administrator"], language)
            except (HostError, SetUpError, StaffError) as error:
                raise CommandError(str(error)) from error
            except DatabaseError as error:
                raise CommandError(
                    _("The database stopped the set-up: %(said)s. Mend that, then run this again: it goes on.")
                    % {"said": str(error).strip().partition("\n")[0]}
                ) from error
            self._tell_what_next()

    def _invite(self, address: str, language: str) -> None:
        invited = invite_administrator(address, language)
        if not invited:
            return
        told = {"address": invited.address, "link": invited.link}
        if invited.is_there:
            self._say(_("There is a platform administrator: %(address)s. `invite_staff hub` invites another.") % told)
        elif invited.link:
            self._say(
                _("The mail server did not take the invitation of %(address)s. Hand on this link by a way you trust; "
                  "it works once, for two weeks: %(link)s") % told
            )  # fmt: skip
        else:
            self._say(_("%(address)s is invited by mail.") % told)

    def _tell_what_next(self) -> None:
        if path := os.environ.get(environment.FILE):
            self._say(_("Every command and the server read the environment from it: %(line)s")
                      % {"line": f"export {environment.FILE}={path}"})  # fmt: skip
        self._say(_("Next: `manage.py collectstatic --noinput`, then `manage.py doctor` says what is still missing."))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
