"""Tags that write a table in a template: columns, rows and cells, drawn by `components/table.html` as a view's are.

    {% table id="audits" caption=_("Sampling audit") shape="stack" %}
      {% column _("Period") %}{% column _("Factor") numeric=True %}
      {% for audit in audits %}{% row %}{% cell %}…{% endcell %}{% cell %}…{% endcell %}{% endrow %}{% endfor %}
    {% empty %}
      {% include "components/empty_state.html" %}
    {% endtable %}

The first cell of a row names it. Without a row, what stands after `{% empty %}` is drawn, or nothing. The parameters of
`{% table %}` are those of the component.
"""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.tables import Column, Missing, data_table

register = template.Library()

COMPONENT = "components/table.html"
PARAMETERS = {"id", "caption", "hide_caption", "labelled_by", "shape", "admin_class"}
DRAFT = "table_in_writing"


@dataclass
class Draft:
    """What the tags inside have written so far."""

    columns: list[Column] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    cells: list[object] = field(default_factory=list)


class TableNode(template.Node):
    """Lets the tags inside write, then draws what they wrote."""

    child_nodelists = ("written", "otherwise")

    def __init__(self, parameters: dict[str, FilterExpression], written: NodeList, otherwise: NodeList) -> None:
        self.parameters, self.written, self.otherwise = parameters, written, otherwise

    def render(self, context: template.Context) -> SafeString:
        draft = Draft()
        with context.push(**{DRAFT: draft}):
            self.written.render(context)
        if not draft.rows:
            return self.otherwise.render(context)
        given = {name: value.resolve(context) for name, value in self.parameters.items()}
        table = data_table(given.pop("caption", ""), draft.columns, draft.rows)
        return render_to_string(COMPONENT, given | {"table": table})


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table id="…" caption=… %} … {% empty %} … {% endtable %}`."""
    bits = token.split_contents()[1:]
    parameters = token_kwargs(bits, parser)
    if bits or not parameters.keys() <= PARAMETERS:
        raise template.TemplateSyntaxError(f"table takes {', '.join(sorted(PARAMETERS))}, each by its name")
    written = parser.parse(("empty", "endtable"))
    otherwise = NodeList()
    if parser.next_token().contents == "empty":
        otherwise = parser.parse(("endtable",))
        parser.delete_first_token()
    return TableNode(parameters, written, otherwise)


@register.simple_tag(takes_context=True)
def column(context: template.Context, label: str, **options: Any) -> str:
    """`{% column _("Minutes") numeric=True %}`, as `core.tables.Column` takes it."""
    context[DRAFT].columns.append(Column(str(label), **options))  # translated once, not in each cell
    return ""


@register.simple_block_tag(takes_context=True)
def row(context: template.Context, content: Any) -> str:
    """The cells inside are one row."""
    draft: Draft = context[DRAFT]
    draft.rows.append(draft.cells)
    draft.cells = []
    return ""


@register.simple_block_tag(takes_context=True)
def cell(context: template.Context, content: SafeString, optional: bool = False) -> str:
    """What is inside. An optional one may be empty: a dash stands for it, and on a phone nothing does."""
    content = SafeString(content.strip())
    context[DRAFT].cells.append(Missing() if optional and not content else content)
    return ""
