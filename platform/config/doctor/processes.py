"""Processes: the worker, and room for those that read uploaded files."""

import os
from contextlib import suppress
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, broken, check, doubtful, well
from config.health import SILENCE
from core.confinement import MEGABYTE, MOST_AT_ONCE, ConfinementError, Limits, run_confined
from tenants.heartbeat import last_beat

# One web process and its readers of files at work together.
WANTED = (MOST_AT_ONCE + 1) * Limits().memory
CGROUP = Path("/sys/fs/cgroup/memory.max")
MEMORY = Path("/proc/meminfo")


@check("worker", order=50, asks_database=True)
def look_at_worker() -> Finding:
    """It went round lately."""
    beat = last_beat()
    if beat and timezone.now() - beat <= SILENCE:
        return well(_("The worker is at work."))
    says = _("The worker, which does tasks, mail and reminders, was never seen.")
    if beat:
        says = _("The worker, which does tasks, mail and reminders, has been silent since %(time)s.") % {
            "time": f"{timezone.localtime(beat):%Y-%m-%d %H:%M}"
        }
    return broken(says, _("Start it and keep it running: `manage.py worker`."))


@check("memory", order=50)
def look_at_memory() -> Finding:
    """Enough for the readers of files, each of which may take its share."""
    total = usable_memory()
    if total is None:
        return well(_("How much memory there is cannot be told on this system."))
    told = {"total": total // MEGABYTE, "wanted": WANTED // MEGABYTE}
    if total < WANTED:
        return doubtful(
            _("There are %(total)s MB of memory; large files need up to %(wanted)s MB.") % told,
            _("Give the machine or the container more memory, or expect large files to be refused."),
        )
    return well(_("There are %(total)s MB of memory.") % told)


def usable_memory() -> int | None:
    """What this process may have at most, in bytes; None where nobody tells."""
    found = []
    with suppress(OSError, ValueError):
        found.append(int(CGROUP.read_text()))  # "max" is no number: no limit
    with suppress(OSError, ValueError, StopIteration):
        line = next(line for line in MEMORY.read_text().splitlines() if line.startswith("MemTotal:"))
        found.append(int(line.split()[1]) * 1024)
    if not found:
        with suppress(OSError, ValueError, AttributeError):
            found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(found, default=None)


@check("confinement", order=50)
def look_at_confinement() -> Finding:
    """A file is read in a process of its own, as uploads are."""
    try:
        run_confined("builtins:bool", b"")  # nothing is read: that it starts and ends is the question
    except ConfinementError as error:
        return broken(
            _("Uploaded files cannot be read: %(error)s") % {"error": error},
            _("Let the server start processes and set their limits (RLIMIT_AS, RLIMIT_CPU)."),
        )
    return well(_("Uploaded files are read in a process of their own."))
