"""The context processor of every page: the NGO's name, the languages, navigation by role."""

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from certificates.page_logo import page_logo
from config.middleware import TenantRequest
from config.pausing import notice
from config.theme import shades
from core.display_preferences import DisplayPreferences
from core.languages import NAMES, active
from pages.help import find_help
from pages.website.menu import site_menu

EXIT_URL = "https://www.wikipedia.org/"
SIGN_OUT = "accounts:sign_out"


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and links of the page's frame; nothing before a tenant is known."""
    tenant = getattr(request, "tenant", None)
    if tenant is None or not hasattr(tenant, "languages"):
        return {}
    path, user = request.get_full_path(), getattr(request, "user", None)
    preferences = _display_preferences(request)
    return {
        "tenant_name": tenant.name,
        # Asks only where a head is shown; the star stands there for whoever spares data.
        "tenant_logo": None if preferences["spares_data"] else SimpleLazyObject(page_logo),
        "theme_url": reverse("theme", args=[tenant.accent[1:]]) if tenant.accent else "",
        "accent": shades(tenant.accent) if tenant.accent else None,
        "leaving_on": tenant.removal_on,
        "leaving_url": _copy_url(request) if tenant.removal_on else "",
        "home_url": f"/{active()}/",
        "languages": [
            {"code": code, "name_local": NAMES[code], "url": translate_url(path, code), "current": code == active()}
            for code, _name in settings.LANGUAGES
            if code in tenant.languages or code == active()
        ],
        "navigation": SimpleLazyObject(lambda: _menu(request)),  # asks only where a head is shown
        "user_menu": _links(request, _user_menu(request)),
        "user_menu_folds": user is not None and bool(abilities(user)),
        "is_participant": user is not None and user.is_authenticated and not abilities(user),
        "exit_url": EXIT_URL,
        "pause_notice": _pause_notice(request),
        "footer_links": SimpleLazyObject(lambda: _footer_links(request)),  # asks only where a foot is shown
        **preferences,
    }


def _pause_notice(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return notice(cast(TenantRequest, request), is_staff=bool(abilities(user)))


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
    for url, label in site_menu().foot:
        links.insert(-1, {"url": url, "label": label, "current": request.path == url})
    return links


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """For readers first the pages of the site, then what one does here."""
    links = _links(request, _navigation(request))
    can = abilities(request.user) if hasattr(request, "user") else frozenset()
    pages = [] if can else site_menu().head
    return [{"url": url, "label": label, "current": request.path == url} for url, label in pages] + links


def _navigation(request: HttpRequest) -> list[tuple[str, str]]:
    can = abilities(request.user) if hasattr(request, "user") else frozenset()
    links = [("accounts:today", _("Today"))] if can else []
    if Ability.SEE_NETWORK_FIGURES in can:
        links.append(("network:figures", _("Network figures")))
        links.append(("network:periods", _("Periods")))
    if can & {Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS, Ability.READ_PROJECTS}:
        links.append(("network:projects", _("Projects")))
    if Ability.MANAGE_TENANTS in can:
        links.append(("console:tenants", _("Partner NGOs")))
    if can & {Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS}:
        links.append(("network:health", _("Health")))
    if can & {Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS}:
        links.append(("sessions:list", _("Sessions")))
    if Ability.MANAGE_SESSIONS in can:
        links.append(("certificates:list", _("Certificates")))
        links.append(("people:register", _("People")))
        links.append(("people:accounts", _("Accounts")))
    if Ability.MANAGE_STAFF in can:
        links.append(("staff:list", _("Staff")))
    if Ability.SEE_FIGURES in can:
        links.append(("impact:dashboard", _("Figures")))
    if Ability.READ_PROJECTS in can:
        links.append(("impact:reports", _("Reports")))
    if Ability.WRITE_CONTENT in can and not {Ability.MANAGE_STAFF, Ability.MANAGE_SESSIONS} <= can:
        links.append(("courses:list", _("Courses")))  # an administrator's bar is full: there it is on the next page
    if Ability.RUN_OWN_SESSIONS in can:
        links.append(("courses:room:overview", _("For the room")))
    if Ability.WRITE_CONTENT in can:
        links.append(("wagtailadmin_home", _("Editor")))
    links.append(("search", _("Search")))
    if not can:
        links.append(("sessions:coming", _("Sessions to come")))
        links.append(("people:join", _("Join")))
        if hasattr(request, "user") and request.user.is_authenticated:
            links.append(("people:home", _("My space")))
    return links


def _copy_url(request: HttpRequest) -> str:
    """Where whoever may have it gets a copy of everything."""
    can = abilities(request.user) if hasattr(request, "user") else frozenset()
    return reverse("leaving:copy") if Ability.EXPORT_NAMES in can else ""


def _user_menu(request: HttpRequest) -> list[tuple[str, str]]:
    if hasattr(request, "user") and request.user.is_authenticated:
        steps = [("first_day:overview", _("First day"))] if abilities(request.user) else []
        return [
            *steps,
            ("certificates:mine", _("My certificates")),
            ("people:my_data", _("My data")),
            ("mfa_index", _("Keys of my account")),
            *([("leaving:copy", _("A copy of everything"))] if Ability.EXPORT_NAMES in abilities(request.user) else []),
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
