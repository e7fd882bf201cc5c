"""Programs for this folder. They need a Python of today; an older one could not even read them, so it is told here."""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write("Python 3.11 or newer is needed; this is %s. " % sys.version.split()[0])  # noqa: UP031  old syntax
    sys.stderr.write("Install one, then PYTHON=... make ...\n")
    sys.exit(1)
