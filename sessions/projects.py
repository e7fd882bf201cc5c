"""Projects that a session may belong to, as an app above knows them: sessions name one by its code alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from core.languages import active
from core.registry import Registry

SECONDS = 60  # how long titles are remembered: figures name many projects at once


@dataclass(frozen=True)
class KnownFunder:
    """Who pays for a project. `logo` reads its picture (PNG or JPEG), empty where there is none."""

    name: str
    logo: Callable[[], bytes]


@dataclass(frozen=True)
class KnownProject:
    """A project in which the active organisation is or was a partner; `title` in the reader's language if there is one.

    `is_open`: whether it goes on and the organisation still takes part. `cycles`, `phases`: code and title of each.
    """

    code: str
    title: str
    is_open: bool
    cycles: tuple[tuple[str, str], ...] = ()
    funders: tuple[KnownFunder, ...] = ()
    phases: tuple[tuple[str, str], ...] = ()


_projects: Registry[Callable[[], Sequence[KnownProject]]] = Registry("sessions.projects: projects to choose from")


def register_projects(find: Callable[[], Sequence[KnownProject]]) -> None:
    """`find` gives those of the active organisation."""
    _projects.add(find, key="projects")


def known_projects() -> list[KnownProject]:
    """Those of the active organisation, those that go on first."""
    found = [project for find in _projects for project in find()]
    return sorted(found, key=lambda project: not project.is_open)


def project_of_code(code: str) -> KnownProject | None:
    """The one that a session names, if the organisation knows it."""
    return next((project for project in known_projects() if project.code == code), None) if code else None


def titled(code: str) -> str:
    """The title in the reader's language beside the code; the code alone of a project that is not known here."""
    key = f"project-titles:{active()}"  # the cache keeps one per tenant
    titles: dict[str, str] | None = cache.get(key)
    if titles is None:
        titles = {project.code: project.title for project in known_projects()}
        cache.set(key, titles, SECONDS)
    title = titles.get(code)
    return f"{title} · {code}" if title and title != code else code
