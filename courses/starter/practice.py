"""Exercises of the starter curriculum as values: questions with their parts, scenes with their decisions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.starter.texts import Place, Text


@dataclass(frozen=True)
class Part:
    """A choice, a step, an indicator or an item, with the feedback it brings.

    `right`: as in `courses.models.Choice.correct`; an item is always right where it stands.
    """

    text: Text
    why: Text | None
    right: bool = True
    dimension: str = ""
    weight: str = ""


@dataclass(frozen=True)
class Group:
    """Where items are sorted into, or what one thing is matched with."""

    text: Text
    items: list[Part]


@dataclass(frozen=True)
class Question:
    """A question; `vignette`: a situation to weigh, with what is ticked about it.

    `conclusion`: what the weights of a checklist must come to (`courses.quiz.delphi.Conclusion`).
    """

    place: Place
    kind: str
    text: Text
    why: Text | None = None
    objective: str = ""
    form: str = ""
    is_true: bool = False
    vignette: bool = False
    person: str = "adult"
    conclusion: str = ""
    choices: list[Part] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def items(self) -> int:
        """How many things are sorted, ordered, matched or weighed; a plain question is one."""
        if self.kind in ("sorting", "matching"):
            return sum(len(group.items) for group in self.groups)
        return len(self.choices) if self.kind in ("ordering", "checklist") or self.vignette else 1

    def texts(self) -> Iterator[Text]:
        """Everything a participant reads of it."""
        yield self.text
        if self.why:
            yield self.why
        for part in [*self.choices, *(item for group in self.groups for item in group.items)]:
            yield part.text
            if part.why:
                yield part.why
        yield from (group.text for group in self.groups)


@dataclass(frozen=True)
class Option:
    """A decision of a scene."""

    place: Place
    text: Text
    why: Text | None
    leads_to: int
    effects: tuple[int, int, int] = (0, 0, 0)
    endangers: bool = False


@dataclass(frozen=True)
class Scene:
    """A scene of a simulation; one with an outcome is an ending."""

    place: Place
    number: int
    heading: Text
    text: Text
    outcome: str = ""
    rule: Text | None = None
    source: Text | None = None
    options: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Exercise:
    """Questions or scenes under one heading; `laws` are those it speaks of, by their ids.

    A test draws so many of the questions (`draws`) from the banks of all modules; `balanced`: form A before and form B
    after for half of the participants, B and A for the others.
    """

    id: str
    place: Place
    kind: str
    heading: Text
    intro: Text | None = None
    laws: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    draws: int = 0
    balanced: bool = False
    tries: int | None = None

    @property
    def is_test(self) -> bool:
        """Drawn from the banks: outside the frame of a module's minutes."""
        return self.draws > 0

    @property
    def items(self) -> int:
        """What there is to do in it, counted as by `Question.items`; a scene is one."""
        return sum(question.items for question in self.questions) + len(self.scenes) + self.draws

    def texts(self) -> Iterator[Text]:
        """Everything a participant reads of it."""
        yield from (text for text in (self.heading, self.intro) if text)
        for question in self.questions:
            yield from question.texts()
        for scene in self.scenes:
            yield from (text for text in (scene.heading, scene.text, scene.rule, scene.source) if text)
            for option in scene.options:
                yield from (text for text in (option.text, option.why) if text)
