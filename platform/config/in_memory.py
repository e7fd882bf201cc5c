"""The folder of the tests' own PostgreSQL: in memory where there is room, for its data need not outlive the machine.

On some disks the files of a database of a thousand tables take seconds to be made, and each is opened slowly: a copy
took 4 s of a processor there, in memory a few tenths.
"""

import shutil
from pathlib import Path

from config import embedded_pg

MEMORY = Path("/dev/shm")  # noqa: S108  of Linux; elsewhere it is not there
ROOM = 6 * 1024**3  # bytes that must be free before the first database is made
OPTIONS = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "512MB"}


def folder_for(var: Path) -> Path:
    """The folder of the tests' server of this checkout; `var` itself, the demo's, where memory has no room."""
    folder = _in_memory(var)
    if not folder.exists():
        if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
            return var
        folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def ensure(var: Path) -> embedded_pg.Server:
    """The tests' server, running."""
    folder = folder_for(var)
    return embedded_pg.ensure(folder, **(OPTIONS if folder != var else {}))


def remove(var: Path) -> None:
    """Stop it and give the memory back."""
    folder = _in_memory(var)
    if folder.exists():
        embedded_pg.stop(folder)
        shutil.rmtree(folder)


def _in_memory(var: Path) -> Path:
    return MEMORY / f"wasl-{embedded_pg.digest_of(var)}"
