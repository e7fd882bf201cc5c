"""Content pages of a tenant's site."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.fields import StreamField
from core.languages import ORDER, shown
from core.pages import TranslatedPage, reachable
from core.panels import tabbed
from courses.models import CoursePage, ModulePage
from courses.reading import read_joined
from impact.presentation import tiles_of
from pages.blocks import PARTS, HomeBodyBlock
from pages.charter.models import CharterVersion, Signature
from pages.charter.page import CharterPage
from pages.impact import SWITCHES, public_figures
from pages.newsletter.models import Letter, Mailing, Subscription
from pages.next_session import find_next_session
from pages.website.blocks import SiteBodyBlock
from pages.website.models import (
    IN_THE_SITE,
    TEXTS,
    CalendarPage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
    ResourceFile,
    ResourcePage,
)

__all__ = [
    "ArticlePage", "CalendarPage", "CharterPage", "CharterVersion", "HomePage", "ImpactPage", "Letter", "LibraryPage",
    "Mailing", "NewsIndexPage", "NewsPage", "ProjectIndexPage", "ProjectPage", "ResourceFile", "ResourcePage",
    "Signature", "SpaceCopy", "Subscription",
]  # fmt: skip


NEWEST = 3  # pieces of news and files that the front page shows


class HomePage(TranslatedPage):
    """The front page of the hub or of an NGO: a few words, the courses, how to join, in the order it arranges."""

    body = StreamField(HomeBodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    subpage_types = [
        "courses.CoursePage", "pages.ArticlePage", "pages.ImpactPage", "pages.NewsIndexPage", "pages.ProjectIndexPage",
        "pages.CalendarPage", "pages.LibraryPage", "pages.CharterPage",
    ]  # fmt: skip
    template = "pages/home_page.html"
    edit_handler = tabbed(["heading", "seo_heading", "summary", "body"], [FieldPanel("slug")])
    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below by its whole path, where Wagtail asks for each step: a lesson is four steps down.

        What stands below an unpublished page is not there either.
        """
        url_path = self.url_path + "".join(f"{component}/" for component in path_components)
        below = Page.objects.descendant_of(self).filter(url_path=url_path)
        page = reachable(below).first() if path_components else None
        if path_components and page is None:
            raise Http404
        return page.specific.route(request, []) if page else super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        courses = CoursePage.objects.child_of(self).live().order_by("path")
        impact = ImpactPage.objects.child_of(self).live().first()
        figures = public_figures(impact, "", is_drawn=False) if impact else None
        news, files = (
            reachable(NewsPage.objects.descendant_of(self)),
            reachable(ResourcePage.objects.descendant_of(self)),
        )
        placed = {block["type"] for block in shown(self, "body").value.raw_data} & {*PARTS}
        context = {
            "courses": courses, "impact": impact, "figures": figures, "next_session": find_next_session(),
            "placed": placed, "joined": read_joined(request), "news": news.order_by("-day", "-pk")[:NEWEST],
            "files": files.order_by("-published_on", "-pk")[:NEWEST],
            "has_open_modules": ModulePage.objects.live().filter(is_open=True).exists(),
        }  # fmt: skip
        return super().get_context(request, *args, **kwargs) | context


class ArticlePage(TranslatedPage):
    """A page of text: about us, safety, legal notice."""

    body = StreamField(SiteBodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["pages.HomePage", "pages.ArticlePage"]
    subpage_types = ["pages.ArticlePage"]
    template = "pages/article_page.html"
    edit_handler = tabbed(TEXTS, IN_THE_SITE)
    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A directory shows where its organisations are."""
        blocks = shown(self, "body").value.raw_data
        regions = Counter(block["value"].get("region") for block in blocks if block["type"] == "organisation")
        return super().get_context(request, *args, **kwargs) | {"tiles": tiles_of(regions)}


class ImpactPage(TranslatedPage):
    """What the NGO, or on the hub the network, shows everybody of its published figures; a switch per number.

    Only snapshots are shown, with k = 10. `?embed` is the same without frame and links, for other sites' pages.
    """

    body = StreamField(SiteBodyBlock(), verbose_name=_("body"), blank=True)
    show_held = models.BooleanField(_("Sessions held"), default=True)
    show_hours = models.BooleanField(_("Hours delivered"), default=True)
    show_attendances = models.BooleanField(_("Attendances"), default=True)
    show_completions = models.BooleanField(_("Completions"), default=True)
    show_certificates = models.BooleanField(_("Certificates"), default=False)
    show_reached = models.BooleanField(_("People reached"), default=True)
    show_trained = models.BooleanField(_("People trained"), default=True)
    show_share = models.BooleanField(_("Professional share of people"), default=True)
    show_professional_sessions = models.BooleanField(_("Share of sessions for professionals"), default=False)
    show_gain = models.BooleanField(_("Gain between the two tests"), default=False)
    show_tables = models.BooleanField(_("By region, month and profession"), default=True)

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/impact_page.html"
    edit_handler = tabbed(
        ["heading", "seo_heading", "summary", "body"],
        [*IN_THE_SITE, *(FieldPanel(name) for name in SWITCHES), FieldPanel("show_tables")],
    )

    class Meta:
        verbose_name = _("impact page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = public_figures(self, request.GET.get("period", ""))
        if shown is None and request.GET.get("period"):
            raise Http404
        return super().get_context(request, *args, **kwargs) | {"figures": shown}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with `?embed` what other sites may frame: no script, no cookie, nothing but text and lines."""
        if "embed" not in request.GET:
            return super().serve(request, *args, **kwargs)
        response = TemplateResponse(request, "pages/impact_embed.html", self.get_context(request))
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": "*"}  # type: ignore[attr-defined]  # django-csp’s own mark
        response.headers["Cache-Control"] = f"public, max-age={settings.EMBED_SECONDS}"
        return response


class SpaceCopy(models.Model):
    """A copy of everything the NGO has, as a file of its own storage (`pages.leaving`); kept for a week."""

    SILENCE = timedelta(hours=2)  # after so long without a file its worker is gone

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    has_failed = models.BooleanField(default=False)
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    @property
    def is_under_way(self) -> bool:
        return not (self.file or self.has_failed) and timezone.now() - self.asked_at < self.SILENCE
