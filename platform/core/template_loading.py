"""Django's loader that keeps templates, without what only Django's own page of a fault reads of them."""

from typing import Any

from django.template import Origin, Template
from django.template.base import Node
from django.template.loaders import cached


class Loader(cached.Loader):
    """Where that page is never shown (DEBUG off), a template that was compiled forgets its text and its tokens."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Any = super().get_template(template_name, skip)
        if not self.engine.debug and template.source:
            for node in template.nodelist.get_nodes_by_type(Node):
                node.token = None
            template.source = ""
        return template
