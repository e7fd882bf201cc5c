"""Words of figures in templates: `{% load figures %}{{ period|span_title }}`."""

from typing import Any

from django import template

from impact.counting import Period
from impact.presentation import title_of

register = template.Library()


@register.filter
def span_title(period: Any) -> str:
    """What a reporting period is called: `2019`, a quarter, a month, else its two days."""
    return title_of(Period(period.start, period.end))
