"""In the editor: the log actions of accounts, for its reports; the first day, for those who begin there."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.first_day.panel import FirstDayPanel, begins_here

ACTIONS = {
    "accounts.end_sessions": (_("End sessions"), _("Ended all sessions of an account")),
    "accounts.renew_pin": (_("New PIN"), _("Gave an account a new PIN")),
    "accounts.unlock": (_("Unlocked"), _("Let the PIN of a locked account be tried again")),
    "accounts.renew_link": (_("New link"), _("Made a link to choose a password")),
    "accounts.remove_second_factor": (_("Second factor removed"), _("Removed the second factor of an account")),
    "accounts.invite_staff": (_("Invitation"), _("Invited somebody to work here")),
    "accounts.send_again": (_("Invitation sent again"), _("Sent an invitation again")),
    "accounts.withdraw_invitation": (_("Invitation withdrawn"), _("Withdrew an invitation")),
    "accounts.accept_invitation": (_("Invitation accepted"), _("Accepted an invitation")),
    "accounts.change_roles": (_("Roles changed"), _("Changed the roles of an account")),
    "accounts.end_access": (_("Access ended"), _("Ended the access of an account")),
    "accounts.open_again": (_("Access opened again"), _("Opened the access of an account again")),
    "accounts.hand_over": (_("Handed over"), _("Handed over what somebody ran")),
    "accounts.staff_rules": (_("Rules of the staff"), _("Changed the rules of the staff")),
}


@hooks.register("register_log_actions")
def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("construct_settings_menu")
def hide_users_and_groups(request: HttpRequest, items: list[Any]) -> None:
    """Accounts and roles are looked after on our page of the staff, where Wagtail's own lead (config.urls_shared)."""
    items[:] = [item for item in items if item.name not in ("users", "groups")]


@hooks.register("construct_homepage_panels")
def show_first_day(request: HttpRequest, panels: list[Any]) -> None:
    if begins_here(request):
        panels.insert(0, FirstDayPanel())
