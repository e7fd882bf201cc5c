#!/usr/bin/env python3
"""Run a management command: `python manage.py help` lists them."""

import gc
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
REMEDY = "Set it in the file of the environment, or let `manage.py first_run` write what is missing."


def main() -> None:
    # `platform/` is a source root, never a package: its folders (core, people, ...) are the packages.
    sys.path.insert(0, str(ROOT / "platform"))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line  # needs the path and settings above

    from config import environment
    from config.embedded_pg import EmbeddedPostgresError
    from core import lean

    try:
        if sys.argv[1:2] == ["first_run"]:
            from config.first_run.preparing import prepare

            sys.argv[2:] = prepare(sys.argv[2:])  # writes what the settings read
        else:
            environment.load(ROOT)
        if sys.argv[1:2] == ["worker"]:
            lean.leave_out()
        else:
            gc.set_threshold(50_000, 20, 50)  # imports make no garbage; a start is a tenth quicker
        if "DJANGO_SETTINGS_MODULE" not in os.environ:
            os.environ["DJANGO_SETTINGS_MODULE"] = environment.settings_where_none_are_named()
        execute_from_command_line(sys.argv)
    except (EmbeddedPostgresError, ImproperlyConfigured) as error:  # what to do is all one needs
        if sys.argv[1:2] == ["doctor"] and "--json" in sys.argv:
            print(json.dumps([{"check": "settings", "state": "error", "says": str(error), "remedy": REMEDY}]))  # noqa: T201
            sys.exit(1)
        sys.exit(str(error))


if __name__ == "__main__":
    main()
