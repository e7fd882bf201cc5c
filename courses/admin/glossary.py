"""The glossary in the admin, and the words of a text that lead to it."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.panels import ObjectList
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.admin.term_form import GlossaryTermForm
from courses.models import GlossaryTerm

FEATURE = "glossary"
BY_TERM = ["term_fr", "term_ar", "term_en"]


class TermChooseView(ChooseView):
    """In the order of the alphabet."""

    ordering = BY_TERM


class TermChooseResultsView(ChooseResultsView):
    """In the order of the alphabet."""

    ordering = BY_TERM


class TermChooserViewSet(SnippetChooserViewSet):
    """The terms to choose from."""

    choose_view_class = TermChooseView
    choose_results_view_class = TermChooseResultsView


class GlossaryViewSet(SnippetViewSet):
    """Terms in three languages, with a row for each jurisdiction's wording."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["term_fr", "term_ar", "term_en", "to_check"]
    list_filter = ["to_check"]
    ordering = BY_TERM
    chooser_viewset_class = TermChooserViewSet
    edit_handler = ObjectList(GlossaryTerm.panels, base_form_class=GlossaryTermForm)


class TermLinkHandler(LinkHandler):
    """`<a linktype="glossary" id="5">` is shown as a link to the term below the text. No query: there may be many texts
    on a page, whose terms `courses.glossary` reads at once; `core.templatetags.blocks` frees the words of
    deleted ones."""

    identifier = FEATURE

    @staticmethod
    def get_model() -> type[GlossaryTerm]:
        return GlossaryTerm

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return f'<a class="term" href="#term-{int(attrs["id"])}">' if attrs.get("id", "").isdecimal() else "<a>"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        if attrs.get("id", "").isdecimal():
            yield GlossaryTerm, attrs["id"], "", ""


class TermLinkElementHandler(LinkElementHandler):
    """A stored link as the editor holds it."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        if not attrs.get("id", "").isdecimal():
            return {}
        term = GlossaryTerm.objects.filter(pk=attrs["id"]).first()
        return {"id": int(attrs["id"])} | ({"string": str(term)} if term else {})


def term_link_entity(props: dict[str, Any]) -> Any:
    """A link of the editor as it is stored."""
    return DOM.create_element("a", {"linktype": FEATURE, "id": props.get("id")}, props["children"])


def register_term_links(features: Any) -> None:
    """Make the feature `glossary` known to rich texts that ask for it."""
    features.register_link_type(TermLinkHandler)
    chooser = GlossaryTerm.snippet_viewset.chooser_viewset.get_url_name("choose")
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": "TERM",
                "icon": GlossaryViewSet.icon,
                "description": _("Link to the glossary"),
                "chooserUrls": {"termChooser": reverse_lazy(chooser)},
            },
            js=["wagtailadmin/js/chooser-modal.js", "js/editor-terms.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'a[linktype="glossary"]': TermLinkElementHandler("TERM")},
            "to_database_format": {"entity_decorators": {"TERM": term_link_entity}},
        },
    )
