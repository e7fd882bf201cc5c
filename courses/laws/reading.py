"""Every law that a lesson's newest draft quotes, once, with the places where it stands.

A law is known by its jurisdiction and its article; what it says is written in each lesson in its own words. There is
no second copy of it beside the lessons that could say something else: decision 32.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from core.codes import Jurisdiction
from core.languages import ORDER, Shown, active
from core.sequence import read_stream
from core.text import fold
from courses.legal import MARK, laws_in
from courses.models import LessonPage
from courses.packing.nodes import BODY
from courses.packing.reading import raw_bodies

SOON = datetime.timedelta(days=60)  # staff are reminded of a law this long before it ends
SHARED = ("jurisdiction", "valid_from", "valid_to")  # the same in every language
WORDED = ("article", "source")  # once in each


@dataclass(frozen=True)
class Place:
    """A block of a lesson that quotes a law: its values by language."""

    lesson: int
    heading: str
    block: str
    values: dict[str, dict[str, Any]]
    is_live: bool


@dataclass(frozen=True)
class Law:
    """One law. What it is called and how long it holds is that of the first place; `differs`: another place says
    something else."""

    key: str
    places: list[Place] = field(default_factory=list)

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """By language, of the first place that has each."""
        return {code: one.values[code] for code in ORDER for one in reversed(self.places) if code in one.values}

    def shared(self, name: str) -> str:
        """A date or the jurisdiction, as it is kept; empty where it is not said."""
        return next((str(value[name]) for value in self.values.values() if value.get(name)), "")

    def worded(self, name: str) -> dict[str, str]:
        """Article or source by language."""
        return {code: str(self.values.get(code, {}).get(name) or "") for code in ORDER}

    @property
    def name(self) -> Shown:
        named = self.worded("article")
        language = next((code for code in (active(), *ORDER) if named[code]), ORDER[0])
        return Shown(named[language], language, active())

    @property
    def jurisdiction(self) -> str:
        code = self.shared("jurisdiction")
        return str(dict(Jurisdiction.choices).get(code, code))

    @property
    def ends(self) -> datetime.date | None:
        """The last day, the earliest that any place names."""
        days = [str(value["valid_to"]) for one in self.places for value in one.values.values() if value.get("valid_to")]
        return min((day for text in days if (day := _day(text))), default=None)

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends < timezone.localdate()

    @property
    def is_soon(self) -> bool:
        return self.ends is not None and not self.is_over and self.ends <= timezone.localdate() + SOON

    @property
    def is_shown(self) -> bool:
        """Whether readers see it."""
        return any(one.is_live for one in self.places)

    @property
    def is_marked(self) -> bool:
        return any(value.get(MARK) for one in self.places for value in one.values.values())

    @property
    def differs(self) -> bool:
        """Whether two places say something else of the same law."""
        said = set()
        for one in self.places:
            for code, value in one.values.items():
                said.add((code, *(str(value.get(name) or "").strip() for name in (*SHARED, *WORDED))))
        return len({code for code, *_rest in said}) < len(said)


def find_laws() -> list[Law]:
    """Every law by jurisdiction and name: two queries."""
    laws: dict[str, Law] = {}
    for place in _places():
        key = key_of(place.values)
        if key:
            laws.setdefault(key, Law(key)).places.append(place)
    return sorted(laws.values(), key=lambda law: (law.shared("jurisdiction"), fold(str(law.name))))


def find_law(key: str) -> Law | None:
    """The law of this key, if a lesson quotes it."""
    return next((law for law in find_laws() if law.key == key), None)


def ending_laws() -> list[Law]:
    """Those in published lessons that have ended, or end within two months."""
    return [law for law in find_laws() if law.is_shown and (law.is_over or law.is_soon)]


def key_of(values: Mapping[str, Mapping[str, Any]]) -> str:
    """By which the law of a block is found again; empty while it has no article."""
    first = next((values[code] for code in ORDER if code in values and values[code].get("article")), None)
    if first is None:
        return ""
    named = f"{first.get('jurisdiction')} {' '.join(fold(str(first['article'])).split())}"
    return hashlib.sha256(named.encode()).hexdigest()[:16]


def _places() -> Iterable[Place]:
    drafts = {code: f"latest_revision__content__{BODY}_{code}" for code in ORDER}
    lessons = LessonPage.objects.order_by("path")
    without = {lesson.pk: raw_bodies(lesson) for lesson in lessons.filter(latest_revision=None)}
    fields = ("pk", "draft_headings", "title", "live", *drafts.values())
    for row in lessons.values(*fields):
        bodies = without.get(row["pk"]) or {code: read_stream(row[name]) for code, name in drafts.items()}
        headings = row["draft_headings"] or {}
        heading = headings.get(active()) or next(iter(headings.values()), row["title"])
        for block, values in laws_in(bodies).items():
            yield Place(row["pk"], heading, block, values, row["live"])


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
