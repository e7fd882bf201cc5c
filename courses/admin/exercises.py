"""Exercises in the admin."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.panels import language_panels
from courses.admin.exercise_form import ExerciseForm
from courses.admin.simulation import SimulationPanel
from courses.copying import give_own_exercises
from courses.models import CoursePage, Exercise, LessonPage, ModulePage

RULES = ("pass_mark", "tries", "shuffled", "bank", "drawn", "drawn_form")

EDITOR = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("kind", classname="exercise-kind"),
                *language_panels(["heading", "intro"]),
                MultiFieldPanel(
                    [FieldPanel(name) for name in RULES], heading=_("Rules"), classname="not-for-bank"
                ),
            ],
            heading=_("Exercise"),
        ),
        ObjectList(
            [InlinePanel("questions", label=_("Question"), classname="not-for-simulation")], heading=_("Questions")
        ),
        ObjectList(
            [
                SimulationPanel(heading=_("Graph of the scenes"), classname="only-for-simulation"),
                InlinePanel("scenes", label=_("Scene"), classname="only-for-simulation"),
            ],
            heading=_("Scenes of a simulation"),
        ),
    ],
    base_form_class=ExerciseForm,
)  # fmt: skip


def _archived(exercise: Exercise) -> Any:
    return _("Archived") if exercise.is_archived else ""


class OfferedMixin:
    """Without what is archived."""

    def get_object_list(self) -> Any:
        return super().get_object_list().filter(archived_at__isnull=True)  # type: ignore[misc]


class ExerciseChooseView(OfferedMixin, ChooseView):
    """The exercises that may be chosen."""


class ExerciseChooseResultsView(OfferedMixin, ChooseResultsView):
    """The exercises that may be chosen."""


class ExerciseChooserViewSet(SnippetChooserViewSet):
    """The exercises to choose from."""

    choose_view_class = ExerciseChooseView
    choose_results_view_class = ExerciseChooseResultsView


class ExerciseViewSet(SnippetViewSet):
    """Exercises: written once, scored alike in every language."""

    model = Exercise
    icon = "tick-inverse"
    menu_order = 210
    add_to_admin_menu = True
    edit_handler = EDITOR
    list_display = ["__str__", "kind", "pass_mark", Column("archived", label=_("State"), accessor=_archived)]
    list_filter = ["kind"]
    chooser_viewset_class = ExerciseChooserViewSet


def own_exercises(request: HttpRequest, page: Page, copied: Page) -> None:
    """For `after_copy_page`; Wagtail's action copies pages without asking their models."""
    if issubclass(copied.specific_class, (CoursePage, ModulePage, LessonPage)):
        give_own_exercises(copied)
