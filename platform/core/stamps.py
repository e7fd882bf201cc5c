"""Stamps: since when something is as it is, for all processes of this machine. A file's time says it."""

from pathlib import Path

from django.conf import settings


def touch(name: str) -> None:
    """What any process keeps in memory under this name's stamp is out of date from now on."""
    stamp = _stamp(name)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_bytes(b"")


def touched_at(name: str) -> int:
    """When that was last said, in nanoseconds; 0: never."""
    try:
        return _stamp(name).stat().st_mtime_ns
    except OSError:
        return 0


def _stamp(name: str) -> Path:
    return Path(settings.STAMPS) / f"{name}.changed"
