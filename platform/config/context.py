"""The context processor of every page: the NGO's name, the languages, navigation by role."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from core.display_preferences import DisplayPreferences
from core.languages import NAMES, active
from pages.help import find_help

EXIT_URL = "https://www.wikipedia.org/"
SIGN_OUT = "accounts:sign_out"


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and links of the page's frame; nothing before a tenant is known."""
    tenant = getattr(request, "tenant", None)
    if tenant is None or not hasattr(tenant, "languages"):
        return {}
    path, user = request.get_full_path(), getattr(request, "user", None)
    return {
        "tenant_name": tenant.name,
        "tenant_accent": tenant.accent,
        "home_url": f"/{active()}/",
        "languages": [
            {"code": code, "name_local": NAMES[code], "url": translate_url(path, code), "current": code == active()}
            for code, _name in settings.LANGUAGES
            if code in tenant.languages or code == active()
        ],
        "navigation": _links(request, _navigation(request)),
        "user_menu": _links(request, _user_menu(request)),
        "user_menu_folds": user is not None and bool(abilities(user)),
        "is_participant": user is not None and user.is_authenticated and not abilities(user),
        "exit_url": EXIT_URL,
        "footer_links": SimpleLazyObject(lambda: _footer_links(request)),  # asks only where a foot is shown
        **_display_preferences(request),
    }


def _display_preferences(request: HttpRequest) -> dict[str, Any]:
    chosen = DisplayPreferences.of(request)
    return {
        "text_size": chosen.size,
        "color_theme": chosen.theme,
        "spares_data": chosen.pictures == "asked",
    }


def _footer_links(request: HttpRequest) -> list[dict[str, Any]]:
    address, next_path = reverse("comfort"), urlencode({"next": request.get_full_path()})
    links = [
        {"url": f"{address}?{next_path}", "label": _("Text size, colours, data"), "current": request.path == address}
    ]
    if found := find_help():
        url, label = found
        links.insert(0, {"url": url, "label": label, "current": request.path == url})
    return links


def _navigation(request: HttpRequest) -> list[tuple[str, str]]:
    can = abilities(request.user) if hasattr(request, "user") else frozenset()
    links = []
    if Ability.SEE_NETWORK_FIGURES in can:
        links.append(("network:figures", _("Network figures")))
        links.append(("network:periods", _("Periods")))
    if can & {Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS}:
        links.append(("sessions:list", _("Sessions")))
    if Ability.MANAGE_SESSIONS in can:
        links.append(("certificates:list", _("Certificates")))
        links.append(("people:register", _("People")))
        links.append(("people:accounts", _("Accounts")))
    if Ability.SEE_FIGURES in can:
        links.append(("impact:dashboard", _("Figures")))
    if Ability.READ_PROJECTS in can:
        links.append(("impact:reports", _("Reports")))
    if Ability.WRITE_CONTENT in can:
        links.append(("wagtailadmin_home", _("Editor")))
    links.append(("search", _("Search")))
    if not can:
        links.append(("sessions:coming", _("Sessions to come")))
        links.append(("people:join", _("Join")))
        if hasattr(request, "user") and request.user.is_authenticated:
            links.append(("people:home", _("My space")))
    return links


def _user_menu(request: HttpRequest) -> list[tuple[str, str]]:
    if hasattr(request, "user") and request.user.is_authenticated:
        return [
            ("certificates:mine", _("My certificates")),
            ("people:my_data", _("My data")),
            ("mfa_index", _("Keys of my account")),
            (SIGN_OUT, _("Sign out")),
        ]
    return [("accounts:sign_in", _("Sign in"))]


def _links(request: HttpRequest, named: list[tuple[str, str]]) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = []
    for view, label in named:
        try:
            url = reverse(view)
        except NoReverseMatch:
            continue  # the hub and the NGOs have different pages
        links.append({"url": url, "label": label, "current": False, "post": view == SIGN_OUT})
    above = [link for link in links if request.path.startswith(link["url"])]
    if above:  # of a page and one below it, the nearer
        max(above, key=lambda link: len(link["url"]))["current"] = True
    return links
