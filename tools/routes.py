"""The table of routes in docs/roles.md: read, and compared with the addresses that there are.

    .venv/bin/python -m tools.routes

prints a line for every route that has none, its methods as the view's own words suggest, and names every line whose
route is gone. Who may is written by hand: it says what should be, and tests/config/test_routes.py tries it.
"""

import inspect
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "roles.md"
URLCONFS = {"NGO": "config.urls_tenant", "hub": "config.urls_hub"}
HOSTS = {"both": ("NGO", "hub"), "NGO": ("NGO",), "hub": ("hub",)}
# Words of the table beside roles; `nobody` is who has not signed in, as against `no one`.
ANYONE, SIGNED_IN, LINK, TOKEN, NO_ONE = "anyone", "signed in", "link", "token", "no one"
NOBODY, PARTICIPANT = "nobody", "participant"
MORE = "…"  # ends a line that speaks of every route that begins so
_CELL = re.compile(r"(?<!\\)\|")
_WHO = re.compile(r"(?P<who>[a-z_ ]+?)(?: \((?P<own>own)\))?")


@dataclass(frozen=True)
class Line:
    """One line: `who` may, of which those in `own` only where the thing is theirs."""

    route: str
    methods: tuple[str, ...]
    hosts: tuple[str, ...]
    who: frozenset[str]
    own: frozenset[str]

    @property
    def begins(self) -> str:
        """What the routes of a line of many begin with; empty for a line of one."""
        return self.route.removesuffix(MORE) if self.route.endswith(MORE) else ""

    def lets_in(self, role: str) -> bool:
        """Whether it is open to a role, to `participant` or `nobody`; a link lets in whoever has it."""
        return bool(self.who & {ANYONE, LINK}) or (role != NOBODY and bool(self.who & {SIGNED_IN, role}))

    def speaks_of(self, route: str) -> bool:
        """Whether it is the route's line, or a line of many that it falls under."""
        return route.startswith(self.begins) if self.begins else route == self.route


def read_lines(text: str | None = None) -> list[Line]:
    """Every line of every table whose head begins with `route`; a word of the table of words stands for its roles."""
    text = TABLE.read_text(encoding="utf-8") if text is None else text
    words = {word: parts.split(", ") for word, parts in _rows(text, "word")}
    return [_line(cells, words) for cells in _rows(text, "route")]


def _rows(text: str, head: str) -> Iterator[list[str]]:
    """The cells of every row below a head that begins so."""
    inside = False
    for row in text.splitlines():
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELL.split(row.strip())[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == head:
            inside = True
        elif inside and not cells[0].startswith("---"):
            yield cells


def lines_of(route: str, host: str, lines: list[Line]) -> list[Line]:
    """The lines of a route on a kind of host: its own, else those of the longest beginning."""
    found = [line for line in lines if host in line.hosts and line.speaks_of(route)]
    longest = max((len(line.begins) for line in found), default=0)
    return [line for line in found if not line.begins] or [line for line in found if len(line.begins) == longest]


def patterns(urlconf: str) -> dict[str, Any]:
    """Each address as its patterns write it, with its view."""
    from django.urls import URLPattern, get_resolver  # when the settings are known

    def walk(resolver: Any, before: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route, pattern.callback
            else:
                yield from walk(pattern, route)

    found: dict[str, Any] = {}
    for route, view in walk(get_resolver(urlconf), ""):
        found.setdefault(route, view)  # the first answers
    return found


def routes(urlconf: str) -> list[str]:
    """Each address as its patterns write it; regular expressions as far as they are in use here."""
    return list(patterns(urlconf))


def without_line(lines: list[Line]) -> list[tuple[str, str]]:
    """Host and route of every address that no line speaks of."""
    return [
        (host, route)
        for host, urlconf in URLCONFS.items()
        for route in routes(urlconf)
        if not lines_of(route, host, lines)
    ]


def without_route(lines: list[Line]) -> list[tuple[str, str]]:
    """Host and route of every line that speaks of no address, or of none that it says more of than another line."""
    spoken = {
        (host, line.route)
        for host, urlconf in URLCONFS.items()
        for route in routes(urlconf)
        for line in lines_of(route, host, lines)
    }
    return [(host, line.route) for line in lines for host in line.hosts if (host, line.route) not in spoken]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]
    import django

    django.setup()
    lines = read_lines()
    missing = without_line(lines)
    hosts: dict[str, list[str]] = {}
    for host, route in missing:
        hosts.setdefault(route, []).append(host)
    views = {route: view for urlconf in URLCONFS.values() for route, view in patterns(urlconf).items()}
    for route, found in hosts.items():
        where = "both" if len(found) == len(URLCONFS) else found[0]
        print("| " + " | ".join([f"`{route}`".replace("|", r"\|"), _methods(views[route]), where, "?"]) + " |")
    for host, route in without_route(lines):
        print(f"No such route on {host}: {route}")
    return 1 if missing else 0


def _line(cells: list[str], words: dict[str, list[str]]) -> Line:
    route, methods, hosts, who = cells[:4]
    parts = [_WHO.fullmatch(part.strip()) for part in who.split(",")]
    if not all(parts) or hosts not in HOSTS:
        raise ValueError(f"docs/roles.md: this line cannot be read: {cells}")
    found = {name: bool(part["own"]) for part in parts if part for name in words.get(part["who"], [part["who"]])}
    own = frozenset(name for name, is_own in found.items() if is_own)
    return Line(route.strip("`"), tuple(methods.split()), HOSTS[hosts], frozenset(found), own)


def _methods(view: Any) -> str:
    """As far as the view's text tells."""
    names = {name.upper() for name in ("get", "post") if hasattr(getattr(view, "view_class", None), name)}
    if names:
        return " ".join(sorted(names))
    try:
        text = inspect.getsource(inspect.unwrap(view))
    except (OSError, TypeError):
        return "GET"
    if "require_POST" in text:
        return "POST"
    return "GET POST" if "POST" in text else "GET"


if __name__ == "__main__":
    sys.exit(main())
