"""Parts that the pages of figures share: their tabs, the addresses of the evidence."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from core.registry import Registry
from impact.drilldown import OPENED
from impact.presentation import FigureQuery

PageFinder = Callable[[HttpRequest], list[tuple[str, Any]]]  # name of the view and label of each
further_pages: Registry[PageFinder] = Registry("impact: further pages of figures")


def register_page(find: PageFinder, *, key: str) -> None:
    """Add pages of an app above to those of figures, for whoever may open them."""
    further_pages.add(find, key=key)


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of figures the reader may open."""
    can = abilities(request.user)
    pages = []
    if Ability.SEE_FIGURES in can:
        pages = [
            ("impact:dashboard", _("Dashboard")),
            ("impact:quality", _("What is missing")),
            ("impact:periods", _("Periods")),
            ("impact:targets", _("Targets")),
            ("impact:audits", _("Sampling audit")),
        ]
    pages += [page for find in further_pages for page in find(request)]
    pages.append(("impact:reports", _("Reports")))
    if Ability.HELP_STAFF in can:
        pages.append(("impact:readers", _("Funders and programs")))
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [{"url": reverse(view), "label": label, "current": view == here} for view, label in pages]


def evidence_addresses(request: HttpRequest, asked: FigureQuery) -> dict[str, str]:
    """Code -> where its evidence is, for those who may see names; nothing for others."""
    if Ability.MANAGE_SESSIONS not in abilities(request.user):
        return {}
    return {code: f"{reverse('impact:evidence', args=[code])}?{asked.query}" for code in OPENED}
