"""The starter curriculum in the library: loaded into the hub, each module that changed offered as its next version."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.starter import Curriculum, Loaded, load_curriculum
from network.library.offers import publish_module
from network.library.reading import hub, in_library


@dataclass(frozen=True)
class Result:
    """What loading did to a module, and its version in the library now; None: it is not there."""

    loaded: Loaded
    version: int | None


def load_into_library(curriculum: Curriculum, *, only: str = "") -> list[Result]:
    """Load the curriculum, or one module of it, into the hub and publish what is new in it to the library."""
    with hub():
        return [_published(loaded) for loaded in load_curriculum(curriculum, only=only)]


def _published(loaded: Loaded) -> Result:
    if loaded.has_news:
        note = _("Starter curriculum") if loaded.is_new else _("The starter curriculum was revised.")
        return Result(loaded, publish_module(module=loaded.module, note=note).version)
    newest = in_library().filter(key=loaded.module.translation_key).first()
    return Result(loaded, newest.version if newest else None)
