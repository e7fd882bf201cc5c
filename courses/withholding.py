"""Answers that are not shown: those of a question that the final test may ask this participant again."""

from collections.abc import Iterable

from django.db.models import Q

from courses.drawing import form_wanted, tries_left
from courses.models import Enrolment, Exercise, LessonExercise, Question


def withheld_questions(enrolment: Enrolment, asked: Iterable[int]) -> set[int]:
    """Of the questions `asked` (ids), those that a final test of the course may still ask: neither which answer is
    right nor whether one was right is told, since of two answers that tells the other."""
    if enrolment.course is None:
        return set()
    again = Q(pk__in=[])
    for final in final_tests(enrolment):
        if tries_left(final, enrolment) == 0:
            continue
        drawn = Q(exercise=final.bank_id) if final.bank_id else Q(pk__in=[])
        if final.bank_id and (form := form_wanted(final, enrolment)):
            drawn &= Q(form=form)
        again |= Q(exercise=final) | drawn
    return set(Question.objects.filter(again, pk__in=list(asked), archived=False).values_list("pk", flat=True))


def final_tests(enrolment: Enrolment) -> list[Exercise]:
    """The final tests of the enrolment's course: the one that completes it, and any other in its lessons."""
    course = enrolment.course
    if course is None:
        return []
    placed = LessonExercise.objects.filter(lesson__in=course.live_lessons()).values("exercise")
    found = Q(pk=course.final_exercise_id) | Q(pk__in=placed, kind=Exercise.Kind.FINAL)
    return list(Exercise.objects.filter(found, live=True))
