"""The first day's steps into the editor."""

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from accounts.first_day.steps import Step
from accounts.roles import Role
from courses.models import CoursePage, LessonPage

LESSON = Step(
    "lesson", frozenset({Role.TRAINER}), _("Write a first lesson"),
    _("The editor leads you, from a heading in one language to its publication."), "first_steps:overview",
    lambda user: Q(Exists(LessonPage.objects.filter(owner=user))) | Q(Exists(CoursePage.objects.filter(owner=user))),
)  # fmt: skip
REVIEW = Step(
    "review", frozenset({Role.REVIEWER}), _("Review a first page"),
    _("What waits for you stands on the editor’s first page; you approve it or ask for changes."),
    "wagtailadmin_home", lambda user: Exists(TaskState.objects.filter(finished_by=user)),
)  # fmt: skip
