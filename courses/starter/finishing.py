"""What can be said once lessons are there: which lesson a question of the bank sends back to."""

from typing import Any

from accounts.models import User
from courses.models import Exercise, LessonPage
from courses.starter.content import Curriculum, Module
from courses.starter.tree import BANK, bank_questions, key_of


def point_to_lessons(curriculum: Curriculum, actor: User | None) -> None:
    """Each question of the bank names the first lesson that teaches its objective: who fails a test is sent there."""
    bank = Exercise.objects.filter(key=BANK).first()
    if bank is None:
        return
    modules = {module.code: module for module in curriculum.modules}
    wanted = {key: _teaching(modules[code], question.objective) for question, key, code in bank_questions(curriculum)}
    lessons = dict(
        LessonPage.objects.filter(translation_key__in=set(wanted.values())).values_list("translation_key", "pk")
    )
    draft = bank.get_latest_revision_as_object()
    changed = False
    for question in draft.questions.get_object_list():
        lesson = lessons.get(wanted.get(question.key))
        if lesson and question.objective_id is None:
            question.objective_id, changed = lesson, True
    if changed:
        draft.save_revision(user=actor).publish(user=actor)


def _teaching(module: Module, objective: str) -> Any:
    """The key of the first lesson with this objective; each has one (`check_placing`)."""
    for lesson in module.lessons:
        named = lesson.texts["fr"].front.get("objectives")
        if isinstance(named, list) and objective in named:
            return key_of(module.code, lesson.id)
    return None
