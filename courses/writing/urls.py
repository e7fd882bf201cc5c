"""Addresses of the writing screen below the admin's, and its item in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from accounts.roles import Ability, abilities
from courses.writing import comments, keeping, places, readers, views
from courses.writing.cases.views import edit_case


class WritingMenuItem(MenuItem):
    """For those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Ability.WRITE_CONTENT in abilities(request.user)


urlpatterns = [
    path("", places.overview, name="overview"),
    path("modules/<int:pk>/add/", places.add_lesson, name="add"),
    path("cases/<int:pk>/", edit_case, name="case"),
    path("lessons/<int:pk>/", views.write, name="lesson"),
    path("lessons/<int:pk>/hold/", views.hold, name="hold"),
    path("lessons/<int:pk>/keep/", keeping.keep, name="keep"),
    path("lessons/<int:pk>/comments/", comments.comment, name="comment"),
    path("lessons/<int:pk>/comments/<int:comment>/settle/", comments.settle, name="settle"),
    path("lessons/<int:pk>/handled/", readers.handled, name="handled"),
    path("kept/<int:pk>/", keeping.saved_row, name="saved_row"),
    path("kept/<int:pk>/forget/", keeping.forget, name="forget"),
    path("lessons/<int:pk>/exercise/", places.add_exercise, name="add_exercise"),
    path("lessons/<int:pk>/place/", places.place, name="place"),
    path("lessons/<int:pk>/move/<str:way>/", places.move, name="move"),
    path("lessons/<int:pk>/preview/<str:language>/", views.preview, name="preview"),
]


def writing_urls() -> list[Any]:
    """For Wagtail's admin."""
    return [path("write/", include((urlpatterns, "courses_writing")))]


def writing_menu_item() -> MenuItem:
    """For Wagtail's menu."""
    return WritingMenuItem(
        gettext_lazy("Write courses"), reverse("courses_writing:overview"), icon_name="edit", order=150
    )
