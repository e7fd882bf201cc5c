"""Registers the log actions of people, and of every export of names, for the editor's reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from people.extension_points import export_actions

ACTIONS = {
    "people.invite": (_("Invitation"), _("Made a link to open an account")),
    "people.make_account": (_("New account"), _("Made an account with a PIN")),
}


@hooks.register("register_log_actions")
def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
    for action in export_actions:
        actions.register_action(action.name, action.label, action.message)
