"""The guide for trainers, read where one writes, in the editor's language: docs/trainers.md and its translations."""

import re
from functools import cache
from itertools import pairwise
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


@cache
def read_guide(language: str) -> tuple[str, SafeString, list[tuple[str, str]]]:
    """Its title, text and parts (id, name), without its pictures: they show the pages one has before one."""
    from markdown_it import MarkdownIt  # here: a server that shows no guide need not hold it

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = (settings.ROOT / "docs" / FILES[language]).read_text(encoding="utf-8")
    title, _break, body = text.partition("\n")
    tokens = reader.parse(re.sub(r"^!\[.*\n", "", body, flags=re.MULTILINE))
    parts: list[tuple[str, str]] = []
    for token, inner in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            identity = f"part-{len(parts) + 1}"
            token.attrSet("id", identity)
            parts.append((identity, inner.content))
    html = reader.renderer.render(tokens, reader.options, {})
    return title.removeprefix("# ").strip(), mark_safe(html), parts  # noqa: S308  our own file, no HTML in it


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
