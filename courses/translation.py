"""Translated fields of courses (modeltranslation reads this module by its name)."""

from modeltranslation.translator import TranslationOptions, register

from core.translation import TranslatedPageOptions
from courses.models import Choice, CoursePage, Exercise, LessonPage, ModulePage, Question


@register(CoursePage)
class CoursePageOptions(TranslatedPageOptions):
    fields: tuple[str, ...] = ()


@register(ModulePage)
class ModulePageOptions(TranslatedPageOptions):
    fields = ("objectives",)


@register(LessonPage)
class LessonPageOptions(TranslatedPageOptions):
    fields = ("body",)


@register(Exercise)
class ExerciseOptions(TranslationOptions):
    fields = ("heading", "intro")


@register(Question)
class QuestionOptions(TranslationOptions):
    fields = ("text", "explanation")


@register(Choice)
class ChoiceOptions(TranslationOptions):
    fields = ("text", "feedback")
