"""A course written as JSON: texts by language code, exercises by slug.

Few writes, so that a course of forty pages is there in a second: questions and scenes go in by the table, and each page
is saved once with one revision, where Wagtail's own publishing would save it three times.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from wagtail.models import Page

from core.languages import ORDER
from courses.models import (
    Choice,
    CoursePage,
    Exercise,
    Group,
    Item,
    LessonExercise,
    LessonPage,
    ModulePage,
    Option,
    Question,
    Scene,
)

Json = dict[str, Any]

PROFILE = ("phase", "level", "audience", "jurisdiction")


def write_course(
    parent: Page,
    content: Json,
    *,
    live: bool,
    exercises: Mapping[str, Exercise],
    key: UUID | None = None,
    owner: Any = None,
) -> CoursePage:
    """The course with its modules and lessons below `parent`, published or as a draft.

    `exercises` by slug are written already; `key` is the course's translation key, by default a new one.
    """
    minutes = sum(lesson["minutes"] for module in content["modules"] for lesson in module["lessons"])
    final = next((exercise for exercise in exercises.values() if exercise.kind == Exercise.Kind.FINAL), None)
    course = CoursePage(
        **_page_texts(content), **_plain(content, *PROFILE), duration_minutes=minutes, final_exercise=final,
        owner=owner, translation_key=key or uuid4(),
    )  # fmt: skip
    _plant(parent, course, live=live)
    for module in content["modules"]:
        page = ModulePage(**_page_texts(module), **_plain(module, *PROFILE), owner=owner)
        _plant(course, page, live=live)
        for lesson in module["lessons"]:
            _plant(page, _lesson(lesson, exercises, owner), live=live)
    return course


def write_exercises(entries: Iterable[Json]) -> dict[str, Exercise]:
    """The exercises by slug, banks before what draws from them."""
    written: dict[str, Exercise] = {}
    for entry in entries:
        exercise = Exercise(
            **_translated(entry, "heading", "intro"),
            **_plain(entry, "kind", "pass_mark", "tries", "shuffled", "drawn", "drawn_form"),
            bank=written.get(entry.get("bank", "")),
        )
        exercise.save()
        _write_questions(exercise, entry.get("questions", []))
        _write_scenes(exercise, entry.get("scenes", []))
        written[entry["slug"]] = exercise
    return written


def in_language(value: Any, code: str) -> Any:
    """`value` with every `{"fr": …, "ar": …, "en": …}` in it replaced by the text in one language."""
    if isinstance(value, dict):
        if set(value) == set(ORDER):
            return value[code]
        return {name: in_language(part, code) for name, part in value.items()}
    return [in_language(part, code) for part in value] if isinstance(value, list) else value


def _plant(parent: Page, page: Page, *, live: bool) -> None:
    """Add `page` below `parent`; a live one with the revision it is live by, which a draft has not yet."""
    page.live, page.has_unpublished_changes = live, not live
    if live:
        page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    if live:
        revision = page.save_revision(clean=False, changed=False)
        type(page).objects.filter(pk=page.pk).update(live_revision=revision)


def _lesson(content: Json, exercises: Mapping[str, Exercise], owner: Any) -> LessonPage:
    blocks = [_with_exercise(block, exercises) for block in content["blocks"]]
    bodies = {f"body_{code}": in_language(blocks, code) for code in ORDER}
    lesson = LessonPage(
        **_page_texts(content), **bodies, **_plain(content, "jurisdiction", "required", "is_gate"),
        minutes=content["minutes"], owner=owner,
    )  # fmt: skip
    lesson.lesson_exercises = [
        LessonExercise(exercise=exercises[slug], sort_order=place)
        for place, slug in enumerate(content.get("exercises", []))
    ]
    return lesson


def _with_exercise(block: Json, exercises: Mapping[str, Exercise]) -> Json:
    return block | {"value": exercises[block["value"]].pk} if block["type"] == "exercise" else block


def _page_texts(content: Json) -> Json:
    objectives = {
        f"objectives_{code}": "\n".join(entry[code] for entry in content.get("objectives", [])) for code in ORDER
    }
    ready = {f"ready_{code}": True for code in ORDER}
    return {"slug": content["slug"]} | _translated(content, "heading", "summary") | objectives | ready


def _write_questions(exercise: Exercise, entries: list[Json]) -> None:
    questions, choices, groups, items = [], [], [], []
    for place, entry in enumerate(entries):
        question = Question(
            exercise=exercise, sort_order=place, **_translated(entry, "text", "explanation"),
            **_plain(entry, "kind", "is_true", "person", "form", "topic"),
        )  # fmt: skip
        questions.append(question)
        choices += [
            Choice(
                question=question, sort_order=position, **_translated(choice, "text", "feedback"),
                **_plain(choice, "correct", "dimension", "weight"),
            )
            for position, choice in enumerate(entry.get("choices", []))
        ]  # fmt: skip
        for position, holder in enumerate(entry.get("groups", [])):
            group = Group(question=question, sort_order=position, **_translated(holder, "text"))
            groups.append(group)
            items += [
                Item(group=group, sort_order=number, **_translated(item, "text", "feedback"))
                for number, item in enumerate(holder["items"])
            ]
    Question.objects.bulk_create(questions)
    Choice.objects.bulk_create(choices)
    Group.objects.bulk_create(groups)
    Item.objects.bulk_create(items)


def _write_scenes(exercise: Exercise, entries: list[Json]) -> None:
    scenes, options = [], []
    for place, entry in enumerate(entries):
        scene = Scene(
            exercise=exercise, sort_order=place, **_translated(entry, "heading", "text", "rule", "source"),
            **_plain(entry, "number", "outcome"),
        )  # fmt: skip
        scenes.append(scene)
        options += [
            Option(
                scene=scene, sort_order=position, **_translated(option, "text", "feedback"),
                **_plain(option, "leads_to", "safety", "consent", "information", "endangers"),
            )
            for position, option in enumerate(entry.get("options", []))
        ]  # fmt: skip
    Scene.objects.bulk_create(scenes)
    Option.objects.bulk_create(options)


def _translated(content: Json, *fields: str) -> Json:
    return {f"{field}_{code}": content.get(field, {}).get(code, "") for field in fields for code in ORDER}


def _plain(content: Json, *fields: str) -> Json:
    """Those of `fields` that are there and say something; the model's default stands for the others."""
    return {field: content[field] for field in fields if content.get(field) is not None}
