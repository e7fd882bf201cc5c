"""The library in the Wagtail admin: its addresses, its menu items, its buttons at a module."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.roles import Ability, abilities
from courses.models import Adoption, ModulePage
from courses.ownership import may_change
from network.library import urls
from network.library.news import LibraryNewsPanel, concerns
from network.library.offers import newest_of
from network.library.reading import here


@hooks.register("register_admin_urls")
def library_urls() -> list[URLPattern | URLResolver]:
    return [path("library/", include(urls))]


@hooks.register("construct_homepage_panels")
def show_news(request: HttpRequest, panels: list[Any]) -> None:
    if concerns(request):
        panels.append(LibraryNewsPanel())


class LibraryItem(MenuItem):
    """An item for those who write content, on hosts of one kind."""

    def __init__(self, label: Any, view: str, *, hub: bool, **options: Any) -> None:
        self.hub, self.view = hub, view
        super().__init__(label, reverse(f"library:{view}"), name=f"library-{view}", **options)

    def is_shown(self, request: HttpRequest) -> bool:
        return here().is_hub == self.hub and Ability.WRITE_CONTENT in abilities(request.user)

    def is_active(self, request: HttpRequest) -> bool:
        return request.path == self.url


@hooks.register("register_admin_menu_item")
def shelf_item() -> MenuItem:
    return LibraryItem(gettext_lazy("Network library"), "shelf", hub=False, icon_name="folder-open-inverse", order=220)


@hooks.register("register_admin_menu_item")
def own_offers_item() -> MenuItem:
    return LibraryItem(gettext_lazy("Our offers"), "own_offers", hub=False, icon_name="upload", order=221)


@hooks.register("register_admin_menu_item")
def kept_item() -> MenuItem:
    return LibraryItem(gettext_lazy("Network library"), "kept", hub=True, icon_name="folder-open-inverse", order=220)


@hooks.register("register_admin_menu_item")
def offered_item() -> MenuItem:
    return LibraryItem(gettext_lazy("Offered modules"), "offered", hub=True, icon_name="download", order=221)


@hooks.register("register_admin_menu_item")
def review_item() -> MenuItem:
    return LibraryItem(gettext_lazy("Legal review"), "review", hub=True, icon_name="tasks", order=222)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _giving(page, user)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _giving(page, user)
    yield from _lineage(page, user)


def _writes(page: Page, user: Any) -> bool:
    return Ability.WRITE_CONTENT in abilities(user) and may_change(user, page)


def _giving(page: Page, user: Any) -> Iterator[Button]:
    """The way of a published module into the library."""
    if not issubclass(page.specific_class, ModulePage) or not page.live or not _writes(page, user):
        return
    view, label = ("publish", _("Publish to the library")) if here().is_hub else ("offer", _("Offer to the library"))
    yield Button(label, reverse(f"library:{view}", args=[page.pk]), icon_name="upload", priority=80)


def _lineage(page: Page, user: Any) -> Iterator[Button]:
    """Of an adopted module: its version, and the newer one if there is any."""
    if here().is_hub or not issubclass(page.specific_class, ModulePage) or not _writes(page, user):
        return
    adoption = Adoption.objects.filter(module_id=page.pk).first()
    if adoption is None:
        return
    newest = newest_of(adoption)
    label = _("From the library, version %(version)s") % {"version": adoption.version}
    if newest and newest.version > adoption.version:
        news = _("From the library, version %(version)s; version %(newest)s is there")
        label = news % {"version": adoption.version, "newest": newest.version}
    yield Button(label, reverse("library:update", args=[page.pk]), icon_name="history", priority=81)
