"""The addresses of each kind of host, as far as a crawl asks for them."""

from functools import cache

from tests.support.furnished.network import HUB, NGO
from tools.routes import LINK, NOBODY, URLCONFS, lines_of, read_lines, routes

LEFT_OUT = ("failwhale", "sign-out", "logout", "account/leave", "forgotten", "static/")  # fails on purpose; signs out


@cache
def all_routes(place: str) -> list[str]:
    """Routes of the place's host that do not end the session."""
    return [route for route in routes(URLCONFS[_kind(place)]) if not is_left_out(route)]


@cache
def open_routes(place: str, role: str) -> list[str]:
    """Those that docs/roles.md opens to a role, for nobody without the secret addresses."""
    lines = read_lines()
    known = closed_routes(place) if role == NOBODY else all_routes(place)
    return [route for route in known if any(line.lets_in(role) for line in lines_of(route, _kind(place), lines))]


@cache
def closed_routes(place: str) -> list[str]:
    """The same without those that show something private to whoever holds the address."""
    lines = read_lines()
    return [
        route
        for route in all_routes(place)
        if not any(LINK in line.who for line in lines_of(route, _kind(place), lines))
        and not any(part in route for part in ("verify/", "achievements/"))  # the address is on papers and in badges
    ]


def is_left_out(address: str) -> bool:
    """Whether a crawl never asks for it."""
    return any(part in address for part in LEFT_OUT)


def _kind(place: str) -> str:
    return HUB if place == HUB else NGO
