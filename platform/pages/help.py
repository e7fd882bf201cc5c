"""The page of help numbers, which the foot of every page leads to: found by its slug, so that an NGO writes its own."""

from django.core.cache import cache
from django_tenants.utils import get_public_schema_name

from core.languages import ORDER, active
from pages.models import ArticlePage
from tenants.connection import connection

SLUG = "aide"
KEY, SECONDS = "help-page", 60  # the cache keeps one per tenant
BELOW_HOME = 3  # in Wagtail's tree: root, home page, its pages


def find_help() -> tuple[str, str] | None:
    """Address and heading of the help page in the reader's language; None where it is not published in it."""
    if connection.schema_name == get_public_schema_name():  # of a host that is nobody's, or suspended
        return None
    headings: dict[str, str] | None = cache.get(KEY)
    if headings is None:
        headings = _read_headings()
        cache.set(KEY, headings, SECONDS)
    language = active()
    return (f"/{language}/{SLUG}/", headings[language]) if language in headings else None


def _read_headings() -> dict[str, str]:
    fields = [f"{name}_{code}" for name in ("heading", "ready") for code in ORDER]
    found = ArticlePage.objects.live().filter(slug=SLUG, depth=BELOW_HOME).values(*fields).first() or {}
    return {code: found[f"heading_{code}"] for code in ORDER if found.get(f"ready_{code}") and found[f"heading_{code}"]}
