"""Plugs the console into the extension points of the apps below."""

from accounts.first_day.steps import register_step
from console.first_day import NGO


def plug_in() -> None:
    """Once, as Django is set up."""
    register_step(NGO, order=10)
