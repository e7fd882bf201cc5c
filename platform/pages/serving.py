"""Serves the pages that editors write: Wagtail's way with fewer statements and narrower rows.

Wagtail reads the site, the home page, the page as a plain one and once more as what it is, then all its ancestors for
restrictions. A tenant has one site, a page is known by its whole path, and where nothing is restricted nothing has to
be asked of the ancestors: two statements find a page, however deep it stands.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve_chain

from core.languages import ORDER, active
from core.pages import TranslatedPage
from core.translations import stream_fields

KEY, SECONDS = "own-site", 60  # the cache keeps one per tenant, and forgets it when a tenant changes
# The published page at a path, that no unpublished one stands above (`core.pages.reachable`), and whether anything of
# the tenant is restricted. Plain SQL: it is asked for with every page, and building it costs more than running it.
FIND = """
SELECT p.id, p.content_type_id, EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction)
FROM wagtailcore_page p
WHERE p.url_path = %s AND p.live AND NOT EXISTS (
  SELECT 1 FROM wagtailcore_page above
  WHERE NOT above.live AND above.depth < p.depth AND left(p.path, length(above.path)) = above.path)
ORDER BY p.path LIMIT 1"""
OF_EDITORS = (
    "draft_headings", "followed_sources", "language_states", "search_description", "draft_title", "seo_title", "locked",
    "locked_at", "locked_by", "go_live_at", "expire_at", "expired", "latest_revision", "latest_revision_created_at",
    "live_revision", "has_unpublished_changes", "first_published_at", "last_published_at", "owner", "show_in_menus",
)  # fmt: skip


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The published page at this path; what Wagtail's hooks say comes first, as in its own view."""
    page = find_page(request, path)
    setattr(request, "_wagtail_route_for_request", RouteResult(page))  # noqa: B010  Wagtail's own mark
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, [], {})


def find_page(request: HttpRequest, path: str) -> Page:
    """The page, that no unpublished one stands above. Two statements. Raises Http404."""
    site = own_site()
    setattr(request, "_wagtail_site", site)  # noqa: B010  where Wagtail looks for it
    roots = [root for root in Site.get_site_root_paths() if site and root.site_id == site.pk]
    if not roots:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(FIND, [roots[0].root_path + path])
        found = cursor.fetchone()
    if found is None:
        raise Http404
    key, kind, guarded = found
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        raise Http404
    page: Page = model._default_manager.defer(*unread_fields(model, active())).get(pk=key)
    if not guarded:
        page.get_view_restrictions = PageViewRestriction.objects.none
    return page


def own_site() -> Site | None:
    """The tenant's one site, remembered for a minute."""
    site = cache.get(KEY)
    if site is None:
        site = Site.objects.filter(is_default_site=True).first()
        cache.set(KEY, site, SECONDS)
    return site


def unread_fields(model: type[models.Model], language: str) -> list[str]:
    """What a reader of this language is not shown: bodies in other languages, what editors keep beside a draft.

    Where a page falls back to another language its body is fetched when it is asked for.
    """
    if not issubclass(model, TranslatedPage):
        return []
    return [*OF_EDITORS, *(f"{body}_{code}" for body in stream_fields(model) for code in ORDER if code != language)]
