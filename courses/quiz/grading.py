"""Grades what was given to a question: by keys alone, so the same in every language and every order of showing.

`given` is as in `courses.models.Answer`. All of it is pure over a question whose choices, groups and items are read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from courses.models.questions import Choice, Dimension, Item, Question, Weight
from courses.quiz.delphi import Screening, screen

Given = Any  # a list of keys, "true" or "false", or a mapping of item keys to group keys


def grade(question: Question, given: Given) -> tuple[int, int]:
    """Points and maximum; 0 <= points <= maximum whatever was given."""
    return _RULES[Question.Kind(question.kind)](question, given)


def steps(question: Question) -> list[Choice]:
    """The steps of an ordering, in their right order."""
    return [choice for choice in question.choices.all() if choice.correct]


def placed_items(question: Question) -> list[tuple[Item, str]]:
    """Each item of a sorting or matching with the key of the group it belongs to."""
    return [(item, str(group.key)) for group in question.groups.all() for item in group.items.all()]


def screening_of(question: Question, keys: set[str]) -> Screening:
    """What the indicators of these keys say of a checklist's person."""
    present = [(entry.dimension, entry.weight) for entry in question.choices.all() if str(entry.key) in keys]
    return screen(present, child=question.person == Question.Person.CHILD)


def right_keys(question: Question) -> set[str]:
    """The keys of the choices marked right."""
    return {str(choice.key) for choice in question.choices.all() if choice.correct}


def dimensions_of(question: Question) -> list[Dimension]:
    """The dimensions that occur among a checklist's indicators, in their own order."""
    used = {choice.dimension for choice in question.choices.all()}
    return [dimension for dimension in Dimension if dimension.value in used]


def _grade_choices(question: Question, given: Given) -> tuple[int, int]:
    return int(_keys(given) == right_keys(question)), 1


def _grade_statement(question: Question, given: Given) -> tuple[int, int]:
    return int(given == ("true" if question.is_true else "false")), 1


def _grade_order(question: Question, given: Given) -> tuple[int, int]:
    """A point for each step in its place; something that endangers somebody takes them all."""
    right = [str(step.key) for step in steps(question)]
    placed = [str(key) for key in given] if isinstance(given, list) else []
    if set(placed) - set(right):
        return 0, len(right)
    return sum(key == wanted for key, wanted in zip(placed, right, strict=False)), len(right)


def _grade_sorting(question: Question, given: Given) -> tuple[int, int]:
    """A point for each item in its group."""
    items = placed_items(question)
    put = {str(item): str(group) for item, group in given.items()} if isinstance(given, Mapping) else {}
    return sum(put.get(str(item.key)) == group for item, group in items), len(items)


def _grade_checklist(question: Question, given: Given) -> tuple[int, int]:
    """A point for each dimension with the right result whose strong signs were seen, and one for the conclusion.

    Where signs are present and none was seen nothing is earned: that no dimension is positive is then no insight.
    """
    dimensions, taken, present = dimensions_of(question), _keys(given), right_keys(question)
    maximum = len(dimensions) + 1
    if present and not present & taken:
        return 0, maximum
    got, wanted = screening_of(question, taken), screening_of(question, present)
    overlooked = _overlooked(question, taken)
    alike = sum(
        got.tallies[name].is_positive == wanted.tallies[name].is_positive and name.value not in overlooked
        for name in dimensions
    )
    return alike + (got.conclusion == wanted.conclusion), maximum


def _overlooked(question: Question, taken: set[str]) -> set[str]:
    """The dimensions of which a strong sign is present and was not ticked."""
    strong = [entry for entry in question.choices.all() if entry.correct and entry.weight == Weight.STRONG]
    return {entry.dimension for entry in strong if str(entry.key) not in taken}


def _keys(given: Given) -> set[str]:
    return {str(key) for key in given} if isinstance(given, list | tuple | set) else set()


_RULES: dict[Question.Kind, Callable[[Question, Given], tuple[int, int]]] = {
    Question.Kind.SINGLE: _grade_choices,
    Question.Kind.MULTIPLE: _grade_choices,
    Question.Kind.TRUE_FALSE: _grade_statement,
    Question.Kind.ORDERING: _grade_order,
    Question.Kind.SORTING: _grade_sorting,
    Question.Kind.MATCHING: _grade_sorting,
    Question.Kind.CHECKLIST: _grade_checklist,
}
