"""People of the register in the demo's course, in every stage: just joined, on the way, before the final, certified.

Written in bulk, as their answers would have written it; who answers what is the same on every machine.
"""

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.actions import enrol_person, reaches_mark
from courses.certifying import issue_course_certificate
from courses.models import Answer, Attempt, CoursePage, Enrolment, Exercise, LessonPage, LessonProgress, Question
from courses.quiz.grading import Given, grade, placed_items, steps
from courses.quiz.selection import draw, read_questions
from courses.simulations.playing import finish_simulation, read_case
from courses.versions import keep_versions
from people.models import Person

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """How many people joined so many days ago, and the share of the course's lessons they have done."""

    people: int
    days: int
    share: float
    knows: float = 0.9  # how often an answer is right
    is_certified: bool = False


STAGES = (
    Stage(3, 2, 0.0), Stage(4, 20, 0.3, knows=0.75), Stage(2, 45, 0.9), Stage(5, 70, 1.0, knows=1.0, is_certified=True),
)  # fmt: skip
PRE_KNOWS = 0.5  # before learning


@transaction.atomic
def add_learners(course: CoursePage, participant: Person) -> None:
    """Enrol people of the register; the participant's account stands among those on the way."""
    register = iter(Person.objects.canonical().filter(user__isnull=True).in_order())
    lessons = list(course.live_lessons())
    reached: dict[int, list[tuple[Enrolment, Stage]]] = {lesson.pk: [] for lesson in lessons}
    enrolled: list[tuple[Enrolment, Stage]] = []
    for number, stage in enumerate(STAGES):
        people = [next(register) for _place in range(stage.people)]
        for person in [*people, *([participant] if number == 1 else [])]:
            enrolment = enrol_person(person=person, course=course)
            enrolled.append((enrolment, stage))
            for lesson in lessons[: round(stage.share * len(lessons))]:
                reached[lesson.pk].append((enrolment, stage))
    for lesson in lessons:
        _do_lesson(lesson, reached[lesson.pk])
    for enrolment, stage in enrolled:
        _date(enrolment, stage, course)


def _do_lesson(lesson: LessonPage, who: list[tuple[Enrolment, Stage]]) -> None:
    LessonProgress.objects.bulk_create(LessonProgress(enrolment=enrolment, lesson=lesson) for enrolment, _stage in who)
    for placed in lesson.lesson_exercises.select_related("exercise__bank"):
        exercise = placed.exercise
        if exercise.is_simulation:
            path = best_path(exercise)
            for enrolment, _stage in who:
                finish_simulation(enrolment=enrolment, exercise=exercise, lesson=lesson, uuid=_uuid(), path=path)
        elif exercise.live:
            _answer(exercise, lesson, who)


def _uuid() -> Any:
    return Attempt._meta.get_field("uuid").get_default()


def _answer(exercise: Exercise, lesson: LessonPage, who: list[tuple[Enrolment, Stage]]) -> None:
    """Everybody answers once; of a bank each what is drawn for them."""
    own = read_questions(list(exercise.questions.filter(archived=False).values_list("pk", flat=True)))
    attempts, answers = [], []
    for enrolment, stage in who:
        drawn = draw(exercise, enrolment) if exercise.bank_id else None
        asked, form = (drawn.questions, drawn.form) if drawn else (own, "")
        lots = random.Random(f"{exercise.key} {enrolment.pk}")
        knows = PRE_KNOWS if exercise.kind == Exercise.Kind.PRE else stage.knows
        mine = [_graded(question, lots.random() < knows) for question in asked]
        score, maximum = sum(one.points for one in mine), sum(one.maximum for one in mine)
        attempts.append(Attempt(
            enrolment=enrolment, exercise=exercise, lesson=lesson, score=score, maximum=maximum, form=form,
            passed=reaches_mark(exercise, score, maximum),
        ))  # fmt: skip
        answers.append(mine)
    asked_of_all = {one.question.key: one.question for mine in answers for one in mine if one.question}
    versions = keep_versions(asked_of_all.values())
    for attempt, mine in zip(Attempt.objects.bulk_create(attempts), answers, strict=True):
        for one in mine:
            one.attempt, one.version = attempt, versions[one.question.key]  # type: ignore[union-attr]
    Answer.objects.bulk_create(one for mine in answers for one in mine)


def _graded(question: Question, is_right: bool) -> Answer:
    given = _given(question, is_right)
    points, maximum = grade(question, given)
    return Answer(question=question, given=given, points=points, maximum=maximum)


def _given(question: Question, is_right: bool) -> Given:
    """A right answer, or one that is wrong somewhere."""
    kind = Question.Kind(question.kind)
    if kind == Question.Kind.TRUE_FALSE:
        return str(question.is_true == is_right).lower()
    if kind in (Question.Kind.SORTING, Question.Kind.MATCHING):
        placed = [(str(item.key), group) for item, group in placed_items(question)]
        groups = [group for _item, group in placed]
        return dict(placed) if is_right else dict(zip((item for item, _g in placed), groups[1:] + groups[:1],
                                                      strict=True))  # fmt: skip
    if kind == Question.Kind.ORDERING:
        right = [str(step.key) for step in steps(question)]
        return right if is_right else right[::-1]
    keys = {choice.correct: [] for choice in question.choices.all()}  # type: ignore[var-annotated]
    for choice in question.choices.all():
        keys[choice.correct].append(str(choice.key))
    right, wrong = keys.get(True, []), keys.get(False, [])
    if is_right or not wrong:
        return right
    return wrong[:1] if kind == Question.Kind.SINGLE else right[1:] + wrong[:1]


def best_path(exercise: Exercise) -> list[Any]:
    """The decisions that lead to the best ending, by what they earn."""
    case = read_case(exercise)
    runs, ended = [case.follow([])], []
    while runs:
        run = runs.pop()
        if run.is_over:
            ended.append(run)
        else:
            runs += [case.decide(run, option) for option in run.scene.options.all() if not option.endangers]
    return max(ended, key=lambda run: run.scores().total).keys


def _date(enrolment: Enrolment, stage: Stage, course: CoursePage) -> None:
    """As if it had been done since they joined; who has done all has the certificate."""
    joined = timezone.now() - stage.days * DAY
    Enrolment.objects.filter(pk=enrolment.pk).update(joined_at=joined)
    for rows, name in ((LessonProgress.objects, "done_at"), (Attempt.objects, "finished_at")):
        pks: Iterable[int] = rows.filter(enrolment=enrolment).order_by("pk").values_list("pk", flat=True)
        rows.filter(pk__in=list(pks)).update(**{name: joined + stage.days * DAY / 2})
    if stage.is_certified:
        done = joined + stage.days * DAY / 2
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=done)
        enrolment.refresh_from_db()
        issue_course_certificate(enrolment=enrolment, met_at=done)
