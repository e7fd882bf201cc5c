"""The first day on the editor's first page, for those who begin there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.admin.ui.components import Component

from accounts.first_day.reading import read_path
from accounts.roles import Ability, abilities

STYLES = "css/editor-first-steps.css"
# Whoever may do one of these begins elsewhere (`accounts.views.FIRST_PAGES`), where the path stands too.
ELSEWHERE = {Ability.SEE_NETWORK_FIGURES, Ability.SEE_FIGURES, Ability.RUN_OWN_SESSIONS, Ability.MANAGE_TENANTS}


def begins_here(request: HttpRequest) -> bool:
    """Whether the editor is the reader's first page."""
    return not abilities(request.user) & ELSEWHERE


class FirstDayPanel(Component):
    """The steps, until they are done or put away."""

    name = "first_day"
    order = 90
    media = forms.Media(css={"all": [STYLES]})

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        request = (parent_context or {})["request"]
        path = read_path(request.user)
        return render_to_string("accounts/admin/first_day.html", {"path": path}, request) if path.is_shown else ""
