"""The base model of every page: Wagtail's standard Page with our own translated heading and summary.

Rule for template authors: never `title`; read content through `core.languages.shown` (the `shown` tag). `title` is kept
equal to the first heading present, because Wagtail's own lists sort and search by it.
"""

import itertools
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager, Revision
from wagtail.search import index

from core.forms import TranslatedCopyForm, TranslatedPageForm
from core.languages import NAMES, ORDER, active, in_language, shown_language
from core.search import page_key
from core.sequence import in_step, read_stream
from core.text import ascii_slug
from core.translations import describe, digest, follow_source, read_texts, source_language, stream_fields

OF_THE_DRAFT = ("draft_headings", "followed_sources", "language_states")  # what is kept beside the newest draft


class TranslatedPage(Page):
    """A page with one slug and its texts in French, Arabic and English; a flag per language says what is ready."""

    title: str  # Wagtail's fields, whose types its lack of stubs hides
    slug: str

    heading = models.CharField(_("heading"), max_length=255, blank=True)
    seo_heading = models.CharField(
        _("heading for search engines"), max_length=255, blank=True, help_text=_("Neutral words; empty: the heading")
    )
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    ready_fr = models.BooleanField(_("ready in French"), default=False)
    ready_ar = models.BooleanField(_("ready in Arabic"), default=False)
    ready_en = models.BooleanField(_("ready in English"), default=False)
    # The headings of the newest draft, as Wagtail keeps `draft_title`: the explorer shows them.
    draft_headings = models.JSONField(default=dict, editable=False)
    # For each language, the digest of the source's texts it was last brought in line with: it tells what is stale.
    followed_sources = models.JSONField(default=dict, editable=False)
    # For each language, what the newest draft has: `{"fr": {"state": "ready", "percent": 100, ...}, ...}`.
    language_states = models.JSONField(default=dict, editable=False)

    objects = PageManager()
    base_form_class = TranslatedPageForm
    copy_form_class = TranslatedCopyForm
    # Languages somebody has just read beside the source and found up to date; the form sets it before a save.
    confirmed_languages: Collection[str] = ()

    search_fields = [
        *Page.search_fields,
        index.FilterField("numchild"),  # as core.apps gives it to Page
        *(index.SearchField(f"heading_{code}", boost=2) for code in ORDER),
        *(index.AutocompleteField(f"heading_{code}") for code in ORDER),
        *(index.SearchField(f"summary_{code}") for code in ORDER),
        index.AutocompleteField("search_words"),
    ]

    class Meta:
        abstract = True

    # Titles and slugs

    def headings(self) -> dict[str, str]:
        """The headings by language code, without the empty ones."""
        return {code: text for code in ORDER if (text := getattr(self, f"heading_{code}") or "")}

    def search_words(self) -> str:
        """For the index: all words in the languages that may be read, as the readers' search compares them."""
        return page_key(self)

    def _follow_heading(self) -> None:
        headings = self.headings()
        self.title = next(iter(headings.values()), self.title)
        if not self.slug:
            self.slug = self.free_slug(headings, self.get_parent() if self.path else None)

    def free_slug(self, headings: dict[str, str], parent: Page | None) -> str:
        """An ASCII slug from the headings by language, free below `parent`; French first, then English."""
        wanted = ascii_slug(headings.get("fr") or headings.get("en") or headings.get("ar") or self.title)
        slugs = itertools.chain([wanted], (f"{wanted}-{number}" for number in itertools.count(2)))
        return next(slug for slug in slugs if parent is None or Page._slug_is_available(slug, parent, self))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._follow_heading()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._follow_heading()
        super().minimal_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self._keep_in_step({})
        if not self.language_states:  # new, or made before there were any
            self._take_states({}, {})
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self._follow_heading()
        self.draft_headings = self.headings()
        kept = type(self).objects.filter(pk=self.pk)
        # Read anew: this object may have been made from an old revision, or loaded before somebody else's save.
        former = kept.values("language_states", "followed_sources", "latest_revision__content").first() or {}
        given = {code: digest(read_texts(self, code)) for code in ORDER}
        self._keep_in_step(former.get("latest_revision__content") or {})
        self._take_states(former.get("language_states") or {}, former.get("followed_sources") or {}, given)
        revision = super().save_revision(*args, **kwargs)
        kept.update(**{name: getattr(self, name) for name in OF_THE_DRAFT})
        return revision

    def _keep_in_step(self, former: dict[str, Any]) -> None:
        """Each body is one sequence of blocks in all languages; `former`: the content of the draft before."""
        source = source_language(self.headings())
        for field in stream_fields(type(self)):
            streams = {code: getattr(self, f"{field}_{code}") for code in ORDER}
            bodies = {code: stream.get_prep_value() for code, stream in streams.items()}
            was = {code: read_stream(former.get(f"{field}_{code}")) for code in ORDER}
            kept = in_step(bodies, source, was, stream=streams[source or ORDER[0]].stream_block)
            for code, body in kept.items():
                if body != bodies[code]:
                    setattr(self, f"{field}_{code}", streams[code].stream_block.to_python(body))

    def _take_states(
        self, former: dict[str, Any], followed: dict[str, str], given: dict[str, str] | None = None
    ) -> None:
        """`given`: the digests of what somebody wrote: what only follows the source is nobody's translation."""
        texts = {code: read_texts(self, code) for code in ORDER}
        digests = given or {code: digest(found) for code, found in texts.items()}
        headings, ready = self.headings(), [code for code in ORDER if getattr(self, f"ready_{code}")]
        source = source_language(headings)
        self.followed_sources = follow_source(digests, source, former, followed, self.confirmed_languages)
        self.language_states = describe(texts, headings, ready, self.followed_sources)

    def with_content_json(self, content: dict[str, Any]) -> "TranslatedPage":
        restored = super().with_content_json(content)
        for name in OF_THE_DRAFT:
            setattr(restored, name, getattr(self, name))
        return restored

    def get_admin_display_title(self) -> str:
        headings = self.draft_headings or self.headings()
        return headings.get(active()) or next(iter(headings.values()), None) or super().get_admin_display_title()

    # Showing

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = shown_language(self)
        context["shown_language"] = language
        context["fallback_language"] = NAMES[language] if language != active() else ""
        return context

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(code, NAMES[code]) for code in ORDER]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The preview in one language; the response is rendered while that language is active."""
        with in_language(request, mode_name) as language:
            setattr(self, f"ready_{language}", True)  # who previews a language wants to see it, ready or not
            response = super().serve_preview(request, "")
            if hasattr(response, "render"):
                response.render()
        return response


def reachable(pages: Any) -> Any:
    """Of these pages, the published ones that no unpublished page stands above: the others nobody is shown."""
    path: Any = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    above: Any = Page.objects.filter(live=False, depth__lt=OuterRef("depth")).annotate(below=path)
    return pages.filter(~Exists(above.filter(below__startswith=F("path"))), live=True)
