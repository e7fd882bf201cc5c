"""References in stream data: database ids in a schema, portable names in a packed module.

`image:<digest of the file>`, also `document`, `media`; `exercise:<key>`, `term:<key>`, `page:<translation key>`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtailmedia.models import get_media_model

from courses.models import Exercise, GlossaryTerm
from courses.packing.streams import map_body, map_rich_text

FILES = ("image", "document", "media")
_LINK_TYPES = {"glossary": "term", "image": "image", "document": "document", "media": "media", "page": "page"}


def models_by_name() -> dict[str, Any]:
    """What can be referred to."""
    return {
        "image": get_image_model(),
        "document": get_document_model(),
        "media": get_media_model(),
        "exercise": Exercise,
        "term": GlossaryTerm,
        "page": Page,
    }


def file_digest(thing: Any) -> str:
    """The SHA-1 of the file of an image, a document or a medium, as Wagtail keeps it of the first two."""
    if hasattr(thing, "get_file_hash"):
        return str(thing.get_file_hash())
    with thing.file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha1").hexdigest()


def portable_name(name: str, thing: Any) -> str:
    """How a packed module calls a thing."""
    if name in FILES:
        return f"{name}:{file_digest(thing)}"
    return f"{name}:{thing.translation_key if name == 'page' else thing.key}"


def _target(block: Any) -> str | None:
    """What a chooser block chooses, if that can be referred to."""
    if not isinstance(block, blocks.ChooserBlock):
        return None
    models = models_by_name().items()
    return next((name for name, model in models if issubclass(block.model_class, model)), None)


class References:
    """The things that some bodies refer to, fetched once for all of them."""

    def __init__(self, bodies: Iterable[list[dict[str, Any]]]) -> None:
        self.wanted: dict[str, set[int]] = defaultdict(set)
        for body in bodies:
            map_references(body, self._note)
        models = models_by_name()
        self.found = {name: models[name].objects.in_bulk(ids) for name, ids in self.wanted.items()}
        self._names: dict[tuple[str, int], str] = {}

    def _note(self, name: str, identity: Any) -> Any:
        if str(identity).isdecimal():
            self.wanted[name].add(int(identity))
        return identity

    def things(self, name: str) -> list[Any]:
        """The things of one sort that are there."""
        return list(self.found.get(name, {}).values())

    def portable(self, body: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A copy of a body with portable names; a link to what is gone is taken off its text."""
        return map_references(body, self._name)

    def _name(self, name: str, identity: Any) -> str | None:
        if not str(identity).isdecimal():
            return None
        key = (name, int(identity))
        if key not in self._names and (thing := self.found.get(name, {}).get(key[1])) is not None:
            self._names[key] = portable_name(name, thing)
        return self._names.get(key)


def map_references(body: list[dict[str, Any]], replace: Callable[[str, Any], Any]) -> list[dict[str, Any]]:
    """A copy of a body with each reference replaced by `replace(sort, reference)`; None takes it away."""

    def link(kind: str, identity: str) -> Any:
        return replace(_LINK_TYPES[kind], identity) if kind in _LINK_TYPES else identity

    def visit(block: Any, value: Any, path: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return map_rich_text(value or "", link)
        name = _target(block)
        return replace(name, value) if name and value not in (None, "") else value

    return map_body(body, visit)


def names_in(body: list[dict[str, Any]]) -> set[str]:
    """The portable names a packed body holds."""
    names: set[str] = set()

    def note(name: str, identity: Any) -> Any:
        names.add(str(identity))
        return identity

    map_references(body, note)
    return names


def localise(body: list[dict[str, Any]], ids: dict[str, int]) -> list[dict[str, Any]]:
    """A copy of a packed body with the ids of this schema; what is not here is left out."""

    return map_references(body, lambda name, identity: ids.get(str(identity)))
