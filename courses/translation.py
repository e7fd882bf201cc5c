"""Translated fields of courses (modeltranslation reads this module by its name)."""

from modeltranslation.translator import TranslationOptions, register

from core.translation import TranslatedPageOptions
from courses.models import (
    Choice,
    CoursePage,
    Exercise,
    GlossaryTerm,
    Group,
    Item,
    LessonPage,
    ModulePage,
    Option,
    Question,
    Scene,
    Wording,
)


@register(CoursePage)
class CoursePageOptions(TranslatedPageOptions):
    fields = ("objectives",)


@register(ModulePage)
class ModulePageOptions(TranslatedPageOptions):
    fields = ("objectives",)


@register(LessonPage)
class LessonPageOptions(TranslatedPageOptions):
    fields = ("objectives", "body")


@register(Exercise)
class ExerciseOptions(TranslationOptions):
    fields = ("heading", "intro")


@register(Question)
class QuestionOptions(TranslationOptions):
    fields = ("text", "explanation")


@register(Choice)
class ChoiceOptions(TranslationOptions):
    fields = ("text", "feedback")


@register(Group)
class GroupOptions(TranslationOptions):
    fields = ("text",)


@register(Item)
class ItemOptions(TranslationOptions):
    fields = ("text", "feedback")


@register(Scene)
class SceneOptions(TranslationOptions):
    fields = ("heading", "text", "rule", "source")


@register(Option)
class OptionOptions(TranslationOptions):
    fields = ("text", "feedback")


@register(GlossaryTerm)
class GlossaryTermOptions(TranslationOptions):
    fields = ("term", "definition")


@register(Wording)
class WordingOptions(TranslationOptions):
    fields = ("wording",)
