"""Creates redirects after a slug changed or a page moved, under every language prefix.

Wagtail makes them under the active language only; its own receivers are switched off by WAGTAILREDIRECTS_AUTO_CREATE.
"""

import copy

from django.dispatch import receiver
from django.utils import translation
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from core.languages import ORDER


@receiver(page_slug_changed)
def redirect_after_slug_change(instance: Page, instance_before: Page, **kwargs: object) -> None:
    _redirect_in_every_language(instance, instance_before)


@receiver(post_page_move)
def redirect_after_move(instance: Page, url_path_before: str, url_path_after: str, **kwargs: object) -> None:
    if url_path_before == url_path_after:
        return  # only reordered
    page = instance.specific
    before = copy.copy(page)
    before.url_path = url_path_before
    _redirect_in_every_language(page, before)


def _redirect_in_every_language(page: Page, before: Page) -> None:
    sites = list(Site.objects.exclude(root_page=page))
    for language in ORDER:
        with translation.override(language):
            create_redirects(page=page, page_old=before, sites=sites)
