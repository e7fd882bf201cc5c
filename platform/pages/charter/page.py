"""The page type of the charter."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.panels import tabbed
from pages.charter import reading
from pages.charter.models import CharterVersion
from pages.website.models import IN_THE_SITE, TEXTS, SitePage


class CharterPage(SitePage):
    """A text that organisations sign. What is published with other words is a new version: who signed keeps theirs."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/charter/charter_page.html"
    edit_handler = tabbed(TEXTS, [*IN_THE_SITE])

    class Meta:
        app_label = "pages"
        verbose_name = _("charter")
        verbose_name_plural = _("charters")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        versions = list(CharterVersion.objects.filter(page=self))
        context = {
            "version": versions[0] if versions else None, "older_versions": versions[1:],
            "signed": reading.signatories(self),
        }  # fmt: skip
        return super().get_context(request, *args, **kwargs) | context
