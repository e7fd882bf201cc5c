"""Content pages of a tenant's site."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.blocks import BodyBlock
from core.fields import StreamField
from core.languages import ORDER
from core.pages import TranslatedPage
from core.panels import tabbed
from courses.models import CoursePage


class HomePage(TranslatedPage):
    """The front page of the hub or of an NGO: a few words, the courses, how to join."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    subpage_types = ["courses.CoursePage", "pages.ArticlePage"]
    template = "pages/home_page.html"
    edit_handler = tabbed(["heading", "seo_heading", "summary", "body"], [FieldPanel("slug")])
    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below by its whole path, where Wagtail asks for each step: a lesson is four steps down."""
        url_path = self.url_path + "".join(f"{component}/" for component in path_components)
        page = Page.objects.descendant_of(self).filter(url_path=url_path).first() if path_components else None
        return page.specific.route(request, []) if page else super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        courses = CoursePage.objects.child_of(self).live().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"courses": courses}


class ArticlePage(TranslatedPage):
    """A page of text: about us, safety, legal notice."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["pages.HomePage", "pages.ArticlePage"]
    subpage_types = ["pages.ArticlePage"]
    template = "pages/article_page.html"
    edit_handler = tabbed(["heading", "seo_heading", "summary", "body"], [FieldPanel("slug")])
    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
