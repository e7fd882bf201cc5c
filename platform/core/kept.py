"""Keeps what many pages read and only editors change, for as long as the page cache keeps whole pages.

What an editor changes shows at once on this machine, everything else (another machine, the worker) within
`PAGE_CACHE_SECONDS`; with 0 nothing is kept.
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

from core.stamps import touched_at

T = TypeVar("T")
PAGES = "pages"  # the stamp that says since when pages are as they are


def kept(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, made anew when pages have changed; of this tenant alone, since the cache's keys name it."""
    if not settings.PAGE_CACHE_SECONDS:
        return make()
    full_key = f"kept:{key}:{touched_at(PAGES)}"
    found: T | None = cache.get(full_key)
    if found is None:
        found = make()
        cache.set(full_key, found, settings.PAGE_CACHE_SECONDS)
    return found
