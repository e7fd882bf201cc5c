"""Exercises in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Exercise


class ExerciseViewSet(SnippetViewSet):
    """Exercises: written once, scored alike in every language."""

    model = Exercise
    icon = "tick-inverse"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["__str__", "kind", "pass_mark"]
    list_filter = ["kind"]
