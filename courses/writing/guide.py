"""The guide for trainers, read where one writes, in the editor's language: docs/trainers.md and its translations."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from accounts.roles import Ability, abilities, requires
from core.languages import active

FILES = {"en": "trainers.md", "fr": "trainers.fr.md", "ar": "trainers.ar.md"}
PATIENCE = 30  # seconds


@cache
def read_guide(language: str) -> tuple[str, SafeString, list[tuple[str, str]]]:
    """Its title, text and parts (id, name), as `guide_text` reads them."""
    file = settings.ROOT / "docs" / FILES[language]
    command = [sys.executable, "-I", str(Path(__file__).with_name("guide_text.py")), str(file)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    told = json.loads(done.stdout)
    parts = [(identity, name) for identity, name in told["parts"]]
    return told["title"], mark_safe(told["html"]), parts  # noqa: S308  our own file, no HTML in it


@requires(Ability.WRITE_CONTENT)
def guide(request: HttpRequest) -> HttpResponse:
    """The guide in the language of the editor."""
    title, text, parts = read_guide(active())
    return render(request, "courses/admin/guide.html", {"title": title, "text": text, "parts": parts})


class GuideMenuItem(MenuItem):
    """In the help menu, for those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Ability.WRITE_CONTENT in abilities(request.user)


def guide_urls() -> list[Any]:
    """For Wagtail's admin."""
    return [path("guide/", guide, name="courses_guide")]


def guide_menu_item() -> MenuItem:
    """For Wagtail's help menu."""
    return GuideMenuItem(
        gettext_lazy("Guide for trainers"), reverse("courses_guide"), icon_name="help", name="guide", order=20
    )
