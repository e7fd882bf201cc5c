"""Template tag of a person's names, the one in the reader's script first."""

from django import template

from people.names.reading import both_names

register = template.Library()
register.simple_tag(both_names, name="name_first")
