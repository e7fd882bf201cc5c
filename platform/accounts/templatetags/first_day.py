"""Template tag of the first day, for the first pages of the roles."""

from typing import Any

from django import template

from accounts.first_day.reading import Path, read_path

register = template.Library()


@register.inclusion_tag("accounts/_first_day.html", takes_context=True)
def first_day(context: dict[str, Any]) -> dict[str, Any]:
    """The reader's path, until it is done or put away."""
    request = context["request"]
    path = read_path(request.user) if request.user.is_authenticated else Path()
    return {"path": path}
