"""Writing texts back into a module: the only way translations and updates reach it. Drafts only, nothing published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.models import CoursePage, GlossaryTerm, ModulePage
from courses.packing.kinds import instances, kind_of
from courses.packing.nodes import BODY
from courses.packing.reading import Parts, load_parts, raw_bodies
from courses.packing.references import References, localise, models_by_name, names_in, portable_name


@dataclass(frozen=True)
class TextChange:
    """A text of a node in one language; of `body`, raw stream blocks with portable references."""

    node_id: str
    field: str
    language: str
    value: Any


class UnknownNodeError(LookupError):
    """A change names a node or a text that the module does not have."""


@transaction.atomic
def write_texts(module: ModulePage | CoursePage, changes: Iterable[TextChange], *, actor: User | None) -> None:
    """Write texts to the drafts of a module's pages and exercises, and to the glossary, which has no drafts.

    Raises UnknownNodeError, and ValidationError for a text that is too long; then nothing is written.
    """
    with ModuleDrafts(module, actor=actor) as drafts:
        for change in changes:
            drafts.set_text(change)


class ModuleDrafts:
    """The drafts of a module, opened when they are needed and each saved once at the end."""

    def __init__(self, module: ModulePage | CoursePage, *, actor: User | None) -> None:
        self.actor = actor
        self.parts: Parts = load_parts(module, draft=True)
        self._roots: dict[str, Any] = {}
        for root in (self.parts.module, *self.parts.lessons, *self.parts.exercises, *self.parts.terms):
            self._roots |= {identity: root for identity, _instance in instances(root)}
        self._open: dict[tuple[type, int], Any] = {}
        self._changed: set[tuple[type, int]] = set()

    def __enter__(self) -> "ModuleDrafts":
        return self

    def __exit__(self, kind: type | None, *rest: object) -> None:
        if kind is None:
            self.save()

    def has(self, identity: str) -> bool:
        """Whether the module has such a node."""
        return identity in self._roots

    def packed_body(self, identity: str, language: str) -> list[dict[str, Any]]:
        """The body of a lesson in its opened draft, with portable references."""
        body = raw_bodies(self.find(identity))[language]
        return References([body]).portable(body)

    def find(self, identity: str) -> Any:
        """The instance of a node, in its opened draft. Raises UnknownNodeError."""
        if identity not in self._roots:
            raise UnknownNodeError(identity)
        return dict(instances(self.open_root(identity)))[identity]

    def open_root(self, identity: str) -> Any:
        """The draft of the page, exercise or term a node belongs to; it will be saved."""
        if identity not in self._roots:
            raise UnknownNodeError(identity)
        root = self._roots[identity]
        place = (type(root), root.pk)
        if place not in self._open:
            row = type(root)._default_manager.get(pk=root.pk)
            self._open[place] = row if isinstance(row, GlossaryTerm) else row.get_latest_revision_as_object()
        self._changed.add(place)
        return self._open[place]

    def set_text(self, change: TextChange) -> None:
        """Write one text into its draft."""
        instance = self.find(change.node_id)
        name = f"{change.field}_{change.language}"
        if change.field not in kind_of(instance).texts or not hasattr(instance, name):
            raise UnknownNodeError(f"{change.node_id} {name}")
        if change.field == BODY:
            set_body(instance, change.language, change.value, known_ids(names_in(change.value)))
        else:
            instance._meta.get_field(name).run_validators(change.value)
            setattr(instance, name, change.value)

    def save(self) -> None:
        """Save the opened drafts as new revisions."""
        for place in self._changed:
            draft = self._open[place]
            if isinstance(draft, GlossaryTerm):
                draft.save()
            draft.save_revision(user=self.actor, clean=False, log_action=True)
        self._changed.clear()


def set_body(lesson: Any, language: str, body: list[dict[str, Any]], ids: dict[str, int]) -> None:
    """Put a packed body into a lesson."""
    field = lesson._meta.get_field(BODY)
    stream = field.stream_block
    setattr(lesson, f"body_{language}", stream.to_python(localise(body, ids)))


def known_ids(names: Iterable[str]) -> dict[str, int]:
    """The ids, in this schema, of what some portable names name: files by their digests, the rest by keys."""
    ids: dict[str, int] = {}
    wanted: dict[str, list[str]] = {}
    for name in names:
        sort, _colon, key = name.partition(":")
        wanted.setdefault(sort, []).append(key)
    models_of = models_by_name()
    for sort, keys in wanted.items():
        if sort in ("image", "document"):
            found = models_of[sort].objects.filter(file_hash__in=keys)
            ids |= {f"{sort}:{thing.file_hash}": thing.pk for thing in found.order_by("-pk")}
        elif sort == "media":
            ids |= {name: thing.pk for thing in models_of[sort].objects.all() if (name := portable_name(sort, thing))}
        elif sort in models_of:
            by = "translation_key__in" if sort == "page" else "key__in"
            ids |= {portable_name(sort, thing): thing.pk for thing in models_of[sort].objects.filter(**{by: keys})}
    return ids
