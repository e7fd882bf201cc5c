"""A module of the files as the tree that modules are carried in: what the loader and the library understand."""

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from core.languages import ORDER
from core.text import ascii_slug
from courses.packing import Node
from courses.packing.nodes import BODY
from courses.starter.bodies import body_of
from courses.starter.content import Curriculum, Lesson, Module, Shelf
from courses.starter.measuring import lesson_seconds, placed
from courses.starter.practice import Exercise, Group, Option, Part, Question, Scene
from courses.starter.texts import Text

GATE = "M0"  # whose lesson comes before all others
_READY = list(ORDER)


def key_of(*names: str) -> UUID:
    """The key of a part, by the names that lead to it: the same wherever and whenever it is loaded."""
    return uuid5(NAMESPACE_URL, ":".join(("wasl:curriculum", *names)))


BANK = key_of("bank")


def tree_of(module: Module, curriculum: Curriculum) -> Node:
    """The module with its lessons and the exercises they place; the bank comes with the tests that draw from it."""
    shelf = curriculum.shelf
    used = placed(module)
    keys = {exercise.id: key_of(module.code, exercise.id) for exercise in used}
    tree = Node(
        str(key_of(module.code)),
        "module",
        {"slug": _slug(module.heading["fr"]), "duration_minutes": None, "ready": _READY}
        | {name: getattr(module, name) for name in ("phase", "level", "audience", "jurisdiction")},
        _page_texts(module.heading, module.summary, module.objectives.values()),
    )
    tree.children = [_lesson(lesson, module, keys, shelf) for lesson in module.lessons]
    tree.children += [_exercise(exercise, str(keys[exercise.id])) for exercise in used]
    if any(exercise.is_test for exercise in used):
        tree.children.append(_bank(curriculum))
    return tree


def _slug(heading: str) -> str:
    return ascii_slug(heading.replace("·", " "))


def _page_texts(heading: Any, summary: Any, objectives: Iterable[Text]) -> dict[str, dict[str, Any]]:
    lines = list(objectives)
    return {
        "heading": {code: heading[code] for code in ORDER},
        "seo_heading": dict.fromkeys(ORDER, ""),
        "summary": {code: summary[code] for code in ORDER},
        "objectives": {code: "\n".join(line[code] for line in lines) for code in ORDER},
    }


def _lesson(lesson: Lesson, module: Module, keys: dict[str, UUID], shelf: Shelf) -> Node:
    key = key_of(module.code, lesson.id)
    texts = lesson.texts
    front = texts["fr"].front
    objectives = front["objectives"] if isinstance(front["objectives"], list) else []
    pages = _page_texts(
        {code: texts[code].heading for code in ORDER},
        {code: texts[code].summary for code in ORDER},
        [module.objectives[name] for name in objectives],
    )
    bodies = {code: body_of(texts[code], key, keys, shelf) for code in ORDER}
    seconds = max(lesson_seconds(lesson, module, code) for code in ORDER)
    settings = {
        "slug": _slug(texts["fr"].heading),
        "jurisdiction": front["jurisdiction"],
        "minutes": ceil(seconds / 60),
        "required": True,
        "is_gate": module.code == GATE and lesson is module.lessons[0],
        "ready": _READY,
        "exercises": [str(keys[name]) for name in lesson.directives("exercise")],
    }
    return Node(str(key), "lesson", settings, pages | {BODY: bodies})


def _exercise(exercise: Exercise, key: str) -> Node:
    node = Node(
        key, "exercise", _settings(exercise), {"heading": _text(exercise.heading), "intro": _text(exercise.intro)}
    )
    node.children = [_question(question, _below(key, "question", n)) for n, question in enumerate(exercise.questions)]
    node.children += [_scene(scene, _below(key, "scene", scene.number)) for scene in exercise.scenes]
    return node


def _settings(exercise: Exercise) -> dict[str, Any]:
    return {
        "kind": exercise.kind, "pass_mark": 75, "tries": exercise.tries, "shuffled": exercise.is_test,
        "drawn": exercise.draws or None, "drawn_form": "balanced" if exercise.balanced else "",
        "bank": str(BANK) if exercise.is_test else None,
    }  # fmt: skip


def _bank(curriculum: Curriculum) -> Node:
    """The questions of all modules, each with its module as topic: as many are drawn of each."""
    settings = {
        "kind": "bank", "pass_mark": 75, "tries": None, "shuffled": False, "drawn": None, "drawn_form": "", "bank": None
    }  # fmt: skip
    node = Node(str(BANK), "exercise", settings, {"heading": _text(curriculum.bank), "intro": _text(None)})
    node.children = [_question(question, str(key), code) for question, key, code in bank_questions(curriculum)]
    return node


def bank_questions(curriculum: Curriculum) -> Iterator[tuple[Question, UUID, str]]:
    """(question, its key, the code of its module), in the order of the modules."""
    for module in curriculum.modules:
        for exercise in module.exercises.values():
            if exercise.kind == "bank":
                above = str(key_of(module.code, exercise.id))
                for place, question in enumerate(exercise.questions):
                    yield question, UUID(_below(above, "question", place)), module.code


def _question(question: Question, key: str, topic: str = "") -> Node:
    settings = {
        "kind": question.kind, "is_true": question.is_true, "person": question.person, "form": question.form,
        "topic": topic, "archived": False,
    }  # fmt: skip
    node = Node(key, "question", settings, {"text": _text(question.text), "explanation": _text(question.why)})
    node.children = [_choice(choice, _below(key, "choice", n)) for n, choice in enumerate(question.choices)]
    node.children += [_group(group, _below(key, "group", n)) for n, group in enumerate(question.groups)]
    return node


def _choice(part: Part, key: str) -> Node:
    settings = {"correct": part.right, "dimension": part.dimension, "weight": part.weight}
    return Node(key, "choice", settings, {"text": _text(part.text), "feedback": _text(part.why)})


def _group(group: Group, key: str) -> Node:
    items = [
        Node(_below(key, "item", n), "item", {}, {"text": _text(item.text), "feedback": _text(item.why)})
        for n, item in enumerate(group.items)
    ]
    return Node(key, "group", {}, {"text": _text(group.text)}, items)


def _scene(scene: Scene, key: str) -> Node:
    texts = {"heading": scene.heading, "text": scene.text, "rule": scene.rule, "source": scene.source}
    settings = {"number": scene.number, "outcome": scene.outcome}
    options = [_option(option, _below(key, "option", n)) for n, option in enumerate(scene.options)]
    return Node(key, "scene", settings, {name: _text(text) for name, text in texts.items()}, options)


def _option(option: Option, key: str) -> Node:
    safety, consent, information = option.effects
    settings = {
        "leads_to": option.leads_to, "safety": safety, "consent": consent, "information": information,
        "endangers": option.endangers,
    }  # fmt: skip
    return Node(key, "option", settings, {"text": _text(option.text), "feedback": _text(option.why)})


def _below(key: str, kind: str, place: int) -> str:
    return str(uuid5(UUID(key), f"{kind} {place}"))


def _text(text: Text | None) -> dict[str, str]:
    return {code: text[code] if text else "" for code in ORDER}
