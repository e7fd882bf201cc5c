"""Template tag of the NGO's retention rule, for the text of consent."""

from django import template

from people.retention import rule

register = template.Library()


@register.simple_tag
def kept_months() -> int | None:
    """After how many months of silence a person's name goes; None where the NGO has no such rule."""
    found = rule()
    return found.months if found else None
