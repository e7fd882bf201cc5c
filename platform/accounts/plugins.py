"""Plugs accounts into its own extension points, and into those of core."""

from accounts.chosen_columns import KEEPER
from accounts.first_day.staff import COLLEAGUES
from accounts.first_day.steps import register_step
from core.chosen_columns import register_column_keeper


def plug_in() -> None:
    """Once, as Django is set up."""
    register_step(COLLEAGUES, order=20)
    register_column_keeper(KEEPER)
