"""What a participant does: enrolment, lessons done, attempts and answers. The same in every language."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bulk_signals import BulkSignalQuerySet
from core.rounding import percent
from courses.models.exercises import Exercise, ParallelForm
from courses.models.pages import CoursePage, LessonPage
from courses.models.questions import Question
from courses.models.versions import Version
from people.models import Axes, Person


class Enrolment(Axes):
    """A person in a course, with the axes as they were on joining. A course that people joined is not deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, null=True, related_name="enrolments")
    joined_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    minutes = models.PositiveSmallIntegerField(null=True)  # of the course on that day: past hours never move

    objects = BulkSignalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="enrolment_once_per_course")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.course_id}"


class LessonProgress(models.Model):
    """A lesson done: kept for ever, since figures count it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    objects = BulkSignalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="progress_once_per_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"


class Attempt(models.Model):
    """One go at an exercise. Its client UUID makes a repeated submission harmless."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, null=True, related_name="attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(auto_now_add=True)
    score = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    form = models.CharField(max_length=1, choices=ParallelForm, blank=True)
    # Of a simulation: the keys of the decisions in order, and the three scores with their maxima.
    path = ArrayField(models.UUIDField(), default=list)
    scores = models.JSONField(default=dict)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")  # of its scenes

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__lte=models.F("maximum")), name="attempt_score_sane")
        ]

    def __str__(self) -> str:
        return f"{self.score}/{self.maximum}"

    @property
    def percent(self) -> int:
        """Whole percent, half up; 0 where nothing could be earned."""
        return percent(self.score, self.maximum) or 0


class Answer(models.Model):
    """What was answered to one question, by keys: it means the same in every language.

    `given`: keys of choices (single, multiple, checklist), in order (ordering); `"true"` or `"false"`; the key of each
    item with that of the group it was put in (sorting, matching).
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")  # what was asked
    given = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="answer_once_per_question"),
            models.CheckConstraint(condition=models.Q(points__lte=models.F("maximum")), name="answer_points_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.question_id}"

    @property
    def correct(self) -> bool:
        """All of it is right."""
        return self.points == self.maximum
