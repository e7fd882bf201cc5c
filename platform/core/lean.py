"""What a process that lives long keeps in memory: no library that others take along where they find it, one heap."""

import contextlib
import ctypes
import sys

# For tests, for pages in old encodings, for answers nobody asks for; who needs them later loads them.
NOT_YET = ("requests", "charset_normalizer", "yaml")
M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1  # glibc's own numbers
LARGE = 128 * 1024  # bytes


def leave_out() -> None:
    """Before Django is set up: as if they were not there, which is Python's own way."""
    for name in NOT_YET:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def let_in() -> None:
    """Once everything is loaded."""
    for name in NOT_YET:
        if name in sys.modules and sys.modules[name] is None:
            del sys.modules[name]


def keep_one_heap() -> None:
    """Before any thread begins; what is freed goes back to the system. Where the C library is another than glibc
    nothing is done."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)  # once set, glibc raises it no more
        libc.mallopt(M_TRIM_THRESHOLD, LARGE)
