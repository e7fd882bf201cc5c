"""Withholds the answers of questions that the final test may ask this participant again."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Q

from courses.models import CoursePage, Enrolment, Exercise, LessonExercise, ParallelForm, Question
from courses.quiz.selection import seed_of


def withheld_questions(enrolment: Enrolment) -> set[int]:
    """The questions (ids) that a final test of the course may still ask: neither which answer is right nor whether one
    was right is told, since of two answers that tells the other."""
    return read_withheld([enrolment])[enrolment.pk]


def withheld_from_visitors(course: CoursePage) -> set[int]:
    """The questions (ids) of whichever form that a final test of the course may ask anybody who has joined."""
    placed = LessonExercise.objects.filter(lesson__live=True, exercise__kind=Exercise.Kind.FINAL)
    finals = _finals_of(course, placed.values_list("lesson__path", "exercise"))
    return {pk for pk, _exercise, _form in _questions_of(Exercise.objects.filter(live=True, pk__in=finals))}


def read_withheld(enrolments: Sequence[Enrolment]) -> dict[int, set[int]]:
    """The same of several enrolments, by their ids; three queries beside their courses and attempts."""
    finals = _final_tests(enrolments)
    exercises = Exercise.objects.filter(live=True).in_bulk({pk for found in finals.values() for pk in found})
    questions = _questions_of(exercises.values())
    withheld: dict[int, set[int]] = {}
    for enrolment in enrolments:
        mine = [exercises[pk] for pk in finals[enrolment.pk] if pk in exercises]
        made = Counter(attempt.exercise_id for attempt in enrolment.attempts.all())
        again = [one for one in mine if one.tries is None or made[one.pk] < one.tries]
        withheld[enrolment.pk] = {pk for one in again for pk in _may_ask(one, enrolment, questions)}
    return withheld


def _final_tests(enrolments: Sequence[Enrolment]) -> dict[int, set[int]]:
    """By enrolment, the final tests of its course: the one that completes it, and any other in its lessons."""
    courses = {enrolment.course_id: enrolment.course for enrolment in enrolments if enrolment.course}
    placed = LessonExercise.objects.filter(lesson__live=True, exercise__kind=Exercise.Kind.FINAL)
    below = list(placed.values_list("lesson__path", "exercise")) if courses else []
    found = {pk: _finals_of(course, below) for pk, course in courses.items()}
    return {enrolment.pk: found.get(enrolment.course_id, set()) for enrolment in enrolments}


def _finals_of(course: CoursePage, placed: Iterable[tuple[str, int]]) -> set[int]:
    finals = {pk for path, pk in placed if path.startswith(course.path)}
    return finals | ({course.final_exercise_id} if course.final_exercise_id else set())


def _questions_of(exercises: Iterable[Exercise]) -> list[tuple[int, int, str]]:
    """Id, exercise and parallel form of what these exercises ask or draw."""
    sources = {pk for one in exercises for pk in (one.pk, one.bank_id) if pk}
    asked = Question.objects.filter(Q(exercise__in=sources), archived=False) if sources else Question.objects.none()
    return list(asked.values_list("pk", "exercise_id", "form"))


def _fixed_form(final: Exercise) -> str:
    """The form that the editor named; none where both may come."""
    return final.drawn_form if final.drawn_form in ParallelForm.values else ""


def _may_ask(final: Exercise, enrolment: Enrolment, questions: Iterable[tuple[int, int, str]]) -> set[int]:
    is_once = final.tries == 1  # another try draws from both forms
    form = seed_of(final, enrolment).form if final.bank_id and is_once else _fixed_form(final)
    return {
        pk
        for pk, exercise, of_form in questions
        if exercise == final.pk or (exercise == final.bank_id and form in ("", of_form))
    }
