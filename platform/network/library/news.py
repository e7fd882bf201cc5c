"""News of the library on the editor's home page: newer versions of what an NGO adopted, and new modules; in the hub,
what the NGOs offer."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from accounts.roles import Ability, abilities
from network.library.reading import State, entries, here, in_library, offered_to_hub

RECENT = datetime.timedelta(days=30)
MOST = 5


@dataclass(frozen=True)
class News:
    """One line: what there is, and where to look."""

    sentence: str
    address: str


def news() -> list[News]:
    """The newest first; a fixed number of queries."""
    return _of_offers() if here().is_hub else _of_library()


def _of_offers() -> list[News]:
    waiting = offered_to_hub().filter(state=State.OFFERED).count()
    if not waiting:
        return []
    text = ngettext("%(count)d module is offered to you.", "%(count)d modules are offered to you.", waiting)
    return [News(text % {"count": waiting}, reverse("library:offered"))]


def _of_library() -> list[News]:
    since = timezone.now() - RECENT
    found = []
    for entry in entries(in_library()):
        named = {"module": entry.heading, "version": entry.offer.version}
        if entry.has_news and entry.module is not None:
            text = _("“%(module)s”: version %(version)s is there. See what has changed.")
            found.append(News(text % named, reverse("library:update", args=[entry.module.pk])))
        elif entry.module is None and entry.offer.offered_at >= since:
            text = _("New in the library: “%(module)s”")
            found.append(News(text % named, reverse("library:module", args=[entry.offer.uuid])))
    return found[:MOST]


class LibraryNewsPanel(Component):
    """The lines on the home page; nothing where there are none."""

    name = "library_news"
    order = 150
    media = forms.Media(css={"all": ["css/editor-library.css"]})

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        found = news()
        request = (parent_context or {})["request"]
        return render_to_string("network/library/_news.html", {"news": found}, request) if found else ""


def concerns(request: HttpRequest) -> bool:
    """Whether the reader writes content."""
    return Ability.WRITE_CONTENT in abilities(request.user)
