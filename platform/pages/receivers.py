"""A tenant's site: an empty home page in the template, the NGO's names on it once it is cloned."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.dispatch import receiver
from wagtail.models import Page, Site
from wagtail.signals import page_published

from core.languages import ORDER
from pages.charter.actions import keep_version
from pages.models import CharterPage, HomePage
from tenants.signals import template_built, tenant_changed, tenant_created


@receiver(template_built)
def plant_home_page(**kwargs: object) -> None:
    """Replace Wagtail's welcome page by an empty home page, root of the default site."""
    if HomePage.objects.exists():
        return
    root = Page.get_first_root_node()
    Page.objects.child_of(root).exclude(pk__in=HomePage.objects.values("pk")).delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(heading_fr="Accueil", slug="home", live=True))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )


@receiver(tenant_created)
def name_the_site(tenant: Any, **kwargs: object) -> None:
    """Host, port and names of the new tenant; a language with a name is ready."""
    keep_the_site_in_step(tenant)
    home = HomePage.objects.get()
    for code in ORDER:
        name = getattr(tenant, f"name_{code}") or tenant.name_fr
        setattr(home, f"heading_{code}", name)
        setattr(home, f"ready_{code}", code in tenant.languages)
    home.save()
    home.save_revision().publish()


@receiver(tenant_changed)
def keep_the_site_in_step(tenant: Any, **kwargs: object) -> None:
    """Wagtail's site has the tenant's address and name: links in feeds, previews and redirects begin with it."""
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = tenant.domains.get(is_primary=True).domain, _port()
    site.site_name = tenant.name_fr
    site.save()


@receiver(page_published, sender=CharterPage)
def keep_the_words_that_are_signed(instance: CharterPage, **kwargs: object) -> None:
    """What is published with other words is a new version of the charter."""
    keep_version(page=instance)


def _port() -> int:
    """The port of WASL_BASE_URL, which all tenants share; Wagtail writes 80 and 443 as http:// and https://."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return address.port or (443 if address.scheme == "https" else 80)
