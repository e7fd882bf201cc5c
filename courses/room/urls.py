"""For the room, under `room/`."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _view(name: str) -> Callable[..., HttpResponse]:
    """The view of that name, found when it is first asked for: the files of the curriculum that it reads need modules
    which a server without a trainer at work need not hold."""

    def found(request: HttpRequest, **named: Any) -> HttpResponse:
        return getattr(import_module("courses.room.views"), name)(request, **named)

    return found


app_name = "room"
urlpatterns = [
    path("", _view("overview"), name="overview"),
    path("modules/<int:pk>/slides/", _view("slides"), name="slides"),
    path("modules/<int:pk>/guide/", _view("guide"), name="guide"),
    path("modules/<int:pk>/handout/", _view("handout"), name="handout"),
    path("tools/<slug:name>/", _view("tool"), name="tool"),
]
