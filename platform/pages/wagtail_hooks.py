"""The first steps in the Wagtail admin: on its home page, in its help menu, at their addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.first_day.panel import begins_here
from accounts.roles import Ability, abilities
from pages import views
from pages.first_steps import FirstStepsPanel, concern


class FirstStepsMenuItem(MenuItem):
    """For those whose steps these are."""

    def is_shown(self, request: HttpRequest) -> bool:
        return concern(request)


class ReadersMenuItem(MenuItem):
    """For those who write to readers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Ability.WRITE_TO_READERS in abilities(request.user)


@hooks.register("register_admin_menu_item")
def newsletter_menu_item() -> MenuItem:
    address = reverse_lazy("newsletter:mailings")
    return ReadersMenuItem(pgettext_lazy("page", "Newsletter"), address, icon_name="mail", order=650)


@hooks.register("register_admin_menu_item")
def charter_menu_item() -> MenuItem:
    return ReadersMenuItem(_("Charter"), reverse_lazy("charter:signatures"), icon_name="edit", order=651)


@hooks.register("construct_homepage_panels")
def show_first_steps(request: HttpRequest, panels: list[Any]) -> None:
    """First on the page: what is still to do. Whoever begins here has their first day there, and one path is enough:
    these steps are in the help menu."""
    if concern(request) and not begins_here(request):
        panels.insert(0, FirstStepsPanel())


@hooks.register("register_help_menu_item")
def first_steps_menu_item() -> MenuItem:
    return FirstStepsMenuItem(
        _("First steps"), reverse_lazy("first_steps:overview"), icon_name="list-ol", name="first-steps", order=10
    )


@hooks.register("register_admin_urls")
def first_steps_urls() -> list[URLResolver]:
    urls = [
        path("", views.overview, name="overview"),
        path("example/", views.example, name="example"),
        path("example/add/", views.add_example, name="add_example"),
        path("example/remove/", views.remove_example, name="remove_example"),
        path("code/", views.code, name="code"),
        path("dismiss/", views.dismiss, name="dismiss"),
        path("show/", views.show, name="show"),
    ]
    return [path("first-steps/", include((urls, "first_steps"), namespace="first_steps"))]
