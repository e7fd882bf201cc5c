"""Asking an exercise's questions and reviewing the answers: scored by keys, shown in the reader's language."""

from courses.quiz.answering.asking import AnswerForm, AskedQuestion
from courses.quiz.answering.reviewing import Review, review
from courses.quiz.answering.stepping import CheckedForm, Stepper

__all__ = ["AnswerForm", "AskedQuestion", "CheckedForm", "Review", "Stepper", "review"]
