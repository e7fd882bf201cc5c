"""What participants write: enrolment, lessons done, attempts. Idempotent; completion follows by itself."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import JoinCode
from courses.certifying import certify_if_met
from courses.models import (
    Answer,
    Attempt,
    CoursePage,
    Enrolment,
    Exercise,
    LessonPage,
    LessonProgress,
    Question,
    Version,
)
from courses.quiz.grading import Given, grade
from courses.quiz.selection import read_questions, tries_left
from courses.versions import keep_versions
from people.models import Person


def enrol_person(*, person: Person, course: CoursePage) -> Enrolment:
    """Enrol with the axes as they are now; once more changes nothing."""
    enrolment, _new = Enrolment.objects.get_or_create(person=person, course=course, defaults=person.copied())
    return enrolment


@transaction.atomic
def finish_lesson(*, enrolment: Enrolment, lesson: LessonPage) -> None:
    """Mark a lesson done, and the course when that was the last thing missing."""
    enrolment = lock_enrolment(enrolment)
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    complete_if_met(enrolment)


class ForeignAttemptError(Exception):
    """The UUID sent is that of an attempt of another enrolment."""


class NoTriesLeftError(Exception):
    """All the tries the exercise allows are made."""


@transaction.atomic
def submit_attempt(
    *, enrolment: Enrolment, exercise: Exercise, lesson: LessonPage, uuid: UUID, given: Mapping[int, Given],
    asked: Sequence[Question] | None = None, form: str = "",
) -> Attempt:  # fmt: skip
    """Grade and keep the answers. A repeated `uuid` changes nothing.

    `given`: question id -> as `Answer.given` keeps it; `asked`: the questions drawn, by default the exercise's own;
    `form`: the parallel form drawn. `passed` is by the exercise's pass mark, whatever its kind.
    Raises ForeignAttemptError and NoTriesLeftError.
    """
    enrolment = lock_enrolment(enrolment)
    if known := Attempt.objects.filter(uuid=uuid).first():
        if known.enrolment_id != enrolment.pk:
            raise ForeignAttemptError
        return known
    if tries_left(exercise, enrolment) == 0:
        raise NoTriesLeftError
    if asked is None:
        asked = read_questions(list(exercise.questions.filter(archived=False).values_list("pk", flat=True)))
    versions = keep_versions(asked)
    answers = [_graded_answer(question, given.get(question.pk, []), versions[question.key]) for question in asked]
    score, maximum = sum(answer.points for answer in answers), sum(answer.maximum for answer in answers)
    attempt, new = Attempt.objects.get_or_create(
        uuid=uuid,
        defaults={
            "enrolment": enrolment, "exercise": exercise, "lesson": lesson, "score": score, "maximum": maximum,
            "passed": reaches_mark(exercise, score, maximum), "form": form,
        },
    )  # fmt: skip
    if not new:  # of another enrolment, in the same moment: ours are written one after the other
        raise ForeignAttemptError
    for answer in answers:
        answer.attempt = attempt
    Answer.objects.bulk_create(answers)
    complete_if_met(enrolment)
    return attempt


def reaches_mark(exercise: Exercise, score: int, maximum: int) -> bool:
    """Whether the points reach the pass mark. Where there is nothing to win nothing is passed."""
    return maximum > 0 and 100 * score >= exercise.pass_mark * maximum


@transaction.atomic
def claim_certificate(*, enrolment: Enrolment) -> bool:
    """The certificate of who lacks nothing since an editor took a condition away; whether there is one now."""
    return certify_if_met(lock_enrolment(enrolment)) is not None


def open_join_code(*, course: CoursePage, active: bool) -> None:
    """Open or close the course's code; those who have joined stay in."""
    JoinCode.objects.filter(target_kind=JoinCode.Target.COURSE, target_uuid=course.translation_key).update(
        active=active
    )


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """What one participant sends at the same moment is written one after the other."""
    return Enrolment.objects.select_for_update().get(pk=enrolment.pk)


def _graded_answer(question: Question, given: Given, version: Version) -> Answer:
    points, maximum = grade(question, given)
    return Answer(question=question, version=version, given=_plain(given), points=points, maximum=maximum)


def _plain(given: Given) -> Given:
    """As JSON keeps it: keys are text."""
    if isinstance(given, Mapping):
        return {str(item): str(group) for item, group in given.items()}
    return given if isinstance(given, str) else [str(key) for key in given]


def complete_if_met(enrolment: Enrolment) -> None:
    """Date the completion once every required lesson is done and the final test passed (definitions.md, CMP).

    The certificate comes with it, or later: it asks for more, see `courses.certifying`.
    """
    if enrolment.completed_at is None and _is_completed(enrolment):
        enrolment.completed_at = timezone.now()
        enrolment.minutes = enrolment.course.duration_minutes if enrolment.course else None
        enrolment.save(update_fields=["completed_at", "minutes"])
    certify_if_met(enrolment)


def _is_completed(enrolment: Enrolment) -> bool:
    course = enrolment.course
    if course is None:
        return False
    required = set(course.live_lessons().filter(required=True).values_list("pk", flat=True))
    done = set(enrolment.progress.values_list("lesson_id", flat=True))
    final = course.final_exercise_id
    if not required or required - done:
        return False
    return not final or enrolment.attempts.filter(exercise_id=final, passed=True).exists()
