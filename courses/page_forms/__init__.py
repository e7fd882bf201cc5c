"""Forms of the pages of courses: Wagtail has a page's model name its form, so they stand below the models."""

from courses.page_forms.copying import CourseCopyForm
from courses.page_forms.course import CourseForm
from courses.page_forms.lesson import LessonForm
from courses.page_forms.module import ModuleForm

__all__ = ["CourseCopyForm", "CourseForm", "LessonForm", "ModuleForm"]
