#!/usr/bin/env python3
"""Run a management command: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    # `platform/` is a source root, never a package: its folders (core, people, ...) are the packages.
    sys.path.insert(0, str(ROOT / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    from django.core.management import execute_from_command_line  # needs the path and settings above

    from config.embedded_pg import EmbeddedPostgresError

    try:
        execute_from_command_line(sys.argv)
    except EmbeddedPostgresError as error:  # while the settings are read: what to do is all one needs
        sys.exit(str(error))


if __name__ == "__main__":
    main()
