"""A question of every kind, in three languages."""

from courses.models import Choice, Group, Item, Question
from tests.support.courses import question, texts


def true_false(name="vrai", is_true=True):
    return Question(**texts("text", name), **texts("explanation", "parce que"), kind="true_false", is_true=is_true)


def ordering(name="ordre", steps=3, dangers=1):
    """Steps 0, 1, ... in order, then what endangers somebody."""
    choices = [
        Choice(**texts("text", f"{name}{n}"), **texts("feedback", f"retour{n}"), correct=n < steps, sort_order=n)
        for n in range(steps + dangers)
    ]
    return Question(**texts("text", name), kind="ordering", choices=choices)


def sorting(name="tri", kind="sorting", sizes=(2, 1)):
    groups = [
        Group(
            **texts("text", f"{name}-groupe{g}"), sort_order=g,
            items=[
                Item(**texts("text", f"{name}{g}{n}"), **texts("feedback", f"pourquoi{g}{n}"), sort_order=n)
                for n in range(size)
            ],
        )
        for g, size in enumerate(sizes)
    ]  # fmt: skip
    return Question(**texts("text", name), kind=kind, groups=groups)


def checklist(name="faits", person="adult"):
    """Vignette B: three medium indicators of exploitation are present, a strong one of coercion is not."""
    rows = [("exploitation", "medium", True)] * 3 + [("coercion", "strong", False), ("coercion", "weak", False)]
    choices = [
        Choice(**texts("text", f"{name}{n}"), **texts("feedback", f"indice{n}"), correct=present, dimension=dimension,
               weight=weight, sort_order=n)
        for n, (dimension, weight, present) in enumerate(rows)
    ]  # fmt: skip
    return Question(**texts("text", name), kind="checklist", person=person, choices=choices)


def one_of_each():
    """In this order: single, multiple, true or false, ordering, sorting, matching, checklist."""
    questions = [
        question("un", 0), question("deux", 1, 2, multiple=True), true_false(), ordering(), sorting(),
        sorting("paire", "matching", (1, 1)), checklist(),
    ]  # fmt: skip
    for place, made in enumerate(questions):
        made.sort_order = place
    return questions


def right_answer(asked):
    """What to give to a question to get all its points, as `Answer.given` keeps it."""
    if asked.kind == "true_false":
        return "true" if asked.is_true else "false"
    if asked.kind in ("sorting", "matching"):
        return {str(item.key): str(group.key) for group in asked.groups.all() for item in group.items.all()}
    return [str(choice.key) for choice in asked.choices.all() if choice.correct]


def posted(asked, given):
    """The same as the page's form sends it."""
    name = f"q{asked.pk}"
    if asked.kind == "ordering":
        return {f"{name}-{key}": str(position) for position, key in enumerate(given, 1)}
    if asked.kind in ("sorting", "matching"):
        return {f"{name}-{item}": group for item, group in given.items()}
    return {name: given}
