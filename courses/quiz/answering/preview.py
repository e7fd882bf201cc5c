"""Previews an exercise as a participant would see it, drawn from what stands in the editor; nothing is kept."""

from courses.models import Exercise, Question
from courses.quiz.answering.asking import AnswerForm
from courses.quiz.selection import Drawn, read_questions


def preview_form(exercise: Exercise) -> AnswerForm:
    """The questions as they would be put; those of a bank are its first."""
    return AnswerForm(exercise, Drawn(exercise.key, _questions(exercise)), "")


def _questions(exercise: Exercise) -> list[Question]:
    own = sorted(
        (one for one in exercise.questions.all() if not one.archived), key=lambda question: question.sort_order or 0
    )
    if exercise.bank is None or exercise.kind == Exercise.Kind.BANK:
        return own
    of_bank = exercise.bank.questions.filter(archived=False).order_by("sort_order")
    if exercise.drawn_form in ("A", "B"):
        of_bank = of_bank.filter(form=exercise.drawn_form)
    return own + read_questions(list(of_bank.values_list("pk", flat=True))[: exercise.drawn])
