"""Forgets figures and offers of a tenant that is removed."""

from django.dispatch import receiver

from network.models import LibraryOffer, RolledUpFigures
from tenants.signals import tenant_dropped


@receiver(tenant_dropped)
def forget_figures(schema: str, **kwargs: object) -> None:
    """The tenant's own figures; those of the network stand until they are rolled up again."""
    RolledUpFigures.objects.filter(scope=f"tenant:{schema}").delete()


@receiver(tenant_dropped)
def forget_offers(schema: str, **kwargs: object) -> None:
    """What the tenant has offered: the packed modules went with its files."""
    LibraryOffer.objects.filter(source=schema).delete()
