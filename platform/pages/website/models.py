"""Page types of the website: news, projects, the calendar, the library of files and what stands below them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, TypedMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from core.codes import Language
from core.fields import StreamField
from core.languages import ORDER
from core.pages import TranslatedPage
from core.panels import tabbed
from pages.website import calendar, feeds, library
from pages.website.blocks import SiteBodyBlock
from pages.website.codes import Exploitation, Licence, NewsKind, Pole, Readers, ResourceKind, Sector
from pages.website.figures import project_figures
from pages.website.partner_figures import figures_of_partners


class CodesField(ArrayField):
    """Several codes of one list, ticked in the editor."""

    def formfield(self, **kwargs: Any) -> Any:
        wanted = {"form_class": TypedMultipleChoiceField, "choices": self.base_field.choices}
        options = wanted | {"widget": CheckboxSelectMultiple, "coerce": str, "required": not self.blank}
        return models.Field.formfield(self, **(kwargs | options), choices_form_class=TypedMultipleChoiceField)


def codes(name: Any, choices: type[models.TextChoices]) -> CodesField:
    """A field of any number of `choices`."""
    return CodesField(models.CharField(max_length=16, choices=choices), verbose_name=name, default=list, blank=True)


IN_THE_SITE = [FieldPanel("show_in_menus"), FieldPanel("slug")]
TEXTS = ["heading", "seo_heading", "summary", "body"]


class SitePage(TranslatedPage):
    """A page of the website: a body of blocks."""

    body = StreamField(SiteBodyBlock(), verbose_name=_("body"), blank=True)

    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        abstract = True


class BelowPage(SitePage):
    """One that leads back to the list it stands in."""

    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"parent": self.get_parent().specific}


class NewsIndexPage(SitePage):
    """News, newsletters and press releases, the newest first; `?feed` is the same for programs that read feeds."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    max_count = 1
    template = "pages/website/news_index.html"
    edit_handler = tabbed(TEXTS, [*IN_THE_SITE])

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        kind = request.GET.get("kind", "")
        news = NewsPage.objects.child_of(self).live().order_by("-day", "-pk")
        if kind in NewsKind.values:
            news = news.filter(kind=kind)
        page = library.paginated(news, request)
        context = {"page_of": page, "kinds": NewsKind.choices, "kind": kind}
        return super().get_context(request, *args, **kwargs) | context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "feed" not in request.GET:
            return super().serve(request, *args, **kwargs)
        return feeds.news_feed(request, self, NewsPage.objects.child_of(self).live().order_by("-day", "-pk"))


class NewsPage(BelowPage):
    """One piece of news, an issue of the newsletter or a press release."""

    day = models.DateField(_("day"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=10, choices=NewsKind, default=NewsKind.NEWS)

    parent_page_types = ["pages.NewsIndexPage"]
    template = "pages/website/news_page.html"
    edit_handler = tabbed(TEXTS, [FieldPanel("day"), FieldPanel("kind"), *IN_THE_SITE])

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("pieces of news")


class ProjectIndexPage(SitePage):
    """The projects, those under way first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ProjectPage"]
    max_count = 1
    template = "pages/website/project_index.html"
    edit_handler = tabbed(TEXTS, [*IN_THE_SITE])

    class Meta:
        verbose_name = pgettext_lazy("page", "projects")
        verbose_name_plural = pgettext_lazy("page", "projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        projects = ProjectPage.objects.child_of(self).live().order_by("-ends_on", "-starts_on", "pk")
        context = {"projects": list(projects), "today": timezone.localdate()}
        return super().get_context(request, *args, **kwargs) | context


class ProjectPage(BelowPage):
    """A project: phases and partners as blocks, and what was published of its figures under its code."""

    code = models.CharField(
        _("code"), max_length=64, blank=True,
        help_text=_("As the sessions name it: then the page shows what was published of this project."),
    )  # fmt: skip
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty: it goes on"))

    parent_page_types = ["pages.ProjectIndexPage"]
    template = "pages/website/project_page.html"
    edit_handler = tabbed(TEXTS, [FieldPanel("code"), FieldPanel("starts_on"), FieldPanel("ends_on"), *IN_THE_SITE])

    class Meta:
        verbose_name = pgettext_lazy("page", "project")
        verbose_name_plural = pgettext_lazy("page", "projects")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("This is before the day it begins. Correct one of the two dates.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tenant: Any = request.tenant  # type: ignore[attr-defined]
        context = {
            "figures": project_figures(self.code) if self.code else None,
            "partners": figures_of_partners(self.code) if self.code and tenant.is_hub else None,
        }
        return super().get_context(request, *args, **kwargs) | context


class CalendarPage(SitePage):
    """Sessions open to whoever asks, and meetings of our own written as blocks.

    `?ics` for calendars, `?feed` for what reads feeds.
    """

    in_network = models.BooleanField(
        _("Our open sessions stand in the network’s calendar too"), default=False,
        help_text=_("Of those for everybody: title, days and city, with a link to your page."),
    )  # fmt: skip

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/website/calendar_page.html"
    edit_handler = tabbed(TEXTS, [FieldPanel("in_network"), *IN_THE_SITE])

    class Meta:
        verbose_name = pgettext_lazy("page", "calendar")
        verbose_name_plural = pgettext_lazy("page", "calendars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = {"coming": calendar.coming(self, request), "past": calendar.past(self)}
        return super().get_context(request, *args, **kwargs) | context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "feed" in request.GET:
            return feeds.calendar_feed(request, self, calendar.coming(self, request))
        if "ics" in request.GET:
            return calendar.as_ics(calendar.coming(self, request), request)
        return super().serve(request, *args, **kwargs)


class LibraryPage(SitePage):
    """Files to take along, found by kind, language, readers, sector, form of exploitation and field of work."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ResourcePage"]
    max_count = 1
    template = "pages/website/library_page.html"
    edit_handler = tabbed(TEXTS, [*IN_THE_SITE])

    class Meta:
        verbose_name = _("library of files")
        verbose_name_plural = _("libraries of files")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        form = library.FilterForm(request.GET)
        resources = ResourcePage.objects.child_of(self).live().prefetch_related("files__document")
        found = library.paginated(form.found(resources).order_by("-published_on", "-pk"), request)
        context = {"form": form, "page_of": found, "is_filtered": form.is_filtered, "asked": form.asked}
        return super().get_context(request, *args, **kwargs) | context


class ResourcePage(BelowPage):
    """Something to take along: one file per language, with what others may do with it."""

    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind, default=ResourceKind.GUIDE)
    published_on = models.DateField(_("published on"), default=timezone.localdate)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, default=Licence.RESERVED)
    author = models.CharField(_("organisation that made it"), max_length=120, blank=True)
    readers = codes(_("for whom"), Readers)
    sectors = codes(_("sectors"), Sector)
    exploitation = codes(_("forms of exploitation"), Exploitation)
    poles = codes(_("fields of work"), Pole)

    parent_page_types = ["pages.LibraryPage"]
    template = "pages/website/resource_page.html"
    edit_handler = tabbed(
        TEXTS,
        [
            InlinePanel("files", heading=_("Files"), label=_("File"), min_num=1),
            *(FieldPanel(name) for name in ("kind", "published_on", "licence", "author")),
            *(FieldPanel(name) for name in ("readers", "sectors", "exploitation", "poles")),
            *IN_THE_SITE,
        ],
    )

    class Meta:
        verbose_name = _("file of the library")
        verbose_name_plural = _("files of the library")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        about = [*_words(self.sectors, Sector), *_words(self.exploitation, Exploitation), *_words(self.poles, Pole)]
        context = {"for_whom": _words(self.readers, Readers), "about": about}
        return super().get_context(request, *args, **kwargs) | context


class ResourceFile(Orderable):
    """A file of the library in one language."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        get_document_model_string(), verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)

    panels = [FieldPanel("document"), FieldPanel("language")]

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"


def _words(chosen: list[str], known: type[models.TextChoices]) -> list[str]:
    return [str(known(code).label) for code in chosen if code in known.values]
