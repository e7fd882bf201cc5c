"""Rate limits on guessing: tries are counted for what is guessed at, and more loosely for the address they come from.

A classroom or a whole NGO shares one address, so the first count does the work: a name under one code, a sign-in name.
The second only stops one address from going through many names. Counts are of fixed quarters of an hour; they are kept
under digests, so the cache holds no name.

A try is counted before it is made and given back when it was right: of tries at the same moment, a count that comes
after them would let all through.
"""

import hashlib
import ipaddress
import time
from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from core.caching import SharedFileCache

WINDOW = 15 * 60  # seconds
TRIES = 10  # at one subject
IPV6_PREFIX = 64
ADDRESS_TRIES = 300  # from one address, at all subjects of one purpose: several classes of 40 with some slips


def take_try(request: HttpRequest | None, purpose: str, *subject: str) -> bool:
    """Count one try at `subject` (nothing: the address alone counts); False where there were too many already.

    Without a request the subject alone counts, whatever the address.

    What is refused is not counted: who hammers at one name uses up nothing of the address that others share.
    """
    taken: list[str] = []
    for key, limit in _limits(request, purpose, subject).items():
        taken.append(key)
        if _count(key, 1) > limit:
            _give(taken)
            return False
    return True


def give_back(request: HttpRequest | None, purpose: str, *subject: str) -> None:
    """Take the try out of the counts: it was no guess."""
    _give(_limits(request, purpose, subject))


def forget_tries(purpose: str, *subject: str) -> None:
    """No try at the subject counts any more."""
    for key in _limits(None, purpose, subject):
        _count(key, -TRIES)


def count_own(purpose: str, subject: str, network: str, delta: int = 1) -> None:
    """Note that a try at the subject came from a network; it stops nobody."""
    _count(_key(purpose, "own", subject, network), delta)


def take_own(purpose: str, subject: str, network: str) -> int:
    """How many tries at the subject came from a network in this quarter of an hour; they are noted no more."""
    key = _key(purpose, "own", subject, network)
    number = _count(key, 0)
    _count(key, -number)
    return number


def client_address(request: HttpRequest) -> str:
    """The address of the browser: what the outermost of our own proxies saw. Without proxies, who speaks to us."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(hops) and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or all 2^64 addresses of an IPv6 network; anything else as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))


def _limits(request: HttpRequest | None, purpose: str, subject: tuple[str, ...]) -> dict[str, int]:
    limits = {}
    if request is not None:
        limits[_key(purpose, "address", network_of(client_address(request)))] = ADDRESS_TRIES
    if subject:
        limits[_key(purpose, "subject", *subject)] = TRIES
    return limits


def _give(keys: Iterable[str]) -> None:
    for key in keys:
        _count(key, -1)


def _count(key: str, delta: int) -> int:
    return cast(SharedFileCache, caches["limits"]).count(key, delta, WINDOW)


def _key(*parts: str) -> str:
    quarter = int(time.time() // WINDOW)
    return hashlib.sha256(repr((quarter, *parts)).encode()).hexdigest()
