"""Questions can be answered, are answered for the right reason, and give nothing away by their form."""

from collections import Counter
from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.models import Dimension, Weight
from courses.quiz.delphi import screen
from courses.starter.content import Module, Shelf
from courses.starter.practice import Exercise, Part, Question
from courses.starter.texts import Finding

SHORT = 30  # characters: below, twice as long gives nothing away
EVEN_FROM = 6  # questions: fewer cannot be spread


def check_answers(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """Each question, then how right answers are spread and how the parallel forms are weighted."""
    for exercise in module.exercises.values():
        for question in exercise.questions:
            yield from _right(question)
            yield from _feedback(question)
            yield from _lengths(question)
            yield from _conclusion(question)
        yield from _spread(exercise)
        if exercise.kind == "bank":
            yield from _forms(exercise)


def _right(question: Question) -> Iterator[Finding]:
    right = sum(choice.right for choice in question.choices)
    sentence = {
        "single": _("A question of this kind has exactly one right answer. Mark one choice “right: yes”.")
        * (right != 1 or len(question.choices) < 3),
        "multiple": _("No choice is right, or there are fewer than three. Mark and add some.")
        * (not right or len(question.choices) < 3),
        "checklist": _("No indicator is present, or one has no dimension or weight. Complete them.")
        * (not right or not all(_weighed(choice) for choice in question.choices)),
        "ordering": _("Mark the steps that belong in the order “right: yes”, two at least.") * (right < 2),
        "sorting": _("Write two groups at least, each with its items.") * _thin(question),
        "matching": _("Write two groups at least, each with its items.") * _thin(question),
    }.get(question.kind, "")
    if sentence:
        yield Finding(question.place, "answer", sentence)


def _thin(question: Question) -> bool:
    return len(question.groups) < 2 or not all(group.items for group in question.groups)


def _weighed(choice: Part) -> bool:
    return choice.dimension in Dimension.values and choice.weight in Weight.values


def _feedback(question: Question) -> Iterator[Finding]:
    parts = [*question.choices, *(item for group in question.groups for item in group.items)]
    for part in parts:
        if part.why is None:
            silent = _("This answer says nothing to who gives it. Add “why”.")
            yield Finding(part.text.place, "feedback", silent)
    if question.why is None and (question.kind == "true_false" or question.vignette):
        yield Finding(question.place, "feedback", _("The question has no explanation. Add “why”."))


def _lengths(question: Question) -> Iterator[Finding]:
    """Of what is chosen among; what is ticked in a situation is named as the lists name it."""
    if question.kind not in ("single", "multiple") or question.vignette:
        return
    for code in ORDER:
        lengths = [len(choice.text[code]) for choice in question.choices]
        if lengths and max(lengths) > max(2 * min(lengths), SHORT):
            long = _("In “%(language)s” one answer is twice as long as another (%(longest)s and %(shortest)s "
                     "characters). Write them alike.")  # fmt: skip
            values = {"language": code, "longest": max(lengths), "shortest": min(lengths)}
            yield Finding(question.place, "length", long % values)


def _conclusion(question: Question) -> Iterator[Finding]:
    """The weights of a checklist come to what its author says they do."""
    if question.kind != "checklist":
        return
    present = [(choice.dimension, choice.weight) for choice in question.choices if choice.right]
    reached = screen(present, child=question.person == "child").conclusion.value
    if reached != question.conclusion:
        other = _("The indicators present come to “%(reached)s”, not to “%(said)s”. Correct them, or “conclusion”.")
        yield Finding(question.place, "conclusion", other % {"reached": reached, "said": question.conclusion})


def _spread(exercise: Exercise) -> Iterator[Finding]:
    """No place holds the right answer more than half again as often as by chance."""
    single = [question for question in exercise.questions if question.kind == "single"]
    if len(single) >= EVEN_FROM:
        places = Counter(next((n for n, c in enumerate(q.choices) if c.right), 0) for q in single)
        widest = max(len(question.choices) for question in single)
        most = ceil(1.5 * len(single) / max(widest, 1))
        place, number = places.most_common(1)[0]
        if number > most:
            uneven = _("The right answer stands %(number)s times at place %(place)s, at most %(most)s would be even. "
                       "Move some.")  # fmt: skip
            values = {"number": number, "place": place + 1, "most": most}
            yield Finding(exercise.place, "positions", uneven % values)
    stated = [question for question in exercise.questions if question.kind == "true_false"]
    true = sum(question.is_true for question in stated)
    if len(stated) >= EVEN_FROM and not len(stated) / 3 <= true <= 2 * len(stated) / 3:
        uneven = _("%(true)s of %(number)s statements are true. Let a third to two thirds be.")
        yield Finding(exercise.place, "positions", uneven % {"true": true, "number": len(stated)})


def _forms(bank: Exercise) -> Iterator[Finding]:
    """As many questions of each objective, and of each kind, in form A as in form B."""
    for name, key in (("objective", lambda q: q.objective), ("kind", lambda q: q.kind)):
        counts: dict[str, Counter[str]] = {"A": Counter(), "B": Counter()}
        for question in bank.questions:
            if question.form:
                counts[question.form][key(question)] += 1
        for value in sorted({*counts["A"], *counts["B"]}):
            a, b = counts["A"][value], counts["B"][value]
            if a != b:
                uneven = _(
                    "Of the %(name)s “%(value)s” form A has %(a)s questions and form B %(b)s. Make them as many."
                )
                values = {"name": name, "value": value, "a": a, "b": b}
                yield Finding(bank.place, "forms", uneven % values)
