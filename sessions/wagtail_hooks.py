"""Registers the actions of `sessions.export_log` with Wagtail's log, for the editor's reports."""

from typing import Any

from wagtail import hooks

from sessions.export_log import ACTIONS


@hooks.register("register_log_actions")
def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
