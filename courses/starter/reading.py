"""Reads the curriculum's folder: a folder for each module, with its lessons and exercises."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.starter.content import Curriculum, Lesson, LessonText, Measure, Module
from courses.starter.exercises import Reader, read_exercise
from courses.starter.lessons import read_lesson
from courses.starter.practice import Exercise
from courses.starter.shelf import JURISDICTIONS, read_shelf
from courses.starter.texts import Finding, Place, Text
from courses.starter.yaml_lines import Lined, Refused, read_yaml

FOLDER = Path(__file__).parents[1] / "curriculum"
COURSE = "course.yaml"
MODULE = "module.yaml"
_LESSON = re.compile(r"([\w-]+)\.([a-z]{2})\.md")
_OF_MODULE = {"title", "summary", "phase", "level", "audience", "jurisdiction", "measure", "objectives"}
_OF_MEASURE = ("minutes", "lessons", "words", "exercises", "questions")


def read_curriculum(folder: Path = FOLDER, *, only: str = "") -> tuple[Curriculum, list[Finding]]:
    """All modules, or the one of the code `only` (`M0`), with what is wrong with the form of their files.

    Raises Refused where what all modules share cannot be read, LookupError where there is no such module.
    """
    shelf, findings = read_shelf(folder)
    (heading, summary, bank), of_course = _read_course(folder)
    findings += of_course
    folders = sorted(path.parent for path in folder.glob(f"*/{MODULE}"))
    if only:
        folders = [path for path in folders if path.name == only.lower()]
        if not folders:
            raise LookupError(only)
    modules = []
    for path in folders:
        try:
            module, found = _read_module(path, folder)
        except Refused as refused:
            findings.append(refused.finding)
            continue
        modules.append(module)
        findings += found
    return Curriculum(heading, summary, bank, shelf, modules, is_whole=not only), findings


def _read_course(folder: Path) -> tuple[tuple[Text, Text, Text], list[Finding]]:
    reader = Reader(COURSE)
    given = read_yaml((folder / COURSE).read_text(encoding="utf-8"), COURSE)
    reader.known(given, {"title", "summary", "bank"})
    return (reader.asked(given, "title"), reader.asked(given, "summary"), reader.asked(given, "bank")), reader.findings


def _read_module(path: Path, root: Path) -> tuple[Module, list[Finding]]:
    reader = Reader(f"{path.name}/{MODULE}")
    given = read_yaml((path / MODULE).read_text(encoding="utf-8"), reader.file)
    reader.known(given, _OF_MODULE)
    lessons, found = _read_lessons(path, root)
    exercises, of_exercises = _read_exercises(path, root)
    module = Module(
        code=path.name.upper(),
        place=Place(reader.file, 1),
        heading=reader.asked(given, "title"),
        summary=reader.asked(given, "summary"),
        phase=reader.one_of(given, "phase", ("identification", "accompaniment")),
        level=reader.one_of(given, "level", ("basic", "intermediate", "advanced")),
        audience=reader.one_of(given, "audience", ("professional", "public", "mixed")),
        jurisdiction=reader.one_of(given, "jurisdiction", JURISDICTIONS),
        measure=_measure(given, reader),
        objectives=_objectives(given, reader),
        lessons=lessons,
        exercises=exercises,
    )
    return module, [*reader.findings, *found, *of_exercises]


def _measure(given: Lined, reader: Reader) -> Measure:
    value = given.get("measure")
    if not isinstance(value, Lined):
        reader.refuse(given.line, "file", _("“%(name)s” is missing. Add it.") % {"name": "measure"})
        value = Lined(given.line)
    reader.known(value, set(_OF_MEASURE))
    return Measure(*(reader.number(value, name) for name in _OF_MEASURE))


def _objectives(given: Lined, reader: Reader) -> dict[str, Text]:
    value = given.get("objectives")
    if not isinstance(value, Lined):
        reader.refuse(given.line, "file", _("“%(name)s” is missing. Add it.") % {"name": "objectives"})
        return {}
    return {name: reader.asked(value, name) for name in value}


def _read_lessons(path: Path, root: Path) -> tuple[list[Lesson], list[Finding]]:
    texts: dict[str, dict[str, LessonText]] = {}
    findings: list[Finding] = []
    for file in sorted(path.glob("*.md")):
        name = str(file.relative_to(root))
        parts = _LESSON.fullmatch(file.name)
        if not parts or parts[2] not in ORDER:
            wrong = _("A lesson is named <lesson>.<language>.md, the language fr, ar or en. Rename the file.")
            findings.append(Finding(Place(name, 1), "file", wrong))
            continue
        try:
            text, found = read_lesson(file.read_text(encoding="utf-8"), name, parts[2])
        except Refused as refused:
            findings.append(refused.finding)
            continue
        findings += found
        texts.setdefault(parts[1], {})[parts[2]] = text
    in_order = {name: {code: found[code] for code in ORDER if code in found} for name, found in sorted(texts.items())}
    return [Lesson(name, by_language) for name, by_language in in_order.items()], findings


def _read_exercises(path: Path, root: Path) -> tuple[dict[str, Exercise], list[Finding]]:
    exercises: dict[str, Exercise] = {}
    findings: list[Finding] = []
    for file in sorted(path.glob("*.yaml")):
        if file.name == MODULE:
            continue
        reader = Reader(str(file.relative_to(root)))
        try:
            given = read_yaml(file.read_text(encoding="utf-8"), reader.file)
        except Refused as refused:
            findings.append(refused.finding)
            continue
        exercises[file.stem] = read_exercise(given, file.stem, reader)
        findings += reader.findings
    return exercises, findings
