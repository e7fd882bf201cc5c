"""The hub's page of a project: what partners published of it and show themselves, and nothing else."""

from django.core.cache import cache

from pages.models import HomePage, ImpactPage, ProjectIndexPage, ProjectPage
from tests.pages.test_website import DAY, plant
from tests.support.clients import TenantClient
from tests.support.furnished.figures import PROJECT
from tests.support.furnished.network import STANDING


def shows_figures(tenant, **switches):
    with tenant:
        plant(HomePage.objects.get(), ImpactPage, "chiffres", **switches)


def read(hub):
    cache.clear()
    return TenantClient(hub).get("/fr/projets/un/").content.decode()


def test_only_partners_that_show_their_figures_stand_there(furnished_network, hub):
    own, other = STANDING["NGO"].tenant, STANDING["other"].tenant
    with hub:
        index = plant(HomePage.objects.get(), ProjectIndexPage, "projets")
        plant(index, ProjectPage, "un", code=PROJECT, starts_on=DAY(2019, 1, 1))
    assert "partner-figures" not in read(hub)
    shows_figures(own)
    shows_figures(other)
    partners = {name for name, tenant in (("own", own), ("other", other)) if tenant.name_fr in read(hub)}
    assert partners == {"other"}  # which alone is a partner of this project


def test_what_a_partner_does_not_show_is_not_shown(furnished_network, hub):
    other = STANDING["other"].tenant
    with hub:
        index = plant(HomePage.objects.get(), ProjectIndexPage, "projets")
        plant(index, ProjectPage, "un", code=PROJECT, starts_on=DAY(2019, 1, 1))
    shows_figures(other)
    assert "Heures dispensées" in read(hub)
    with other:
        page = ImpactPage.objects.get()
        page.show_hours = False
        page.save_revision().publish()
    assert "Heures dispensées" not in read(hub)
