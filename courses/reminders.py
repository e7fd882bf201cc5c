"""Reminders of courses: go on with what was begun, and look again after six months."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from courses.moments import HALF_A_YEAR
from people.extension_points import Due, Reminder
from people.models.humans import WHO

SILENCE = datetime.timedelta(days=14)
LATE = datetime.timedelta(days=14)  # what could not be sent for longer than this is not sent any more


def stopped(now: datetime.datetime) -> Iterator[Due]:
    """Who has done nothing in an unfinished course for two weeks: once per course."""
    last = Greatest(
        "joined_at",
        Coalesce(Max("progress__done_at"), "joined_at"),
        Coalesce(Max("attempts__finished_at"), "joined_at"),
    )
    begun = Enrolment.objects.filter(completed_at__isnull=True, course__live=True).annotate(who=WHO, last=last)
    done = Enrolment.objects.annotate(who=WHO).filter(who=OuterRef("who"), course=OuterRef("course"))
    begun = begun.exclude(Exists(done.filter(completed_at__isnull=False)))  # by another of their merged records
    return _due(begun.filter(last__lte=now - SILENCE, last__gt=now - SILENCE - LATE))


def half_a_year_ago(now: datetime.datetime) -> Iterator[Due]:
    """Who completed a course six months ago (the refresher of definitions.md): once per course."""
    completed = Enrolment.objects.filter(course__live=True, completed_at__lte=now - HALF_A_YEAR)
    return _due(completed.filter(completed_at__gt=now - HALF_A_YEAR - LATE))


def _due(enrolments: QuerySet[Enrolment]) -> Iterator[Due]:
    rows = enrolments.select_related("person").order_by("pk")
    return (Due(entry.person, f"course {entry.course_id}") for entry in rows)  # two merged records: said once


REMINDERS = (
    Reminder(
        "go_on", _("Go on with a course I began"),
        _("You began something some time ago. Your place is kept; go on whenever you like."), stopped,
    ),
    Reminder(
        "refresher", _("Look again six months after a course"),
        _("Six months ago you finished something. A few minutes show what has stayed."), half_a_year_ago,
    ),
)  # fmt: skip
