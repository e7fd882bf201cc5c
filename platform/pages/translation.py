"""Translated fields of content pages (modeltranslation reads this module by its name)."""

from modeltranslation.translator import register

from core.translation import TranslatedPageOptions
from pages.models import (
    ArticlePage,
    CalendarPage,
    CharterPage,
    HomePage,
    ImpactPage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
    ResourcePage,
)


@register(HomePage)
class HomePageOptions(TranslatedPageOptions):
    fields = ("body",)


@register(ArticlePage)
class ArticlePageOptions(TranslatedPageOptions):
    fields = ("body",)


@register(ImpactPage)
class ImpactPageOptions(TranslatedPageOptions):
    fields = ("body",)


@register(
    [NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage, CalendarPage, LibraryPage, ResourcePage, CharterPage]
)
class SitePageOptions(TranslatedPageOptions):
    fields = ("body",)
