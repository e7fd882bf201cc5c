"""Exercises: relational and translated, so that an answer means the same in every language."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from core.languages import ORDER
from core.panels import language_panels
from courses.forms import ExerciseForm


class Exercise(DraftStateMixin, RevisionMixin, ClusterableModel):
    """A set of questions. A `final` one is a test with a pass mark; a `practice` one only teaches."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        FINAL = "final", _("Final test")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PRACTICE)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark (%)"), default=75, validators=[MaxValueValidator(100)])

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *language_panels(["heading", "intro"]),
                    FieldPanel("kind"),
                    FieldPanel("pass_mark"),
                ],
                heading=_("Exercise"),
            ),
            ObjectList([InlinePanel("questions", label=_("Question"), min_num=1)], heading=_("Questions")),
        ],
        base_form_class=ExerciseForm,
    )

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"heading_{code}"))), str(self.pk))


class Question(Orderable, ClusterableModel):
    """A question with one right choice, or several where `multiple` is set."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), blank=True)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Shown after the answer: the rule and its source")
    )
    multiple = models.BooleanField(_("several right answers"), default=False)

    panels = [
        *language_panels(["text", "explanation"]),
        FieldPanel("multiple"),
        InlinePanel("choices", label=_("Choice"), min_num=2),
    ]

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))


class Choice(Orderable):
    """One of a question's choices, with the feedback it brings."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("choice"), max_length=300, blank=True)
    feedback = models.CharField(_("feedback"), max_length=500, blank=True)
    correct = models.BooleanField(_("right"), default=False)

    panels = [*language_panels(["text", "feedback"]), FieldPanel("correct")]

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))


class LessonExercise(Orderable):
    """An exercise that follows a lesson."""

    lesson = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="lesson_exercises")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+", verbose_name=_("exercise"))

    panels = [FieldPanel("exercise")]
