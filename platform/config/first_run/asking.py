"""Questions, put to whoever runs the command: flags and the environment answer first, a terminal the rest."""

import getpass
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from config.first_run.answers import Check, Wrong
from config.terminal import gettext as _


@dataclass(frozen=True)
class Question:
    """`label`: the flag or variable that answers it; `default`: what no answer means, None where one is needed."""

    label: str
    text: str
    check: Check
    default: str | None = None
    is_secret: bool = False


class Refused(Exception):  # noqa: N818  says what became of the answers
    """The answers that cannot be taken, a line to each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))


def ask_all(questions: Iterable[Question], given: Mapping[str, str], *, terminal: bool) -> dict[str, str]:
    """The answers by label. Everything given is checked before the first question is put. Raises Refused."""
    questions, answers, wrong = list(questions), {}, []
    for question in questions:
        if value := given.get(question.label, "").strip():
            try:
                answers[question.label] = question.check(one_line(value))
            except Wrong as error:
                wrong.append(f"{question.label}: {error}")
        elif not terminal and question.default is None:
            wrong.append(
                _("%(label)s is missing. %(question)s?") % {"label": question.label, "question": question.text}
            )
    if wrong:
        raise Refused(wrong)
    for question in questions:
        if question.label not in answers:
            answers[question.label] = _ask(question) if terminal else question.check(question.default or "")
    return answers


def one_line(value: str) -> str:
    """`value`, which the file of the environment can hold. Raises Wrong."""
    if not value.isprintable():
        raise Wrong(_("Write it on one line, without control characters."))
    return value


def _ask(question: Question) -> str:
    """Until an answer can be taken."""
    default = f" [{question.default}]" if question.default else ""
    read: Callable[[str], str] = getpass.getpass if question.is_secret else input
    while True:
        value = read(f"{question.text}{default}: ").strip() or question.default
        if value is None:
            continue
        try:
            return question.check(one_line(value))
        except Wrong as error:
            sys.stderr.write(f"{error}\n")
