"""What a certificate speaks of, as the app of the training tells it; the course or session itself is not known here.

A course is there in some languages and may become ready in another: its certificate is to be had in those languages,
and its words in a new one are asked for again. A session has one title, whatever the language of its certificates.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.languages import ORDER
from core.registry import Registry


@dataclass(frozen=True)
class Words:
    """What is said of a training, by language."""

    titles: Mapping[str, str]
    objectives: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Training:
    """What a certificate is issued for."""

    kind: str  # Certificate.Target
    uuid: UUID
    titles: Mapping[str, str]  # by language
    starts_on: datetime.date
    ends_on: datetime.date
    objectives: Mapping[str, list[str]] = field(default_factory=dict)


Reader = Callable[[UUID], Words]
readers: Registry[Reader] = Registry("certificates: what a kind of training that is translated says today")


def register_words(kind: str, reader: Reader) -> None:
    """How a kind of training that is translated is read as it is today: no titles where it is gone."""
    readers.add(reader, key=kind)


def words_today(kind: str, uuid: UUID) -> Words:
    """Nothing for a kind of training that has one title only."""
    reader = readers.get(kind)
    return reader(uuid) if reader else Words({})


def ready_in(kind: str, titles: Iterable[str]) -> list[str]:
    """The languages certificates of a training with these titles may be in."""
    there = set(titles)
    return [code for code in ORDER if code in there or readers.get(kind) is None]
