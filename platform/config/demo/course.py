"""The demo's course: pages and exercises from content/*.json, the same in every demo NGO."""

import json
from pathlib import Path
from typing import Any

from core.languages import ORDER
from courses.models import Choice, CoursePage, Exercise, LessonExercise, LessonPage, ModulePage, Question
from pages.models import HomePage

CONTENT = Path(__file__).parent / "content"
SIMPLE_BLOCKS = ("paragraph", "key_message", "content_note")


def load_course(name: str = "recognising") -> CoursePage:
    """Write the course into the active tenant and publish it."""
    content = json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
    exercises = {entry["slug"]: _write_exercise(entry) for entry in content["exercises"]}
    final = next((exercise for exercise in exercises.values() if exercise.kind == Exercise.Kind.FINAL), None)
    course = _publish(
        HomePage.objects.get(),
        CoursePage(
            **_texts(content),
            phase="identification",
            duration_minutes=content["duration_minutes"],
            final_exercise=final,
        ),
    )
    for module in content["modules"]:
        objectives = {f"objectives_{code}": "\n".join(entry[code] for entry in module["objectives"]) for code in ORDER}
        module_page = _publish(course, ModulePage(**_texts(module), **objectives))
        for lesson in module["lessons"]:
            _publish(module_page, _lesson(lesson, exercises))
    course.save_revision().publish()  # last, so that the join code finds a complete course
    return course


def _lesson(content: dict[str, Any], exercises: dict[str, Exercise]) -> LessonPage:
    bodies = {f"body_{code}": json.dumps([_block(block, code) for block in content["blocks"]]) for code in ORDER}
    lesson = LessonPage(**_texts(content), **bodies, minutes=content["minutes"])
    if content["exercise"]:
        lesson.lesson_exercises = [LessonExercise(exercise=exercises[content["exercise"]])]
    return lesson


def _block(block: dict[str, Any], code: str) -> dict[str, Any]:
    kind, text = block["type"], block["text"][code]
    if kind in SIMPLE_BLOCKS:
        return {"type": kind, "value": text}
    if kind == "callout":
        return {"type": kind, "value": {"title": block["title"][code], "text": text}}
    fields = {name: block[name] for name in ("jurisdiction", "article", "valid_from", "valid_to", "source")}
    return {"type": "law_reference", "value": fields | {"text": text, "to_check": True}}


def _texts(content: dict[str, Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {"slug": content["slug"]}
    for code in ORDER:
        texts[f"heading_{code}"] = content["heading"][code]
        texts[f"summary_{code}"] = content["summary"][code]
        texts[f"ready_{code}"] = True
    return texts


def _publish(parent: Any, page: Any) -> Any:
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _write_exercise(content: dict[str, Any]) -> Exercise:
    exercise = Exercise(
        **_translated(content, "heading", "intro"), kind=content["kind"], pass_mark=content["pass_mark"] or 75
    )
    exercise.questions = [
        Question(
            **_translated(question, "text", "explanation"), sort_order=place,
            kind=Question.Kind.MULTIPLE if question["multiple"] else Question.Kind.SINGLE,
            choices=[
                Choice(**_translated(choice, "text", "feedback"), correct=choice["correct"], sort_order=position)
                for position, choice in enumerate(question["choices"])
            ],
        )
        for place, question in enumerate(content["questions"])
    ]  # fmt: skip
    exercise.save()
    exercise.save_revision().publish()
    return exercise


def _translated(content: dict[str, Any], *fields: str) -> dict[str, str]:
    return {f"{field}_{code}": content[field][code] for field in fields for code in ORDER}
