"""Remarks of readers on the parts of a lesson: taken, told to its authors without names, and gone with the text.

Authors are told a number from FEWEST people on, merged records counted once; below that nothing, not even that there
is something. A reason is told apart only where every reason given has that many: a rest could be one person's.
A remark goes once the words it was about are published otherwise, or when an author says that it is handled.
Nothing of it leaves the NGO: the library's authors see none of its readers.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.languages import shown
from core.translations import block_words, digest
from courses.models import CoursePage, Enrolment, LessonPage, Remark
from courses.statistics import FEWEST
from people.models import Person
from people.models.humans import WHO

WORDS = 6  # of a part, by which a reader knows it again
WAITING = datetime.timedelta(days=30)  # without a sign: whoever is slow has not stopped
Raw = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A block of a lesson as a reader finds it in a list."""

    id: str
    name: str


@dataclass(frozen=True)
class Told:
    """What authors are told of one block: by reason, or all together with `reason` empty."""

    reason: str
    people: int

    @property
    def words(self) -> str:
        label = Remark.Reason(self.reason).label if self.reason else _("Unclear, wrong or out of date")
        return f"{label} ({self.people})"


def parts_of(blocks: Iterable[Any]) -> list[Part]:
    """The parts of a text as it is shown, in order, each by its first words."""
    found = []
    for number, block in enumerate(blocks, 1):
        name = Truncator(words_of_block(block)).words(WORDS) or str(block.block.label)
        found.append(Part(block.id, f"{number}. {name}"))
    return found


def words_of_block(block: Any) -> str:
    """Its words in their language; of an exercise or a term, which have their own, none."""
    return " ".join(block_words(block.block, block.get_prep_value()["value"]))


def remark_on(*, person: Person, lesson: LessonPage, block: str, reason: str) -> bool:
    """Keep what a reader says of a part in the language it is shown in; said again, the last word stands. False where
    the part is gone."""
    body = shown(lesson, "body")
    found = next((one for one in body.value or () if one.id == block), None)
    if found is None:
        return False
    Remark.objects.update_or_create(
        person=person, lesson=lesson, block=block,
        defaults={
            "reason": reason, "language": body.language, "digest": _digest(found), "day": timezone.localdate(),
        },
    )  # fmt: skip
    return True


def _digest(block: Any) -> str:
    return digest({"words": [words_of_block(block)]})


def told_remarks(lesson: LessonPage) -> dict[str, list[Told]]:
    """By block, what its authors are told: one query."""
    rows = Remark.objects.filter(lesson=lesson.pk).annotate(who=WHO).order_by("day", "pk")
    said: dict[str, dict[int, str]] = defaultdict(dict)
    for block, person, reason in rows.values_list("block", "who", "reason"):
        said[block][person] = reason
    found = {block: _told(Counter(people.values())) for block, people in said.items()}
    return {block: told for block, told in found.items() if told}


def _told(counts: Counter[str]) -> list[Told]:
    if counts.total() < FEWEST:
        return []
    if min(counts.values()) < FEWEST:
        return [Told("", counts.total())]
    return [Told(reason, counts[reason]) for reason in Remark.Reason.values if counts[reason]]


def count_stopped(lesson: LessonPage, course: CoursePage, before: Iterable[int]) -> int:
    """How many people wait at this lesson: they did those `before` it (ids) and nothing for WAITING. 0 below FEWEST."""
    needed, limit = set(before), timezone.now() - WAITING
    waiting = Enrolment.objects.filter(course=course, completed_at=None, person__erased_at=None, joined_at__lt=limit)
    waiting = waiting.annotate(who=WHO).exclude(progress__lesson=lesson.pk)
    if needed:
        done = Count("progress", filter=Q(progress__lesson__in=needed), distinct=True)
        waiting = waiting.annotate(done=done).filter(done=len(needed))
    waiting = waiting.exclude(progress__done_at__gte=limit).exclude(attempts__finished_at__gte=limit)
    people: int = waiting.aggregate(people=Count("who", distinct=True))["people"]
    return people if people >= FEWEST else 0


def handle_remarks(*, lesson: LessonPage, block: str) -> None:
    """An author has dealt with it: it is told no more."""
    Remark.objects.filter(lesson=lesson.pk, block=block).delete()


def forget_outdated(lesson: LessonPage) -> None:
    """Of a lesson just published: what was said of words that are there no more goes with them."""
    rows = list(Remark.objects.filter(lesson=lesson.pk))
    if not rows:
        return
    now = {
        code: {block.id: _digest(block) for block in getattr(lesson, f"body_{code}") or ()}
        for code in {row.language for row in rows}
    }
    gone = [row.pk for row in rows if now[row.language].get(row.block) != row.digest]
    Remark.objects.filter(pk__in=gone).delete()
