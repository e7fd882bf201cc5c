"""Practice of open modules without an account: nothing is kept but a signed note in the visitor's own browser.

The note says which exercises of which module were passed, and is there only once one was; who only reads has none. Once
all are passed one completion is counted, whose row names nobody (`courses.models.OpenCompletion`).
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from core.languages import active
from core.pages import reachable
from core.signing import tenant_salt
from courses.actions import reaches_mark
from courses.models import Exercise, LessonExercise, LessonPage, ModulePage, OpenCompletion
from courses.quiz.answering.reviewing import Review, review_given
from courses.quiz.grading import Given
from courses.quiz.selection import Drawn, Seed, draw_for

MOST = 20  # modules in a note: a browser keeps 4 KB
Note = dict[str, dict[str, Any]]  # by module: `uuid` of the completion to be, `passed` exercises


@dataclass(frozen=True)
class Result:
    """What came of one go at an exercise."""

    reviews: list[Review]
    score: int
    maximum: int
    passed: bool


def open_module_of(lesson: LessonPage) -> ModulePage | None:
    """The lesson's module, where it is open to everybody, and behind no password."""
    parent = lesson.path[: -LessonPage.steplen]
    return ModulePage.objects.live().public().filter(path=parent, is_open=True).first()


def open_modules() -> list[ModulePage]:
    """Those that are open and published, in reading order."""
    return list(reachable(ModulePage.objects.public().filter(is_open=True)).order_by("path"))


def may_be_practised(exercise: Exercise) -> bool:
    """Practice that may be tried as often as one likes; tests and cases are for those who have joined."""
    return exercise.kind == Exercise.Kind.PRACTICE and exercise.tries is None


def draw_openly(exercise: Exercise) -> Drawn:
    """What is asked of a visitor, by a lot of this one time."""
    return draw_for(Seed(exercise, secrets.randbelow(2**31), 0, False), attempt=uuid.uuid4())


def salt_openly(exercise: Exercise) -> str:
    return tenant_salt("courses.practising", exercise.key)


def graded(exercise: Exercise, drawn: Drawn, given: Mapping[int, Given]) -> Result:
    """Judge the answers; nothing is kept."""
    reviews = [review_given(question, given[question.pk]) for question in drawn.questions]
    score, maximum = sum(one.answer.points for one in reviews), sum(one.answer.maximum for one in reviews)
    return Result(reviews, score, maximum, reaches_mark(exercise, score, maximum))


def read_note(text: str) -> Note:
    """What the visitor's browser says was passed; nothing where it was altered, or is another tenant's."""
    try:
        found: Note = signing.loads(text, salt=_salt()) if text else {}
    except signing.BadSignature:
        return {}
    return found


def write_note(note: Note) -> str:
    """For the browser; the oldest modules are left out where there are many."""
    return signing.dumps(dict(list(note.items())[-MOST:]), salt=_salt(), compress=True)


def note_passed(note: Note, module: ModulePage, exercise: Exercise, drawn: Drawn) -> Note:
    """The note with one more exercise passed."""
    key = str(module.translation_key)
    own = note.get(key) or {"uuid": str(drawn.attempt), "passed": []}
    passed = sorted({*own["passed"], exercise.pk})
    return {name: entry for name, entry in note.items() if name != key} | {key: {**own, "passed": passed}}


def exercises_left(note: Note, module: ModulePage) -> list[LessonExercise]:
    """The places of exercises of the module that may be practised and are not passed yet, in reading order."""
    passed = set(note.get(str(module.translation_key), {}).get("passed", []))
    places = LessonExercise.objects.filter(
        lesson__in=module.live_lessons(), exercise__live=True, exercise__kind=Exercise.Kind.PRACTICE,
        exercise__tries__isnull=True,
    )  # fmt: skip
    found = places.select_related("exercise", "lesson").order_by("lesson__path", "sort_order")
    return [place for place in found if place.exercise_id not in passed]


def count_completion(note: Note, module: ModulePage) -> None:
    """One event, once, whoever sends it again."""
    own = note[str(module.translation_key)]
    OpenCompletion.objects.get_or_create(
        uuid=own["uuid"], defaults={"module": module.translation_key, "language": active()}
    )


def _salt() -> str:
    return tenant_salt("courses.practising.note")
