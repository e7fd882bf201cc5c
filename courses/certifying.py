"""Issues the certificates of courses, on the day the last of what they ask for is there.

A certificate asks for more than completion, which figures count and which stays as it is (definitions.md, CMP): beside
it, every exercise placed in a required lesson is passed and every simulation there played to an end
(indicators-source.md, section 4). A pre-test may be left out and a refresher comes half a year later: neither is asked
for (`courses.moments`). Merged records are one human.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.actions import issue_certificate
from certificates.models import Certificate
from certificates.trainings import Training, Words
from core.languages import ready_languages
from courses.models import Attempt, CoursePage, Enrolment, Exercise, LessonExercise, LessonPage, ModulePage

NOT_ASKED_FOR = (Exercise.Kind.BANK, Exercise.Kind.PRE, Exercise.Kind.REFRESHER)
HUMAN = Coalesce("enrolment__person__merged_into", "enrolment__person")


class ToDo(TextChoices):
    """What an exercise asks for before there is a certificate."""

    PASS = "pass", _("to pass")
    PLAY = "play", _("to play to an end")


@dataclass(frozen=True)
class Missing:
    """An exercise that still stands before the certificate, and where it is."""

    lesson: LessonPage
    exercise: Exercise
    todo: ToDo


@dataclass(frozen=True)
class Done:
    """When somebody first did an exercise, and first passed it."""

    first: datetime.datetime
    first_passed: datetime.datetime | None


def missing_exercises(enrolment: Enrolment) -> list[Missing]:
    """Of one enrolment; see `read_missing`."""
    course = enrolment.course
    lessons = list(course.live_lessons().filter(required=True)) if course else []
    return read_missing({enrolment: lessons})[enrolment.pk]


def read_missing(courses: dict[Enrolment, list[LessonPage]]) -> dict[int, list[Missing]]:
    """What each enrolment (id) still lacks beside completion, in reading order; two queries whatever their number.

    `courses`: the published required lessons of each enrolment's course, in reading order.
    """
    placed, done = _placed(courses), read_done(map(_key, courses))
    return {
        enrolment.pk: [
            Missing(lesson, exercise, _todo(exercise))
            for lesson in lessons
            for exercise in placed[lesson.pk]
            if when_met(exercise, done[_key(enrolment)].get(exercise.pk)) is None
        ]
        for enrolment, lessons in courses.items()
    }


def _placed(courses: dict[Enrolment, list[LessonPage]]) -> dict[int, list[Exercise]]:
    placed: dict[int, list[Exercise]] = defaultdict(list)
    pages = {lesson.pk for lessons in courses.values() for lesson in lessons}
    if pages:
        rows = LessonExercise.objects.filter(lesson__in=pages, exercise__live=True).select_related("exercise")
        for row in rows.exclude(exercise__kind__in=NOT_ASKED_FOR).order_by("lesson", "sort_order", "pk"):
            placed[row.lesson_id].append(row.exercise)
    return placed


def read_done(whose: Iterable[tuple[int, int | None]]) -> dict[tuple[int, int | None], dict[int, Done]]:
    """By human and course, both as ids, and then by exercise: a query."""
    done: dict[tuple[int, int | None], dict[int, Done]] = defaultdict(dict)
    keys = list(whose)
    if not keys:
        return done
    rows: Any = Attempt.objects.annotate(human=HUMAN).filter(
        human__in=[human for human, _course in keys], enrolment__course__in=[course for _human, course in keys]
    )
    rows = rows.values("human", "enrolment__course", "exercise").annotate(
        first=Min("finished_at"), first_passed=Min("finished_at", filter=Q(passed=True))
    )
    for row in rows.order_by():
        done[row["human"], row["enrolment__course"]][row["exercise"]] = Done(row["first"], row["first_passed"])
    return done


def read_tried(enrolment: Enrolment) -> set[int]:
    """The exercises (ids) that the human has tried in the course: a query."""
    return set(read_done([_key(enrolment)])[_key(enrolment)])


def _key(enrolment: Enrolment) -> tuple[int, int | None]:
    person = enrolment.person
    return person.merged_into_id or person.pk, enrolment.course_id


def _todo(exercise: Exercise) -> ToDo:
    return ToDo.PLAY if exercise.is_simulation else ToDo.PASS


def when_met(exercise: Exercise, done: Done | None) -> datetime.datetime | None:
    """When what the exercise asks for was first there."""
    if done is None:
        return None
    return done.first_passed if _todo(exercise) == ToDo.PASS else done.first


def certify_if_met(enrolment: Enrolment) -> Certificate | None:
    """The certificate of an enrolment that lacks nothing; one that is there already stays."""
    course = enrolment.course
    if course is None or enrolment.completed_at is None:
        return None
    lessons = list(course.live_lessons().filter(required=True))
    met = _met_at(enrolment, lessons)
    return issue_course_certificate(enrolment=enrolment, met_at=met) if met else None


def _met_at(enrolment: Enrolment, lessons: list[LessonPage]) -> datetime.datetime | None:
    """When the last condition was met; None as long as one is not."""
    done = read_done([_key(enrolment)])[_key(enrolment)]
    exercises = {one.pk: one for found in _placed({enrolment: lessons}).values() for one in found}
    moments = [enrolment.completed_at, *(when_met(one, done.get(pk)) for pk, one in exercises.items())]
    dated = [moment for moment in moments if moment]
    return max(dated) if len(dated) == len(moments) else None


def course_training(course: CoursePage, enrolment: Enrolment, met_at: datetime.datetime) -> Training:
    """What the certificate says: the words that readers see, from joining to the last condition met."""
    words = course_words(course)
    return Training(
        kind=Certificate.Target.COURSE,
        uuid=course.translation_key,
        titles=words.titles,
        objectives=words.objectives,
        starts_on=timezone.localdate(min(enrolment.joined_at, met_at)),
        ends_on=timezone.localdate(met_at),
    )


def course_words(course: CoursePage) -> Words:
    """Headings and objectives in the languages that are ready; a course without objectives has those of its modules."""
    headings = {code: getattr(course, f"heading_{code}") for code in ready_languages(course)}
    titles = {code: heading for code, heading in headings.items() if heading}
    lines = {code: _lines(course, code) for code in titles}
    if not any(lines.values()):
        modules = ModulePage.objects.child_of(course).live().order_by("path")
        lines = {code: [line for module in modules for line in _lines(module, code)] for code in titles}
    return Words(titles, {code: found for code, found in lines.items() if found})


def words_of_course(uuid: UUID) -> Words:
    """Of the course as it is today, by its key; none where it is gone."""
    course = CoursePage.objects.filter(translation_key=uuid).first()
    return course_words(course) if course else Words({})


def _lines(page: CoursePage | ModulePage, language: str) -> list[str]:
    return [line.strip() for line in (getattr(page, f"objectives_{language}") or "").splitlines() if line.strip()]


def issue_course_certificate(*, enrolment: Enrolment, met_at: datetime.datetime) -> Certificate:
    """The certificate of an enrolment, its hours those the course was meant to take when it was completed
    (definitions.md, rule 10)."""
    course = enrolment.course
    assert course is not None  # noqa: S101  `certify_if_met` asked
    minutes = enrolment.minutes or course.duration_minutes  # completed before minutes were kept: as it is now
    return issue_certificate(
        training=course_training(course, enrolment, met_at), person=enrolment.person, minutes=minutes
    )


def has_certificate(enrolment: Enrolment) -> bool:
    """Whether the certificate of the enrolment was issued, whatever became of it."""
    person = enrolment.person
    course = enrolment.course
    if course is None:
        return False
    found = Certificate.objects.about(Certificate.Target.COURSE, course.translation_key)
    return found.of_people(type(person).objects.filter(pk=person.pk)).exists()
