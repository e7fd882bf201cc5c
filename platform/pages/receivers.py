"""A tenant's site: an empty home page in the template, the NGO's names on it once it is cloned; who may write on it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver
from wagtail.models import Page, Site

from accounts.roles import ABILITIES, Ability, Role
from core.languages import ORDER
from courses.sample import add_sample_course
from pages.models import HomePage
from tenants.signals import template_built, tenant_created, tenant_migrated


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


@receiver([template_built, tenant_migrated])
def allow_writing_exercises(**kwargs: object) -> None:
    """Those who write content write exercises and the glossary too. Here, since courses know nothing of tenants."""
    permissions = Permission.objects.filter(
        content_type__app_label="courses", content_type__model__in=["exercise", "glossaryterm"]
    )
    for role in Role:
        if Ability.WRITE_CONTENT in ABILITIES[role]:
            group, _made = Group.objects.get_or_create(name=role.value)
            group.permissions.add(*permissions)


@receiver(tenant_created)
def name_the_site(tenant: Any, **kwargs: object) -> None:
    """Host, port and names of the new tenant; a language with a name is ready."""
    host = tenant.domains.get(is_primary=True).domain
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port, site.site_name = host, _port(), tenant.name_fr
    site.save()
    home = HomePage.objects.get()
    for code in ORDER:
        name = getattr(tenant, f"name_{code}") or tenant.name_fr
        setattr(home, f"heading_{code}", name)
        setattr(home, f"ready_{code}", code in tenant.languages)
    home.save()
    home.save_revision().publish()


@receiver(tenant_created)
def add_the_sample(tenant: Any, **kwargs: object) -> None:
    """An NGO starts with a course to learn from. Here, since courses know nothing of tenants."""
    if not tenant.is_hub:
        add_sample_course()


def _port() -> int:
    """The port of WASL_BASE_URL, which all tenants share; Wagtail writes 80 and 443 as http:// and https://."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return address.port or (443 if address.scheme == "https" else 80)
