"""Courses: pages, exercises, glossary, lineage, and what participants do with them."""

from courses.models.adoption import Adoption
from courses.models.exercises import Exercise, LessonExercise, ParallelForm
from courses.models.glossary import GlossaryTerm, Wording
from courses.models.legal_checks import LegalCheck
from courses.models.open_completions import OpenCompletion, WrittenOnceError
from courses.models.pages import CoursePage, LessonPage, ModulePage, Profile, courses_without_final
from courses.models.progress import Answer, Attempt, Enrolment, LessonProgress
from courses.models.questions import Choice, Dimension, Group, Item, Question, Weight
from courses.models.remarks import Remark
from courses.models.scenes import CRITERIA, Option, Scene
from courses.models.versions import Version
from courses.models.writing import SavedBlock, WritingHold

__all__ = [
    "CRITERIA",
    "Adoption",
    "Answer",
    "Attempt",
    "Choice",
    "CoursePage",
    "Dimension",
    "Enrolment",
    "Exercise",
    "GlossaryTerm",
    "Group",
    "Item",
    "LegalCheck",
    "LessonExercise",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "OpenCompletion",
    "Option",
    "ParallelForm",
    "Profile",
    "Question",
    "Remark",
    "SavedBlock",
    "Scene",
    "Version",
    "Weight",
    "Wording",
    "WritingHold",
    "WrittenOnceError",
    "courses_without_final",
]
