"""What readers find unclear, wrong or out of date in a part of a lesson: a closed choice, never words of their own."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import Language
from courses.models.pages import LessonPage
from people.models import Person


class Remark(models.Model):
    """One person's last word on one block of a lesson. `digest`: of the words read, so that it goes with them.

    Authors are shown numbers of people, from five on (`courses.remarks`); the row leaves with its person's data.
    """

    class Reason(models.TextChoices):
        UNCLEAR = "unclear", _("Unclear")
        WRONG = "wrong", _("Wrong")
        OUTDATED = "outdated", _("Out of date")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=36)
    reason = models.CharField(max_length=8, choices=Reason)
    language = models.CharField(max_length=2, choices=Language)
    digest = models.CharField(max_length=32)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "block", "person"], name="remark_once_per_person_and_block")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.block} {self.reason}"
