"""Registers the log actions of `accounts.account_support`, for the editor's reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "accounts.end_sessions": (_("End sessions"), _("Ended all sessions of an account")),
    "accounts.renew_pin": (_("New PIN"), _("Gave an account a new PIN")),
    "accounts.unlock": (_("Unlocked"), _("Let the PIN of a locked account be tried again")),
    "accounts.renew_link": (_("New link"), _("Made a link to choose a password")),
    "accounts.remove_second_factor": (_("Second factor removed"), _("Removed the second factor of an account")),
}


@hooks.register("register_log_actions")
def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
