"""Keeps versions of questions: what was asked and what was right stand with each attempt.

A version is written when a question is answered and its newest version says something else. Its key, from which the
language is free, stays the same, so that statistics tell its versions apart. Three changes make no new version, since
neither what was asked nor what was right changes: an explanation or a feedback, the order of the choices where order
is no answer, and a translation into a language it had not been in. The newest version then takes them over.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from core.languages import ORDER
from core.locks import wait_for_each
from courses.models import Exercise, Question, Version
from courses.packing.kinds import KINDS, Kind

Content = dict[str, Any]

APART = ("topic", "archived", "form")  # settings of a question that are neither asked nor answered
AFTERWARDS = ("explanation", "feedback")  # read after the answer
ORDERED = Question.Kind.ORDERING.value


def content_of(thing: Question | Exercise) -> Content:
    """A question with what is chosen, sorted or ticked in it, or the scenes of a case; texts by field and language."""
    if isinstance(thing, Exercise):
        return {"scenes": [_describe(scene, KINDS["scene"]) for scene in thing.scenes.all()]}
    return _describe(thing, KINDS["question"])


def _describe(thing: Any, kind: Kind) -> Content:
    content: Content = {"key": str(thing.key)}
    content |= {name: getattr(thing, name) for name in kind.settings if name not in APART}
    content |= {f"{name}_{code}": getattr(thing, f"{name}_{code}") or "" for name in kind.texts for code in ORDER}
    for accessor, name in kind.relations:
        content[accessor] = [_describe(child, KINDS[name]) for child in getattr(thing, accessor).all()]
    return content


def question_of(version: Version) -> Question:
    """The question as it was asked, unsaved."""
    return cast(Question, _build(version.content, KINDS["question"]))


def scenes_of(version: Version) -> list[Any]:
    """The scenes as they were played, unsaved."""
    return [_build(scene, KINDS["scene"], place) for place, scene in enumerate(version.content["scenes"])]


def _build(content: Mapping[str, Any], kind: Kind, place: int = 0) -> Any:
    children = dict(kind.relations)
    values = {name: value for name, value in content.items() if name not in children}
    values |= {
        accessor: [_build(child, KINDS[name], number) for number, child in enumerate(content[accessor])]
        for accessor, name in kind.relations
    }
    return kind.model(**values | {"key": UUID(content["key"]), "sort_order": place})


def fingerprint(question: Question) -> str:
    """Short, of what is asked and what is right: it travels with the page, so that nobody is graded by other words."""
    said = json.dumps(_asked(content_of(question)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_current(version: Version | None, thing: Question | Exercise) -> bool:
    """Whether the version asks what `thing` asks now. What was answered before there were versions is taken so."""
    return version is None or _says_the_same(_asked(version.content), _asked(content_of(thing)))


def keep_versions(things: Iterable[Question | Exercise]) -> dict[UUID, Version]:
    """The version of each as it is now, by key; in a transaction. One query where nothing has changed."""
    contents = {thing.key: content_of(thing) for thing in things}
    kept = _newest(contents)
    stale = [key for key, content in contents.items() if key not in kept or kept[key].content != content]
    if stale:
        wait_for_each(sorted(f"version {key}" for key in stale))  # two people answer at once
        kept |= _newest(stale)
        versions = [_next(key, contents[key], kept.get(key)) for key in stale]
        Version.objects.bulk_create([version for version in versions if not version.pk])
        Version.objects.bulk_update([version for version in versions if version.pk], ["content"])
        kept |= {version.key: version for version in versions}
    return kept


def _newest(keys: Iterable[UUID]) -> dict[UUID, Version]:
    found = Version.objects.filter(key__in=list(keys)).order_by("key", "-number").distinct("key")
    return {version.key: version for version in found}


def _next(key: UUID, content: Content, newest: Version | None) -> Version:
    """The newest version with what it takes over, or a new one; not yet saved."""
    if newest is None or not _says_the_same(_asked(newest.content), _asked(content)):
        return Version(key=key, number=newest.number + 1 if newest else 1, content=content)
    newest.content = content
    return newest


def _asked(content: Content) -> Content:
    """Without what is read afterwards; the choices by their keys where their order is no answer."""
    asked: Content = {}
    for name, value in content.items():
        if name.rpartition("_")[0] in AFTERWARDS:
            continue
        if isinstance(value, list):
            value = [_asked(part) for part in value]
            if content.get("kind") != ORDERED:
                value = sorted(value, key=lambda part: part["key"])
        asked[name] = value
    return asked


def _says_the_same(old: Any, new: Any) -> bool:
    """Alike, but for texts in languages in which there was none."""
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(
            _says_the_same(value, new[name]) or (value == "" and name[-3:] in LANGUAGES) for name, value in old.items()
        )
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_says_the_same, old, new))
    return bool(old == new)


LANGUAGES = tuple(f"_{code}" for code in ORDER)
