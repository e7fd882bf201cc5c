"""File-based cache with an atomic counter, for what all workers of a machine count together."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class SharedFileCache(FileBasedCache):
    """Django's, whose `add` and `incr` read, then write: here nobody else writes in between, so no count is lost."""

    def __init__(self, directory: str | Path, params: dict[str, Any]) -> None:
        super().__init__(str(directory), params)
        self._lock = Path(directory) / "lock"

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        with self._alone():
            return super().incr(key, delta, version)

    def count(self, key: str, delta: int, timeout: int) -> int:
        """The new count, which begins at 0 and never falls below; it is kept for `timeout` seconds from now."""
        with self._alone():
            counted = max(0, self.get(key, 0) + delta)
            self.set(key, counted, timeout)
            return counted

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread of one process at a time: the lock belongs to the open file, which each opens for itself."""
        self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
