"""What participants write: enrolment, lessons done, attempts. Idempotent; completion follows by itself."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.models import Answer, Attempt, CoursePage, Enrolment, Exercise, LessonPage, LessonProgress
from people.models import Person


def enrol_person(*, person: Person, course: CoursePage) -> Enrolment:
    """Enrol with the axes as they are now; once more changes nothing."""
    enrolment, _new = Enrolment.objects.get_or_create(person=person, course=course, defaults=person.axes())
    return enrolment


@transaction.atomic
def finish_lesson(*, enrolment: Enrolment, lesson: LessonPage) -> None:
    """Mark a lesson done, and the course when that was the last thing missing."""
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    _complete_if_met(enrolment)


@transaction.atomic
def submit_attempt(
    *, enrolment: Enrolment, exercise: Exercise, lesson: LessonPage, uuid: UUID, chosen: Mapping[int, Iterable[UUID]]
) -> Attempt:
    """Grade and keep the answers. `chosen`: question id -> keys of choices. A repeated `uuid` changes nothing."""
    known = Attempt.objects.filter(uuid=uuid, enrolment=enrolment).first()
    if known is not None:
        return known
    answers = []
    for question in exercise.questions.prefetch_related("choices"):
        right = {choice.key for choice in question.choices.all() if choice.correct}
        keys = set(chosen.get(question.pk, ()))
        answers.append(Answer(question=question, choice_keys=sorted(keys), correct=keys == right))
    score = sum(answer.correct for answer in answers)
    attempt = Attempt.objects.create(
        uuid=uuid, enrolment=enrolment, exercise=exercise, lesson=lesson, score=score, maximum=len(answers),
        passed=_passes(exercise, score, len(answers)),
    )  # fmt: skip
    for answer in answers:
        answer.attempt = attempt
    Answer.objects.bulk_create(answers)
    _complete_if_met(enrolment)
    return attempt


def _passes(exercise: Exercise, score: int, maximum: int) -> bool:
    return exercise.kind != Exercise.Kind.FINAL or 100 * score >= exercise.pass_mark * maximum


def _complete_if_met(enrolment: Enrolment) -> None:
    """Date the completion once every required lesson is done and the final test passed (counting.md, CMP)."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
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
