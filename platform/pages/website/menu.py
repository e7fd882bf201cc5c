"""Where the head and the foot of the site lead: the pages below the home page that are ticked for menus stand in the
head, other texts (contact, legal notice, charter) in the foot, both in the order of the editor's tree."""

from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django_tenants.utils import get_public_schema_name
from wagtail.models import Page

from core.languages import active, shown
from pages.help import SLUG as HELP
from tenants.connection import connection

SECONDS = 60  # the cache keeps one per tenant
BELOW_HOME = 3  # in Wagtail's tree: root, home page, its pages
IN_FOOT = {"articlepage", "charterpage"}
Link = tuple[str, str]  # address and heading, in the reader's language where it is ready


@dataclass(frozen=True)
class SiteMenu:
    head: list[Link] = field(default_factory=list)
    foot: list[Link] = field(default_factory=list)


def site_menu() -> SiteMenu:
    """Of the active tenant; nothing on a host that is nobody's. Two queries a minute, whatever there is."""
    if connection.schema_name == get_public_schema_name():
        return SiteMenu()
    key = f"site-menu-{active()}"
    menu: SiteMenu | None = cache.get(key)
    if menu is None:
        menu = _read_menu(active())
        cache.set(key, menu, SECONDS)
    return menu


def _read_menu(language: str) -> SiteMenu:
    menu = SiteMenu()
    pages = Page.objects.live().filter(depth=BELOW_HOME).exclude(slug=HELP).select_related("content_type")
    for page in pages.order_by("path").specific():
        if page.show_in_menus:
            menu.head.append(_link(page, language))
        elif page.content_type.model in IN_FOOT:
            menu.foot.append(_link(page, language))
    return menu


def _link(page: Any, language: str) -> Link:
    return f"/{language}/{page.slug}/", str(shown(page, "heading"))
