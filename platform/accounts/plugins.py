"""Plugs accounts into its own extension points."""

from accounts.first_day.staff import COLLEAGUES
from accounts.first_day.steps import register_step


def plug_in() -> None:
    """Once, as Django is set up."""
    register_step(COLLEAGUES, order=20)
