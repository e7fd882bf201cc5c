"""The heap of a process that lives long: one arena, and what is freed goes back to the system."""

import contextlib
import ctypes

M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1  # glibc's own numbers
LARGE = 128 * 1024  # bytes


def keep_one_heap() -> None:
    """Before any thread begins. Where the C library is another than glibc nothing is done."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)  # once set, glibc raises it no more
        libc.mallopt(M_TRIM_THRESHOLD, LARGE)
