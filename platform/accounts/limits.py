"""Limits on guessing: tries are counted for what is guessed at, and more loosely for the address they come from.

A classroom or a whole NGO shares one address, so the first count does the work: a name under one code, a sign-in name.
The second only stops one address from going through many names. Counts are of fixed quarters of an hour; they are kept
under digests, so the cache holds no name.
"""

import hashlib
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

WINDOW = 15 * 60  # seconds
TRIES = 10  # at one subject
ADDRESS_TRIES = 300  # from one address, at all subjects of one purpose: several classes of 40 with some slips


def is_limited(request: HttpRequest, purpose: str, *subject: str) -> bool:
    """Whether there were too many tries at `subject` (nothing: the address alone counts) or from this address."""
    counted = caches["limits"].get_many(_limits(request, purpose, subject))
    return any(counted.get(key, 0) >= limit for key, limit in _limits(request, purpose, subject).items())


def count_try(request: HttpRequest, purpose: str, *subject: str) -> None:
    """Count one try. Tries at the same moment may be counted as one: there are only as many as there are workers."""
    cache = caches["limits"]
    for key in _limits(request, purpose, subject):
        cache.add(key, 0, WINDOW)
        try:
            cache.incr(key)
        except ValueError:  # gone since: the cache was full, or the quarter of an hour is over
            cache.set(key, 1, WINDOW)


def client_address(request: HttpRequest) -> str:
    """The address of the browser: what the outermost of our own proxies saw. Without proxies, who speaks to us."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(hops) and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def _limits(request: HttpRequest, purpose: str, subject: tuple[str, ...]) -> dict[str, int]:
    limits = {_key(purpose, "address", client_address(request)): ADDRESS_TRIES}
    if subject:
        limits[_key(purpose, "subject", *subject)] = TRIES
    return limits


def _key(*parts: str) -> str:
    quarter = int(time.time() // WINDOW)
    return hashlib.sha256(repr((quarter, *parts)).encode()).hexdigest()
