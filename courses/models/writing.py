"""What the writing screen keeps beside lessons: who writes which part just now, and blocks to use again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.pages import LessonPage


class WritingHold(models.Model):
    """A part of a lesson (a language, or its structure) that somebody writes, until `until`: others wait."""

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=9)  # a language, or "structure"
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "part"], name="writing_hold_once_per_part")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.part}"


class SavedBlock(models.Model):
    """A block that was written once and is put into other lessons. `values`: language -> its raw value in a body."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=32)  # as in the body of a lesson
    values = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
