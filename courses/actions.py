"""What participants write: enrolment, lessons done, attempts. Idempotent; completion follows by itself."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import JoinCode
from courses.models import Answer, Attempt, CoursePage, Enrolment, Exercise, LessonPage, LessonProgress
from people.models import Person


def enrol_person(*, person: Person, course: CoursePage) -> Enrolment:
    """Enrol with the axes as they are now; once more changes nothing."""
    enrolment, _new = Enrolment.objects.get_or_create(person=person, course=course, defaults=person.axes())
    return enrolment


@transaction.atomic
def finish_lesson(*, enrolment: Enrolment, lesson: LessonPage) -> None:
    """Mark a lesson done, and the course when that was the last thing missing."""
    enrolment = _lock(enrolment)
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    _complete_if_met(enrolment)


class ForeignAttemptError(Exception):
    """The UUID sent is that of an attempt of another enrolment."""


@transaction.atomic
def submit_attempt(
    *, enrolment: Enrolment, exercise: Exercise, lesson: LessonPage, uuid: UUID, chosen: Mapping[int, Iterable[UUID]]
) -> Attempt:
    """Grade and keep the answers. `chosen`: question id -> keys of choices. A repeated `uuid` changes nothing.

    `passed` is by the exercise's pass mark, whatever its kind. Raises ForeignAttemptError.
    """
    enrolment = _lock(enrolment)
    answers = _grade(exercise, chosen)
    score, maximum = sum(answer.points for answer in answers), len(answers)
    attempt, new = Attempt.objects.get_or_create(
        uuid=uuid,
        defaults={
            "enrolment": enrolment, "exercise": exercise, "lesson": lesson, "score": score, "maximum": maximum,
            "passed": 100 * score >= exercise.pass_mark * maximum,
        },
    )  # fmt: skip
    if attempt.enrolment_id != enrolment.pk:
        raise ForeignAttemptError
    if new:
        for answer in answers:
            answer.attempt = attempt
        Answer.objects.bulk_create(answers)
        _complete_if_met(enrolment)
    return attempt


def open_join_code(*, course: CoursePage, active: bool) -> None:
    """Open or close the course's code; those who have joined stay in."""
    JoinCode.objects.filter(target_kind=JoinCode.Target.COURSE, target_uuid=course.translation_key).update(
        active=active
    )


def _lock(enrolment: Enrolment) -> Enrolment:
    """What one participant sends at the same moment is written one after the other."""
    return Enrolment.objects.select_for_update().get(pk=enrolment.pk)


def _grade(exercise: Exercise, chosen: Mapping[int, Iterable[UUID]]) -> list[Answer]:
    answers = []
    for question in exercise.questions.prefetch_related("choices"):
        right = {choice.key for choice in question.choices.all() if choice.correct}
        keys = set(chosen.get(question.pk, ()))
        answers.append(Answer(question=question, given=sorted(map(str, keys)), points=keys == right, maximum=1))
    return answers


def _complete_if_met(enrolment: Enrolment) -> None:
    """Date the completion once every required lesson is done and the final test passed (counting.md, CMP)."""
    course = enrolment.course
    if enrolment.completed_at or course is None:
        return
    required = set(course.live_lessons().filter(required=True).values_list("pk", flat=True))
    done = set(enrolment.progress.values_list("lesson_id", flat=True))
    final = course.final_exercise_id
    if not required or required - done:
        return
    if final and not enrolment.attempts.filter(exercise_id=final, passed=True).exists():
        return
    enrolment.completed_at = timezone.now()
    enrolment.save(update_fields=["completed_at"])
