"""Scheduled jobs of each tenant: pages and exercises to be published or withdrawn, reminders, retention."""

from django.core.cache import cache
from django.core.management import call_command
from django.dispatch import receiver
from django.utils import timezone

from accounts.invitations import base_url
from network.same_people import tell_duplicates
from people.messages import send_due
from people.retention import look, unfinished
from people.tasks import erase_people
from tenants.models import Tenant
from tenants.signals import minute_passed

QUARTER = 15 * 60  # seconds between two looks for reminders
DAY = 24 * 60 * 60


@receiver(minute_passed)
def publish_what_is_due(**kwargs: object) -> None:
    """Wagtail's own command, in the active tenant."""
    call_command("publish_scheduled", verbosity=0)


@receiver(minute_passed)
def remind(tenant: Tenant, **kwargs: object) -> None:
    """An NGO's reminders, by its own clock."""
    if tenant.is_hub or not cache.add("reminders-looked-for", True, QUARTER):
        return
    with timezone.override(tenant.time_zone):
        send_due(base_url=base_url(tenant))


@receiver(minute_passed)
def carry_out_retention(tenant: Tenant, **kwargs: object) -> None:
    """Once a day: note whose time is over, for somebody to decide, and go on with what was decided."""
    if tenant.is_hub or not cache.add("retention-looked-for", True, DAY):
        return
    with timezone.override(tenant.time_zone):
        look()
    for erasure in unfinished():
        erase_people.enqueue(erasure.pk)


@receiver(minute_passed)
def look_for_the_same_people(tenant: Tenant, **kwargs: object) -> None:
    """Once a day, at the hub's turn: leave each NGO its hints of duplicates."""
    if tenant.is_hub and cache.add("same-people-looked-for", True, DAY):
        tell_duplicates()
