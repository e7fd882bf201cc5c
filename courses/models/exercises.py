"""Exercises: what scores is one in all languages, what shows is translated."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from core.languages import NAMES, ORDER, active, in_language


class ParallelForm(models.TextChoices):
    """Two parallel forms of one test: the same difficulty, other questions."""

    A = "A", _("Form A")
    B = "B", _("Form B")


class Exercise(WorkflowMixin, PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """A set of questions, or a case simulation. A final test decides on completion; a bank is drawn from."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        PRE = "pre", _("Pre-test")
        POST = "post", _("Post-test")
        FINAL = "final", _("Final test")
        REFRESHER = "refresher", _("Refresher, six months after")
        SIMULATION = "simulation", _("Case simulation")
        BANK = "bank", _("Question bank")

    class DrawnForm(models.TextChoices):
        """Which parallel form is drawn. Balanced: half of the participants get A first and B last, the others B, A."""

        ANY = "", _("Questions of both forms")
        A = "A", _("Form A")
        B = "B", _("Form B")
        BALANCED = "balanced", _("A then B for half of the participants, B then A for the others")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark (%)"), default=75, validators=[MaxValueValidator(100)])
    tries = models.PositiveSmallIntegerField(
        _("tries allowed"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as one likes"),
    )  # fmt: skip
    shuffled = models.BooleanField(_("questions in random order"), default=False)
    bank = models.ForeignKey(
        "self", verbose_name=_("question bank"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="drawn_by", limit_choices_to={"kind": "bank"},
        help_text=_("Questions are drawn from it at each try, after those written here"),
    )  # fmt: skip
    drawn = models.PositiveSmallIntegerField(
        _("questions drawn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: all of them"),
    )
    drawn_form = models.CharField(_("form drawn"), max_length=8, choices=DrawnForm, blank=True, default=DrawnForm.ANY)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)  # offered nowhere; results stay

    search_fields = [
        *(index.SearchField(f"heading_{code}") for code in ORDER),
        *(index.AutocompleteField(f"heading_{code}") for code in ORDER),
        index.FilterField("kind"),
        index.FilterField("pass_mark"),
        index.FilterField("archived_at"),
    ]

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    def __str__(self) -> str:
        languages = (active(), *ORDER)
        return next((text for code in languages if (text := getattr(self, f"heading_{code}"))), str(self.pk))

    def with_content_json(self, content: dict[str, Any]) -> "Exercise":
        """What is archived stays so, whatever an older draft says."""
        restored = super().with_content_json(content)
        restored.archived_at = self.archived_at
        return restored

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_simulation(self) -> bool:
        return self.kind == self.Kind.SIMULATION

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(code, NAMES[code]) for code in ORDER]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As a participant sees it in one language."""
        with in_language(request, mode_name):
            return render(request, "courses/exercise_preview.html", {"exercise": self})


class LessonExercise(Orderable):
    """An exercise of a lesson."""

    lesson = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="lesson_exercises")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+", verbose_name=_("exercise"))

    panels = [FieldPanel("exercise")]

    def clean(self) -> None:
        if self.exercise_id and self.exercise.kind == Exercise.Kind.BANK:
            bank = _("This is a question bank: exercises draw from it, a lesson has none. Choose an exercise.")
            raise ValidationError({"exercise": bank})
