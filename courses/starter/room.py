"""What helps in a room, read from files: a trainer's guide for each module, and pocket tools.

`room/common.yaml` is said in every guide; `room/m1.yaml` … is the guide of a module; `room/tools.yaml` the tools.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from courses.starter.exercises import Reader
from courses.starter.reading import FOLDER
from courses.starter.texts import Finding, Place, Text
from courses.starter.yaml_lines import Lined, read_yaml

ROOM = "room"
GROUPS = ("whole", "alone", "pairs", "threes", "fours")
PIECES = ("text", "points", "boxes", "caution", "table", "lines")
HALF_DAYS = 2
_NEEDED = {"text": "text", "caution": "text", "points": "points", "boxes": "points", "table": "heads", "lines": "title"}


@dataclass(frozen=True)
class Step:
    """A part of a half-day: its minutes, who works with whom, what the trainer does. `exercise`: its id, or empty."""

    place: Place
    minutes: int
    groups: str
    title: Text | None
    how: Text
    exercise: str = ""


@dataclass(frozen=True)
class HalfDay:
    """A half-day of a module."""

    title: Text
    steps: list[Step]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Guide:
    """What a trainer needs to run a module: half-days, material, and (question, answer) to expect."""

    place: Place
    half_days: list[HalfDay]
    material: list[Text]
    questions: list[tuple[Text, Text]]


@dataclass(frozen=True)
class Common:
    """What every guide says; `parking`: the sentence that parks a real case, why it is said, and what follows."""

    groups: dict[str, Text]
    sentence: Text
    why: Text
    then: list[Text]
    laws: list[str]
    two_days: Text
    material: list[Text]


@dataclass(frozen=True)
class ToolPiece:
    """A part of a pocket tool; `rows`: of a table or of lines, left empty to write in."""

    kind: str
    title: Text | None = None
    text: Text | None = None
    points: list[Text] = field(default_factory=list)
    heads: list[Text] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True)
class Tool:
    """A page for the pocket."""

    title: Text
    lead: Text
    pieces: list[ToolPiece]


@dataclass(frozen=True)
class Room:
    """All of it; guides by the code of their module (`M1`)."""

    common: Common
    guides: dict[str, Guide]
    tools: dict[str, Tool]
    findings: list[Finding]

    def texts(self) -> Iterator[Text]:
        """Everything somebody reads of it."""
        common = self.common
        yield from (*common.groups.values(), common.sentence, common.why, *common.then, common.two_days)
        yield from common.material
        for guide in self.guides.values():
            yield from guide.material
            for half_day in guide.half_days:
                yield half_day.title
                yield from (text for step in half_day.steps for text in (step.title, step.how) if text)
            yield from (text for pair in guide.questions for text in pair)
        for tool in self.tools.values():
            yield from (tool.title, tool.lead)
            for piece in tool.pieces:
                yield from (text for text in (piece.title, piece.text, *piece.points, *piece.heads) if text)


@cache
def room() -> Room:
    """That of this release's files: they do not change while it runs."""
    return read_room(FOLDER)


def read_room(folder: Path) -> Room:
    """What stands in `room/` of the curriculum's folder. Raises Refused where a file cannot be read."""
    findings: list[Finding] = []

    def opened(name: str) -> tuple[Lined, Reader]:
        reader = Reader(f"{ROOM}/{name}")
        return read_yaml((folder / ROOM / name).read_text(encoding="utf-8"), reader.file), reader

    given, reader = opened("common.yaml")
    common, presets = _common(given, reader)
    findings += reader.findings
    guides: dict[str, Guide] = {}
    for path in sorted((folder / ROOM).glob("m*.yaml")):
        given, reader = opened(path.name)
        guides[path.stem.upper()] = _guide(given, presets, reader)
        findings += reader.findings
    given, reader = opened("tools.yaml")
    tools = {name: _tool(row, reader) for name, row in given.items()}
    return Room(common, guides, tools, findings + reader.findings)


def _common(given: Lined, reader: Reader) -> tuple[Common, dict[str, Lined]]:
    groups, presets, parking = (_mapping(given, name, reader) for name in ("groups", "presets", "parking"))
    reader.known(given, {"groups", "presets", "parking", "laws", "two_days", "material"})
    common = Common(
        {name: reader.asked(groups, name) for name in GROUPS},
        reader.asked(parking, "sentence"),
        reader.asked(parking, "why"),
        _texts(parking, "then", reader),
        [str(law) for law in given.get("laws") or []],
        reader.asked(given, "two_days"),
        _texts(given, "material", reader),
    )
    return common, dict(presets)


def _mapping(given: Lined, name: str, reader: Reader) -> Lined:
    value = given.get(name)
    if isinstance(value, Lined):
        return value
    reader.refuse(given.line, "file", _("“%(name)s” is missing. Add it.") % {"name": name})
    return Lined(given.line)


def _texts(given: Lined, name: str, reader: Reader) -> list[Text]:
    found = []
    for row in reader.rows(given, name):
        holder = Lined(row.line)
        holder["text"] = row
        found.append(reader.asked(holder, "text"))
    return found


def _guide(given: Lined, presets: dict[str, Lined], reader: Reader) -> Guide:
    reader.known(given, {"half_days", "material", "questions"})
    half_days = [
        HalfDay(reader.asked(row, "title"), [_step(step, presets, reader) for step in reader.rows(row, "steps")])
        for row in reader.rows(given, "half_days")
    ]
    questions = [(reader.asked(row, "asked"), reader.asked(row, "answer")) for row in reader.rows(given, "questions")]
    return Guide(Place(reader.file, 1), half_days, _texts(given, "material", reader), questions)


def _step(given: Lined, presets: dict[str, Lined], reader: Reader) -> Step:
    reader.known(given, {"minutes", "groups", "title", "how", "exercise", "preset"})
    preset = presets.get(str(given.get("preset", "")))
    if "preset" in given and preset is None:
        reader.one_of(given, "preset", tuple(presets))
    told, title = preset or given, None
    if not given.get("exercise"):
        title = reader.asked(told, "title")
    return Step(
        Place(reader.file, given.line), reader.number(given, "minutes"), reader.one_of(given, "groups", GROUPS), title,
        reader.asked(told, "how"), str(given.get("exercise") or ""),
    )  # fmt: skip


def _tool(given: Lined, reader: Reader) -> Tool:
    reader.known(given, {"title", "lead", "pieces"})
    pieces = [_piece(row, reader) for row in reader.rows(given, "pieces")]
    return Tool(reader.asked(given, "title"), reader.asked(given, "lead"), pieces)


def _piece(given: Lined, reader: Reader) -> ToolPiece:
    reader.known(given, {"kind", "title", "text", "points", "heads", "rows"})
    kind = reader.one_of(given, "kind", PIECES, "text")
    if not given.get(_NEEDED.get(kind, "text")):
        reader.refuse(given.line, "file", _("“%(name)s” is missing. Add it.") % {"name": _NEEDED.get(kind, "text")})
    return ToolPiece(
        kind, reader.text(given, "title"), reader.text(given, "text"), _texts(given, "points", reader),
        _texts(given, "heads", reader), reader.number(given, "rows"),
    )  # fmt: skip
