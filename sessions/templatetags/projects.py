"""A project's title beside its code, in the reader's language."""

from django import template

from sessions import projects

register = template.Library()


@register.filter
def titled(code: str) -> str:
    """The code alone of a project that is not known here."""
    return projects.titled(code)
