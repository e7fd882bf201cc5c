"""Names the kinds, fields and settings of a packed module for readers."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import Shown
from core.text import labelled
from courses.models import ModulePage
from courses.packing.kinds import KINDS
from courses.packing.nodes import Node
from network.library.reading import text_of

KIND_NAMES = {
    "module": gettext_lazy("Module"),
    "lesson": gettext_lazy("Lesson"),
    "exercise": gettext_lazy("Exercise"),
    "question": gettext_lazy("Question"),
    "choice": gettext_lazy("Choice"),
    "group": gettext_lazy("Group"),
    "item": gettext_lazy("Item"),
    "scene": gettext_lazy("Scene"),
    "option": gettext_lazy("Decision"),
    "term": gettext_lazy("Glossary term"),
    "wording": gettext_lazy("Wording in one jurisdiction"),
}
_NAMED_BY = {"question": "text", "choice": "text", "group": "text", "item": "text", "option": "text", "term": "term",
             "wording": "wording"}  # fmt: skip


def name_of(node: Node) -> Shown:
    """What a node is called: its heading, or its text."""
    return text_of(node.texts.get(_NAMED_BY.get(node.kind, "heading"), {}))


def field_name(node: Node, field: str) -> str:
    """The field's own name in the editor."""
    return str(capfirst(KINDS[node.kind].model._meta.get_field(field).verbose_name))


def settings_lines(node: Node, settings: dict[str, Any] | None, nodes: dict[str, Node]) -> list[str]:
    """Settings as the editor names them, one on a line; keys of exercises by their names."""
    return [labelled(_label(node, name), _value(node, name, value, nodes)) for name, value in (settings or {}).items()]


def _label(node: Node, name: str) -> str:
    return _("Exercises") if name == "exercises" else field_name(node, name)


def _value(node: Node, name: str, value: Any, nodes: dict[str, Node]) -> str:
    if value is None or value == "" or value == []:
        return _("none")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in ("exercises", "bank"):
        keys = value if isinstance(value, list) else [value]
        return ", ".join(str(name_of(nodes[key])) for key in keys if key in nodes) or _("none")
    choices = dict(KINDS[node.kind].model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def facts_of(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Phase, level, audience and jurisdiction of a module by name, without what is not said."""
    fields = [ModulePage._meta.get_field(name) for name in ("phase", "level", "audience", "jurisdiction")]
    return [
        (str(capfirst(field.verbose_name)), str(dict(field.flatchoices)[facts[field.name]]))
        for field in fields
        if facts.get(field.name) in dict(field.flatchoices)
    ]
