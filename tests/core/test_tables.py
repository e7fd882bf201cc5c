"""One component draws every table, whether a view makes it or a template writes it."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation

from core.tables import Badge, Cell, Column, Link, Missing, data_table

COLUMNS = [Column("Session"), Column("Minutes", numeric=True), Column("État"), Column("", bare=True)]
ROWS = [
    [Link("Témoins & <proches>", "/s/"), 90, Badge("Clos", "done"), "<i>"],
    [Link("Droit", "/d/"), Missing(), "–", ""],
]
STACKED = (
    '<div><table class="table--stack"><caption id="x-caption">Séances</caption>'
    '<thead><tr><th scope="col">Session</th><th scope="col" class="num">Minutes</th><th scope="col">État</th><td></td>'
    "</tr></thead>"
    '<tbody><tr><th scope="row"><a href="/s/">Témoins &amp; &lt;proches&gt;</a></th>'
    '<td data-label="Minutes" class="num">90</td>'
    '<td data-label="État"><span class="badge badge--done">Clos</span></td><td>&lt;i&gt;</td></tr>'
    '<tr><th scope="row"><a href="/d/">Droit</a></th><td data-label="Minutes" class="num none">–</td>'
    '<td data-label="État">–</td><td></td></tr></tbody></table></div>'
)
WRITTEN = """{% load i18n tables %}{% table id="x" caption="Séances" shape="stack" %}
  {% column "Session" %}{% column "Minutes" numeric=True %}{% column "État" %}{% column "" bare=True %}
  {% for row in rows %}{% row %}
    {% cell %}<a href="{{ row.0.url }}">{{ row.0.value }}</a>{% endcell %}
    {% cell optional=True %} {% if forloop.first %}{{ row.1 }}{% endif %} {% endcell %}
    {% cell %}
      {% if row.1 == 90 %}<span class="badge badge--done">Clos</span>{% else %}{{ row.2 }}{% endif %}
    {% endcell %}
    {% cell %}{{ row.3 }}{% endcell %}
  {% endrow %}{% endfor %}
{% empty %}<p>{% translate "Nothing yet." %}</p>
{% endtable %}"""


def flat(html: str) -> str:
    """The same HTML without the space that the template's lines leave."""
    return re.sub(r"\s*\n\s*", "", html).strip()


def write(source: str, **given: object) -> str:
    return flat(Template(source).render(Context(given)))


def draw(columns: list[Column], rows: list[list[object]], **parameters: object) -> str:
    return flat(render_to_string("components/table.html", {"table": data_table("Séances", columns, rows)} | parameters))


def test_a_table_made_by_a_view():
    assert draw(COLUMNS, ROWS, id="x", shape="stack") == STACKED


def test_the_same_table_written_in_a_template():
    assert write(WRITTEN, rows=ROWS) == STACKED


def test_figures_to_compare_scroll_and_their_cells_need_no_labels():
    assert draw(COLUMNS[:2], [["A", 1]], id="x", hide_caption=True) == (
        '<div class="table-scroll" role="region" tabindex="0" aria-labelledby="x-caption"><table>'
        '<caption id="x-caption" class="visually-hidden">Séances</caption>'
        '<thead><tr><th scope="col">Session</th><th scope="col" class="num">Minutes</th></tr></thead>'
        '<tbody><tr><th scope="row">A</th><td class="num">1</td></tr></tbody></table></div>'
    )


def test_a_list_may_stack_on_a_phone_and_scroll_elsewhere():
    html = draw(COLUMNS[:2], [["A", 1]], id="x", shape="stack scroll")
    assert html.startswith('<div class="table-scroll" role="region" tabindex="0" aria-labelledby="x-caption">')
    assert html.count('<table class="table--stack">') == html.count('data-label="Minutes"') == 1


def test_a_heading_may_stand_for_the_caption():
    source = '{% load tables %}{% table labelled_by="pair-1" %}{% column "A" %}{% row %}{% cell %}b{% endcell %}{% endrow %}{% endtable %}'  # noqa: E501
    assert write(source).startswith(
        '<div class="table-scroll" role="region" tabindex="0" aria-labelledby="pair-1"><table><thead>'
    )


def test_in_wagtails_admin():
    columns = [Column("Module"), Column("Action", hidden=True)]
    assert draw(columns, [["A", "b"]], id="x", admin_class="listing") == (
        '<table class="listing"><caption id="x-caption" class="w-sr-only">Séances</caption>'
        '<thead><tr><th scope="col">Module</th><th scope="col"><span class="w-sr-only">Action</span></th></tr></thead>'
        '<tbody><tr><th scope="row">A</th><td>b</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(("language", "said"), [("fr", "Rien pour l’instant."), ("ar", "لا شيء بعد.")])
def test_without_a_row_it_says_so(language, said):
    with translation.override(language):
        assert write(WRITTEN, rows=[]) == f"<p>{said}</p>"


def test_without_a_row_and_a_word_for_it_nothing_is_drawn():
    assert write('{% load tables %}{% table id="x" %}{% column "A" %}{% endtable %}') == ""


def test_labels_are_in_the_readers_language_and_what_a_cell_holds_is_escaped_once():
    source = '{% load tables %}{% table id="x" caption=_("People") %}{% column _("Name") %}{% row %}{% cell %}{{ name }}{% endcell %}{% endrow %}{% endtable %}'  # noqa: E501
    with translation.override("fr"):
        html = write(source, name="<b> & co")
    assert html.partition("<caption")[2] == (
        ' id="x-caption">Personnes</caption><thead><tr><th scope="col">Nom</th></tr></thead>'
        '<tbody><tr><th scope="row">&lt;b&gt; &amp; co</th></tr></tbody></table></div>'
    )


def test_a_row_that_lacks_a_cell_is_a_slip_of_ours():
    with pytest.raises(ValueError, match="shorter"):
        data_table("", COLUMNS, [["A"]])


@pytest.mark.parametrize("given", ["id", 'colour="red"', '"x"'])
def test_a_parameter_that_the_component_has_not_is_a_slip_of_ours(given):
    with pytest.raises(TemplateSyntaxError, match="table takes"):
        Template("{% load tables %}{% table " + given + " %}{% endtable %}")


def test_an_empty_text_may_be_a_value():
    assert data_table("", [COLUMNS[0]], [[""]]).rows == ((Cell(COLUMNS[0], ""),),)
