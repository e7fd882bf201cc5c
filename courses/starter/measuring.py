"""Words and minutes: computed, never typed.

A minute reads 130 words in French and English, 110 in Arabic: reading to learn. A question takes 45 s, an item to sort,
order or match 20 s, a vignette to weigh 4 min, a scene 90 s, an activity on paper 3 min.
"""

import re
from dataclasses import dataclass

from courses.starter.content import Lesson, LessonText, Module
from courses.starter.practice import Exercise, Question

READ_A_MINUTE = {"fr": 130, "en": 130, "ar": 110}
QUESTION, ITEM, VIGNETTE, SCENE, ACTIVITY = 45, 20, 240, 90, 180  # seconds
_WORD = re.compile(r"\w")
_END = re.compile(r"(?<=[.!?؟…])[\s»”]+|\n+")


def count_words(text: str) -> int:
    """What stands between spaces and has a letter or a digit."""
    return sum(1 for word in text.split() if _WORD.search(word))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line is at least one."""
    return [part for part in _END.split(text) if count_words(part)]


@dataclass(frozen=True)
class Size:
    """Words of lessons, minutes of everything, minutes of which on paper; in one language."""

    words: int
    minutes: float
    paper: float


def lesson_words(text: LessonText) -> int:
    """The words of a lesson: its blocks, not its front matter."""
    return sum(count_words(block.words) for block in text.blocks)


def size_of(module: Module, language: str) -> Size:
    """How long a module is in one language: its lessons and the exercises they place."""
    texts = [lesson.texts[language] for lesson in module.lessons if language in lesson.texts]
    words = sum(lesson_words(text) for text in texts)
    paper = sum(ACTIVITY for text in texts for block in text.blocks if block.kind == "activity") / 60
    practice = sum(exercise_seconds(one) for one in placed(module) if not one.is_test) / 60
    return Size(words, words / READ_A_MINUTE[language] + practice + paper, paper)


def lesson_seconds(lesson: Lesson, module: Module, language: str) -> float:
    """How long one lesson takes in one language, with the exercises in it."""
    text = lesson.texts[language]
    names = lesson.directives("exercise")
    practice = sum(exercise_seconds(module.exercises[name]) for name in names if name in module.exercises)
    paper = sum(ACTIVITY for block in text.blocks if block.kind == "activity")
    return lesson_words(text) * 60 / READ_A_MINUTE[language] + practice + paper


def placed(module: Module) -> list[Exercise]:
    """The exercises that its lessons place, each once."""
    names = dict.fromkeys(name for lesson in module.lessons for name in lesson.directives("exercise"))
    return [module.exercises[name] for name in names if name in module.exercises]


def exercise_seconds(exercise: Exercise) -> int:
    """How long it takes to do."""
    asked = sum(_question_seconds(question) for question in exercise.questions) + QUESTION * exercise.draws
    return asked + SCENE * len(exercise.scenes)


def _question_seconds(question: Question) -> int:
    if question.vignette:
        return VIGNETTE
    return ITEM * question.items if question.kind in ("ordering", "sorting", "matching") else QUESTION
