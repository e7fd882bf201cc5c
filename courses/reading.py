"""Reads what the course, module and lesson pages show a reader: the outline with progress, the way on."""

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from accounts.models import JoinCode, User
from accounts.roles import Ability, abilities
from core.kept import kept
from core.languages import ORDER, shown
from courses.blocks import ids_in, key_points_of, unfold
from courses.certifying import Missing, has_certificate, read_missing
from courses.final_last import read_left
from courses.glossary import linked_terms, read_terms, sort_terms
from courses.models import (
    Attempt,
    CoursePage,
    Enrolment,
    Exercise,
    LessonExercise,
    LessonPage,
    LessonProgress,
    ModulePage,
    Remark,
)
from courses.ownership import may_change
from courses.remarks import parts_of


@dataclass(frozen=True)
class Step:
    """A lesson in the outline."""

    lesson: LessonPage
    done: bool


@dataclass(frozen=True)
class Outline:
    """A course's published modules with their lessons, and how far the reader has come."""

    course: CoursePage
    parts: list[tuple[ModulePage, list[Step]]]
    enrolment: Enrolment | None
    join_code: str = ""  # on the reader's own page
    missing: tuple[Missing, ...] = ()  # before the certificate, beside completion; on the course's and one's own page

    @property
    def steps(self) -> list[Step]:
        return [step for _module, steps in self.parts for step in steps]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def required(self) -> list[LessonPage]:
        return [step.lesson for step in self.steps if step.lesson.required]

    @property
    def prerequisite_lesson(self) -> LessonPage | None:
        """The lesson of rules that somebody who has joined has to do before any other."""
        lessons = (step.lesson for step in self.steps if step.lesson.is_gate and not step.done)
        return next(lessons, None) if self.enrolment else None

    @property
    def next_step(self) -> Step | None:
        """Where to go on: the first lesson not done, the rules before all."""
        left = [step for step in self.steps if not step.done]
        return next((step for step in left if step.lesson.is_gate), left[0] if left else None)

    @cached_property
    def left_before_tests(self) -> list[Any]:
        """What is still to be done before the tests that end the course; nothing where it lets them be taken at any
        time, or is completed. Two queries, once."""
        if self.enrolment is None or self.enrolment.completed_at or not self.course.final_last:
            return []
        return read_left(self.enrolment, [(step.lesson, step.done) for step in self.steps if step.lesson.required])

    def module_completed_by(self, lesson: LessonPage) -> ModulePage | None:
        """The lesson's module, once all its lessons are done."""
        own = ((module, steps) for module, steps in self.parts if any(step.lesson.pk == lesson.pk for step in steps))
        return next((module for module, steps in own if all(step.done for step in steps)), None)

    def position(self, lesson: LessonPage) -> int:
        """The lesson's number from 1; 0 when it is not published."""
        return next((n for n, step in enumerate(self.steps, 1) if step.lesson.pk == lesson.pk), 0)

    def neighbours(self, lesson: LessonPage) -> tuple[LessonPage | None, LessonPage | None]:
        """The lessons before and after."""
        lessons, place = [step.lesson for step in self.steps], self.position(lesson)
        before = lessons[place - 2] if place > 1 else None
        return before, lessons[place] if 0 < place < len(lessons) else None


# What an outline shows of its pages, and what their addresses need: rows a tenth as wide as whole pages.
_ADDRESS = ("path", "depth", "numchild", "url_path", "live", "translation_key")
_HEADING = (*_ADDRESS, *(f"{name}_{code}" for name in ("heading", "ready") for code in ORDER))
OF_COURSE = (*_HEADING, "final_exercise", "final_last")
OF_MODULE = (*_HEADING, "is_open", *(f"summary_{code}" for code in ORDER))
OF_ENROLMENT = ("person", "course", "joined_at", "completed_at")
OF_ATTEMPT = ("enrolment", "exercise", "uuid", "score", "maximum", "passed")
OF_LESSON = (*_HEADING, "minutes", "required", "is_gate")


def read_outline(request: HttpRequest, course: CoursePage) -> Outline:
    """Four queries at most, whatever the number of lessons; a lesson of an unpublished module is left out."""
    return _outlines([(course, find_enrolment(request, course))])[0]


def read_own_outlines(user: User) -> list[Outline]:
    """The outlines of the user's live courses, the last joined first: six queries whatever their number."""
    enrolments = Enrolment.objects.filter(person__user=user, course__live=True).select_related("course", "person")
    return with_missing(
        _outlines([(entry.course, entry) for entry in enrolments.order_by("-joined_at") if entry.course])
    )


def with_missing(outlines: list[Outline]) -> list[Outline]:
    """The same with what is still missing before the certificate: two queries more."""
    missing = read_missing({outline.enrolment: outline.required for outline in outlines if outline.enrolment})
    return [
        replace(outline, missing=tuple(missing[outline.enrolment.pk])) if outline.enrolment else outline
        for outline in outlines
    ]


Parts = list[tuple[ModulePage, list[LessonPage]]]


def _outlines(courses: list[tuple[CoursePage, Enrolment | None]]) -> list[Outline]:
    if not courses:
        return []
    if len(courses) == 1:
        ((only, _enrolment),) = courses
        parts = {only.path: kept(f"parts:{only.path}", lambda: read_parts([only])[only.path])}
    else:
        parts = read_parts([course for course, _enrolment in courses])
    enrolments = [enrolment for _course, enrolment in courses if enrolment]
    progress = LessonProgress.objects.filter(enrolment__in=enrolments) if enrolments else LessonProgress.objects.none()
    done = set(progress.values_list("enrolment_id", "lesson_id"))
    return [
        Outline(
            course,
            [
                (module, [Step(lesson, (enrolment and enrolment.pk, lesson.pk) in done) for lesson in lessons])
                for module, lessons in parts[course.path]
            ],
            enrolment,
        )
        for course, enrolment in courses
    ]


def read_parts(courses: list[CoursePage]) -> dict[str, Parts]:
    """The published modules of courses by the course's path, each with its published lessons: two queries."""
    below = reduce(or_, (Q(path__startswith=course.path) for course in courses))
    modules = list(ModulePage.objects.live().filter(below).order_by("path").only(*OF_MODULE))
    steps: dict[str, list[LessonPage]] = {module.path: [] for module in modules}
    for lesson in LessonPage.objects.live().filter(below).order_by("path").only(*OF_LESSON):
        if (parent := lesson.path[: -LessonPage.steplen]) in steps:
            steps[parent].append(lesson)
    return {
        course.path: [(module, steps[module.path]) for module in modules if module.path.startswith(course.path)]
        for course in courses
    }


def read_joined(request: HttpRequest) -> dict[int, Enrolment]:
    """The reader's enrolments by the course's id: one query, none of who is not signed in."""
    if not request.user.is_authenticated:
        return {}
    found = Enrolment.objects.filter(person__user=request.user, course__isnull=False).only(*OF_ENROLMENT)
    return {cast(int, enrolment.course_id): enrolment for enrolment in found}


def find_enrolment(request: HttpRequest, course: CoursePage) -> Enrolment | None:
    """The reader's own enrolment in the course."""
    return _own(request, course).select_related("person").first()


def _own(request: HttpRequest, course: CoursePage) -> QuerySet[Enrolment]:
    if not request.user.is_authenticated:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person__user=request.user, course=course)


def course_context(request: HttpRequest, course: CoursePage) -> dict[str, Any]:
    """For the course page; staff also see the code participants join with, and open or close it."""
    (outline,) = with_missing([read_outline(request, course)])
    context: dict[str, Any] = {"outline": outline, "final_lesson": find_final_lesson(outline)}
    counts = kept(f"exercise_counts:{course.path}", lambda: _count_exercises(outline))
    context |= {"exercise_counts": counts, "exercise_total": sum(counts.values())}
    if outline.enrolment and outline.enrolment.completed_at and not outline.missing:
        context["may_claim"] = not has_certificate(outline.enrolment)
    can = abilities(request.user)
    if Ability.WRITE_CONTENT in can:
        context["may_switch_code"] = may_change(request.user, course)
        context["may_invite"] = Ability.MANAGE_SESSIONS in can
        context["join_code"] = JoinCode.objects.filter(target_uuid=course.translation_key).first()
    return context


def _count_exercises(outline: Outline) -> dict[int, int]:
    """How many published exercises each lesson holds, by its id."""
    lessons = [step.lesson.pk for step in outline.steps]
    entries = LessonExercise.objects.filter(lesson__in=lessons, exercise__live=True).order_by()
    return dict(entries.values_list("lesson").annotate(Count("pk")))


def find_final_lesson(outline: Outline) -> LessonPage | None:
    """The first published lesson that holds the course's final test."""
    final = outline.course.final_exercise_id
    if final is None:
        return None
    places = LessonExercise.objects.filter(exercise=final, exercise__live=True).values_list("lesson_id", flat=True)
    holding = set(places)
    return next((step.lesson for step in outline.steps if step.lesson.pk in holding), None)


def module_context(request: HttpRequest, module: ModulePage) -> dict[str, Any]:
    """For the module page."""
    outline = read_outline(request, CoursePage.objects.ancestor_of(module).get())
    steps = next((steps for part, steps in outline.parts if part.pk == module.pk), [])
    done = sum(step.done for step in steps)
    return {"outline": outline, "steps": steps, "done": done, "is_complete": bool(steps) and done == len(steps)}


def course_of(lesson: LessonPage) -> CoursePage:
    """The course a lesson belongs to, as far as the lesson's page shows it."""
    path = lesson.path[: -2 * LessonPage.steplen]  # a lesson stands in a module, a module in a course
    return kept(f"course:{path}", lambda: CoursePage.objects.only(*OF_COURSE).get(path=path))


def lesson_context(request: HttpRequest, lesson: LessonPage) -> dict[str, Any]:
    """For the lesson page: the neighbours, the exercises with the best attempt, what is still to do."""
    course = course_of(lesson)
    (outline,) = _outlines([(course, _own(request, course).only(*OF_ENROLMENT).first())])
    before, after = outline.neighbours(lesson)
    exercises = kept(f"exercises:{lesson.pk}", lambda: _read_exercises(lesson))
    cards = {card[0].pk: card for card in _with_best_attempt(outline.enrolment, exercises)}
    body = shown(lesson, "body").value
    in_text, linked = ids_in(body, "exercise"), linked_terms(body)
    wanted = sorted({*linked, *ids_in(body, "glossary_term")})
    terms = kept(f"terms:{wanted}".replace(" ", ""), lambda: read_terms(wanted))
    unfold(body, exercises={pk: card[0] for pk, card in cards.items()}, terms=terms)
    key_points = key_points_of(body)
    is_short = bool(key_points) and "short" in request.GET
    return {
        "outline": outline,
        "is_open": _is_open(outline, lesson),
        "prerequisite_lesson": None if lesson.is_gate else outline.prerequisite_lesson,
        "key_points": key_points,
        "is_short": is_short,
        "remark_parts": parts_of(key_points if is_short else body or ()) if outline.enrolment else [],
        "remark_reasons": Remark.Reason.choices,
        "position": outline.position(lesson),
        "previous_lesson": before,
        "next_lesson": after,
        "is_done": any(step.done for step in outline.steps if step.lesson.pk == lesson.pk),
        "cards": cards,
        "exercises": [card for pk, card in cards.items() if pk not in in_text],
        "terms": sort_terms(term for pk, term in terms.items() if pk in linked),
    }


def _is_open(outline: Outline, lesson: LessonPage) -> bool:
    """Whether the lesson stands in a module whose exercises everybody practises, and the reader has not joined."""
    if outline.enrolment:
        return False
    return any(module.is_open for module, steps in outline.parts if any(step.lesson.pk == lesson.pk for step in steps))


def _read_exercises(lesson: LessonPage) -> list[Exercise]:
    """Those published that stand in the lesson, in its order."""
    entries = lesson.lesson_exercises.select_related("exercise")
    return [entry.exercise for entry in entries if entry.exercise.live]


def _with_best_attempt(enrolment: Enrolment | None, exercises: list[Any]) -> list[tuple[Any, Attempt | None]]:
    best: dict[int | None, Attempt] = {}
    if enrolment and exercises:
        attempts = enrolment.attempts.filter(exercise__in=exercises).only(*OF_ATTEMPT)
        for attempt in attempts.order_by("passed", "score", "pk"):
            best[attempt.exercise_id] = attempt
    return [(exercise, best.get(exercise.pk)) for exercise in exercises]
