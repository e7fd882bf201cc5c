"""Forms of the courses app in the admin."""

from courses.admin.exercise_form import ExerciseForm
from courses.forms.copying import CourseCopyForm
from courses.forms.course import CourseForm
from courses.forms.glossary import GlossaryTermForm
from courses.forms.lesson import LessonForm
from courses.forms.module import ModuleForm

__all__ = ["CourseCopyForm", "CourseForm", "ExerciseForm", "GlossaryTermForm", "LessonForm", "ModuleForm"]
