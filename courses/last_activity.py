"""Activity of people in courses: joining one, a lesson done, an answer."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from courses.models import Attempt, Enrolment, LessonProgress
from people.extension_points import ActivitySource


def _joined() -> QuerySet[Any]:
    return Enrolment.objects.annotate(day=TruncDate("joined_at"))


def _learned() -> QuerySet[Any]:
    return LessonProgress.objects.annotate(day=TruncDate("done_at"))


def _answered() -> QuerySet[Any]:
    return Attempt.objects.annotate(day=TruncDate("finished_at"))


ACTIVITY = (
    ActivitySource(_joined),
    ActivitySource(_learned, "enrolment__person", "enrolment__person__merged_into"),
    ActivitySource(_answered, "enrolment__person", "enrolment__person__merged_into"),
)
