"""Tests can be drawn: the banks of all modules hold enough, in both parallel forms."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.starter.content import Curriculum
from courses.starter.texts import Finding

NEED_DRAWING = ("pre", "post", "final")


def check_tests(curriculum: Curriculum) -> Iterator[Finding]:
    """Each test against the banks, where every module was read."""
    forms = [question.form for module in curriculum.modules for question in module.bank]
    least = min(forms.count("A"), forms.count("B"))
    for exercise in (one for module in curriculum.modules for one in module.practised):
        if exercise.kind in NEED_DRAWING and not exercise.draws:
            sentence = _("A test draws its questions from the banks. Write “draws” and how many.")
            yield Finding(exercise.place, "draw", sentence)
        there = least if exercise.balanced else len(forms)
        if curriculum.is_whole and exercise.draws > there:
            few = _("The test draws %(number)s questions and the banks hold %(there)s for it. Draw fewer, or add some.")
            yield Finding(exercise.place, "draw", few % {"number": exercise.draws, "there": there})
