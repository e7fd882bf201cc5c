"""Exercises in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Left, NullIf
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import RevisionsUnscheduleView, SnippetViewSet

from accounts.staff.rules import publishes_unreviewed
from core.languages import active
from core.panels import language_panels
from core.writing import CreateSnippet
from courses.admin.exercise_form import ExerciseForm
from courses.admin.simulation import SimulationPanel
from courses.copying import give_own_exercises
from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from courses.ownership import may_change_exercise

WRITING = {"change", "delete", "publish"}
COURSE_PATH = 3 * Page.steplen  # root, home page, course
RULES = ("pass_mark", "tries", "shuffled", "bank", "drawn", "drawn_form")

EDITOR = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("kind", classname="exercise-kind"),
                PublishingPanel(),
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


def _place(exercise: Exercise) -> str:
    """Course and lesson, as the editor names them; empty where it stands in none."""
    return " › ".join(filter(None, (exercise.course_name, exercise.lesson_name)))


def with_places(exercises: Any) -> Any:
    """With the course and the lesson each stands in first: two of one name are told apart."""
    name = Coalesce(NullIf(f"heading_{active()}", Value("")), "title")
    entries = LessonExercise.objects.filter(exercise=OuterRef("pk")).order_by("lesson__path", "pk")
    lesson = LessonPage.objects.filter(pk=OuterRef("lesson_pk")).annotate(name=name)
    course = CoursePage.objects.filter(path=Left(OuterRef("lesson_path"), COURSE_PATH)).annotate(name=name)
    return exercises.annotate(
        lesson_pk=Subquery(entries.values("lesson")[:1]), lesson_path=Subquery(entries.values("lesson__path")[:1])
    ).annotate(lesson_name=Subquery(lesson.values("name")[:1]), course_name=Subquery(course.values("name")[:1]))


def _archived(exercise: Exercise) -> Any:
    return _("Archived") if exercise.is_archived else ""


class OfferedMixin:
    """Without what is archived."""

    def get_object_list(self) -> Any:
        return with_places(super().get_object_list().filter(archived_at__isnull=True))  # type: ignore[misc]

    @property
    def columns(self) -> Any:
        return [*super().columns, Column("place", label=_("Where it stands"), accessor=_place)]  # type: ignore[misc]


class ExerciseChooseView(OfferedMixin, ChooseView):
    """The exercises that may be chosen."""


class ExerciseChooseResultsView(OfferedMixin, ChooseResultsView):
    """The exercises that may be chosen."""


class ExerciseChooserViewSet(SnippetChooserViewSet):
    """The exercises to choose from."""

    choose_view_class = ExerciseChooseView
    choose_results_view_class = ExerciseChooseResultsView


class OwnPolicy(ModelPermissionPolicy):
    """Permissions of the role, less those on exercises of a colleague's course."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        may = action not in WRITING or may_change_exercise(user, instance)
        return may and bool(self.user_has_permission(user, action))

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Where the NGO wants it, what trainers write is published by who reviews it."""
        may = super().user_has_permission(user, action)
        return bool(may) and (action != "publish" or publishes_unreviewed(user))


class UnscheduleView(RevisionsUnscheduleView):
    """Wagtail's, which asks for the permission on all exercises."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)
        if not may_change_exercise(self.request.user, found):
            raise PermissionDenied
        return found


class ExerciseViewSet(SnippetViewSet):
    """Exercises: written once, scored alike in every language."""

    model = Exercise
    icon = "tick-inverse"
    menu_order = 210
    add_to_admin_menu = True
    edit_handler = EDITOR
    list_display = [
        "__str__",
        Column("place", label=_("Where it stands"), accessor=_place),
        "kind",
        "pass_mark",
        Column("archived", label=_("State"), accessor=_archived),
    ]
    list_filter = ["kind"]
    add_view_class = CreateSnippet
    chooser_viewset_class = ExerciseChooserViewSet
    revisions_unschedule_view_class = UnscheduleView

    def get_queryset(self, request: HttpRequest) -> Any:
        """With where each stands."""
        return with_places(Exercise.objects.all())

    @property
    def permission_policy(self) -> OwnPolicy:
        """Who may change which exercise."""
        return OwnPolicy(self.model)


def own_exercises(request: HttpRequest, page: Page, copied: Page) -> None:
    """For `after_copy_page`; Wagtail's action copies pages without asking their models."""
    if issubclass(copied.specific_class, (CoursePage, ModulePage, LessonPage)):
        give_own_exercises(copied)
