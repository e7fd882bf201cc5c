"""Forms of the courses app in the admin."""

from courses.forms.course import CourseForm
from courses.forms.exercise import ExerciseForm

__all__ = ["CourseForm", "ExerciseForm"]
