"""What courses keep about a person: for the page "My data", and where the axes are copied."""

from collections.abc import Collection

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from core.languages import shown
from courses.models import Answer, Attempt, Enrolment, LessonProgress, Remark
from courses.withholding import read_withheld
from people.extension_points import Entry, Fact, Section
from people.models import PersonQuerySet
from people.own_data import axis_facts


def enrolled_axes() -> QuerySet[Enrolment]:
    """Enrolments, counted in the year of joining."""
    return Enrolment.objects.annotate(year=ExtractYear("joined_at"))


def courses_section(records: PersonQuerySet) -> Section:
    """Each course with the lessons done and the attempts at its exercises: a handful of queries, however many."""
    enrolments = (
        Enrolment.objects.filter(person__in=records)
        .select_related("course")
        .prefetch_related(
            Prefetch("progress", LessonProgress.objects.select_related("lesson").order_by("done_at")),
            Prefetch("attempts", Attempt.objects.select_related("exercise").order_by("finished_at")),
            Prefetch("attempts__answers", Answer.objects.select_related("question").order_by("pk")),
        )
        .order_by("joined_at", "pk")
    )
    withheld = read_withheld(list(enrolments))
    remarks = list(Remark.objects.filter(person__in=records).select_related("lesson").order_by("day", "pk"))
    entries = [_course(enrolment, withheld[enrolment.pk], remarks) for enrolment in enrolments]
    return Section("courses", _("My courses"), _("You have not joined a course yet"), entries)


def _course(enrolment: Enrolment, withheld: Collection[int], remarks: list[Remark]) -> Entry:
    facts = [
        Fact("joined_at", _("Joined"), enrolment.joined_at),
        Fact("completed_at", _("Completed"), enrolment.completed_at),
        Fact("lessons_done", _("Lessons finished"), len(enrolment.progress.all())),
        *axis_facts(enrolment),
    ]
    parts = {
        "lessons": [_lesson(progress) for progress in enrolment.progress.all()],
        "attempts": [_attempt(attempt, withheld) for attempt in enrolment.attempts.all()],
        "remarks": [_remark(one) for one in remarks if _is_of(one, enrolment)],
    }
    return Entry(shown(enrolment.course, "heading") if enrolment.course else _("A deleted course"), facts, parts)


def _lesson(progress: LessonProgress) -> Entry:
    heading = shown(progress.lesson, "heading") if progress.lesson else _("A deleted lesson")
    return Entry(heading, [Fact("done_at", _("finished on"), progress.done_at)])


def _is_of(remark: Remark, enrolment: Enrolment) -> bool:
    course = enrolment.course
    return course is not None and remark.person_id == enrolment.person_id and remark.lesson.path.startswith(course.path)


def _remark(remark: Remark) -> Entry:
    facts = [
        Fact("reason", _("a part of it"), remark.get_reason_display(), remark.reason),
        Fact("day", _("said on"), remark.day),
    ]
    return Entry(shown(remark.lesson, "heading"), facts)


def _attempt(attempt: Attempt, withheld: Collection[int]) -> Entry:
    heading = shown(attempt.exercise, "heading") if attempt.exercise else _("A deleted exercise")
    score = _("%(score)s of %(maximum)s") % {"score": attempt.score, "maximum": attempt.maximum}
    facts = [
        Fact("finished_at", _("answered on"), attempt.finished_at),
        Fact("score", _("score"), score, {"score": attempt.score, "maximum": attempt.maximum}),
        Fact("passed", "", _("passed") if attempt.passed else _("not passed"), attempt.passed),
    ]
    return Entry(heading, facts, {"answers": [_answer(answer, withheld) for answer in attempt.answers.all()]})


def _answer(answer: Answer, withheld: Collection[int]) -> Entry:
    """In the JSON alone: the keys of what was chosen, and the points where the final test does not ask it again."""
    heading = shown(answer.question, "text") if answer.question else _("A deleted question")
    points = [] if answer.question_id in withheld else [Fact("points", "", answer.points)]
    return Entry(heading, [Fact("given", "", answer.given), *points])
