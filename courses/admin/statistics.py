"""The statistics of an exercise in the admin: for those who write, without names."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.languages import shown
from courses.models import Exercise
from courses.simulations.figures import read_case_figures
from courses.statistics import EASY, FEWEST, HARD, SEPARATES, read_sheets

URL_NAME = "exercise_statistics"


@requires(Ability.WRITE_CONTENT)
def statistics(request: SignedInRequest, pk: int) -> HttpResponse:
    """Per question how many were right and whether it separates; of a case its decisions and endings."""
    exercise = get_object_or_404(Exercise, pk=pk)
    context: dict[str, Any] = {
        "exercise": exercise,
        "heading": shown(exercise, "heading"),
        "edit_url": reverse(Exercise.snippet_viewset.get_url_name("edit"), args=[pk]),
        "fewest": FEWEST,
        "easy": EASY,
        "hard": HARD,
        "separates": f"{SEPARATES:.2f}",
    }
    if exercise.is_simulation:
        context["case"] = read_case_figures(exercise)
    else:
        context["sheets"] = read_sheets(exercise)
    return render(request, "courses/admin/statistics.html", context)


def statistics_urls() -> list[URLPattern]:
    """For `register_admin_urls`."""
    return [path("exercises/<int:pk>/statistics/", statistics, name=URL_NAME)]


def statistics_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """For `register_snippet_listing_buttons`: in the list of exercises."""
    if isinstance(snippet, Exercise) and Ability.WRITE_CONTENT in abilities(user):
        yield Button(_("Statistics"), reverse(URL_NAME, args=[snippet.pk]), icon_name="table", priority=60)
