"""Signs that somebody learns here: joining a course, a lesson done, an answer."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from courses.models import Attempt, Enrolment, LessonProgress
from people.activity import Signs, register_signs


def _joined() -> QuerySet[Any]:
    return Enrolment.objects.annotate(day=TruncDate("joined_at"))


def _learned() -> QuerySet[Any]:
    return LessonProgress.objects.annotate(day=TruncDate("done_at"))


def _answered() -> QuerySet[Any]:
    return Attempt.objects.annotate(day=TruncDate("finished_at"))


register_signs(Signs(_joined))
register_signs(Signs(_learned, "enrolment__person", "enrolment__person__merged_into"))
register_signs(Signs(_answered, "enrolment__person", "enrolment__person__merged_into"))
