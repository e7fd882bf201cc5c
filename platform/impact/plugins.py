"""Plugs impact into the extension points of the apps below."""

from accounts.first_day.steps import register_step
from accounts.today.parts import register_today
from impact.counting.all_time import count_all_time
from impact.first_day import REPORTS
from impact.today import figures_of_the_day
from tenants.scale.comparing import register_figures


def plug_in() -> None:
    """Once, as Django is set up."""
    register_today(figures_of_the_day, key="figures", order=20)
    register_step(REPORTS, order=10)
    register_figures(count_all_time)
