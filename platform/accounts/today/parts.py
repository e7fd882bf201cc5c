"""What may stand on the page "Today", and the registry that the apps fill with it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.functional import Promise

from core.registry import Registry

Words = str | Promise


@dataclass(frozen=True)
class Action:
    """A button: `icon` is one of Lucide's."""

    label: Words
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Now:
    """What happens today: a title in its own language, where and when, what one does there."""

    title: str
    language: str
    facts: list[Words]
    actions: list[Action]


@dataclass(frozen=True)
class Door:
    """Something to put in order: how many of what, and where. `kind` as in `badge.html`: "wrong", "current" or none."""

    count: str
    text: Words
    url: str
    kind: str = "current"


@dataclass(frozen=True)
class Coming:
    """A day to come: `note` stands at the end of its row."""

    on: datetime.date
    day: str
    title: str
    language: str
    note: str
    url: str


@dataclass(frozen=True)
class Aside:
    """A card beside: a few lines, and where they lead. `share`: 0 to 100, drawn as a bar."""

    title: Words
    lines: list[Words]
    url: str
    label: Words
    share: int | None = None


Part = Now | Door | Coming | Aside


@dataclass
class Today:
    """The parts of one page by their kind."""

    now: list[Now] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


Contributor = Callable[[HttpRequest], Iterable[Part]]
contributors: Registry[Contributor] = Registry("accounts: what stands on the page Today")


def register_today(find: Contributor, *, key: str, order: int) -> None:
    """Add what finds parts for whoever asks: 10 sessions, 20 figures, 30 people, 40 courses, 50 the network."""
    contributors.add(find, key=key, order=order)


def gather(request: HttpRequest) -> Today:
    """All parts for whoever is signed in, those of one kind in the order of the apps."""
    page = Today()
    places = {Now: page.now, Door: page.doors, Coming: page.coming, Aside: page.asides}
    for find in contributors:
        for part in find(request):
            places[type(part)].append(part)  # type: ignore[attr-defined]
    page.coming.sort(key=lambda row: (row.on, row.title))
    return page
