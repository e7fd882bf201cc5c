"""Courses: pages, exercises, and what participants do with them."""

from courses.models.exercises import Choice, Exercise, LessonExercise, Question
from courses.models.pages import CoursePage, LessonPage, ModulePage
from courses.models.progress import Answer, Attempt, Enrolment, LessonProgress

__all__ = [
    "Answer",
    "Attempt",
    "Choice",
    "CoursePage",
    "Enrolment",
    "Exercise",
    "LessonExercise",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "Question",
]
