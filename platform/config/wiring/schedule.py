"""Scheduled jobs of each tenant: pages and exercises to be published or withdrawn, reminders, retention."""

from django.core.cache import cache
from django.core.management import call_command
from django.dispatch import receiver
from django.utils import timezone

from accounts.invitations import base_url
from accounts.staff.mailing import forget_ended, send_waiting
from network.health.schedule import count_if_due
from network.same_people import tell_duplicates
from pages.charter import actions as charter
from pages.leaving.actions import forget_old_copies
from pages.models import CalendarPage
from pages.newsletter import actions as newsletter
from pages.newsletter.sending import send_letters
from pages.website.calendar import copy_open_sessions
from people.known import fill_name_keys
from people.messages import send_due
from people.retention import look, unfinished
from people.tasks import erase_people
from tenants.models import Tenant
from tenants.signals import minute_passed

LONG_LIST = 20_000  # records a minute: some ten seconds
QUARTER = 15 * 60  # seconds between two looks for reminders
DAY = 24 * 60 * 60


@receiver(minute_passed)
def publish_what_is_due(**kwargs: object) -> None:
    """Wagtail's own command, in the active tenant."""
    call_command("publish_scheduled", verbosity=0)


@receiver(minute_passed)
def send_invitations(**kwargs: object) -> None:
    """Staff's, of the hub too: at any hour, since they were asked for at work. Once a day old ones are forgotten."""
    send_waiting()
    if cache.add("invitations-forgotten", True, DAY):
        forget_ended()


@receiver(minute_passed)
def remind(tenant: Tenant, **kwargs: object) -> None:
    """An NGO's reminders, by its own clock."""
    if tenant.is_hub or not cache.add("reminders-looked-for", True, QUARTER):
        return
    with timezone.override(tenant.time_zone):
        send_due(base_url=base_url(tenant))


@receiver(minute_passed)
def send_the_newsletter(tenant: Tenant, **kwargs: object) -> None:
    """By day, so many letters a minute; once a day what nobody proved by mail is forgotten."""
    with timezone.override(tenant.time_zone):
        send_letters(base_url=base_url(tenant))
    if cache.add("proofs-looked-at", True, DAY):
        newsletter.forget_unproved()
        charter.forget_unproved()


@receiver(minute_passed)
def work_out_name_keys(tenant: Tenant, **kwargs: object) -> None:
    """So that nobody waits for them who writes a name after a long list came in."""
    if not tenant.is_hub:
        fill_name_keys(most=LONG_LIST)


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
def count_the_health(tenant: Tenant, **kwargs: object) -> None:
    """By night, at the hub's turn: how each NGO is."""
    if tenant.is_hub and cache.add("health-looked-for", True, QUARTER):
        count_if_due(tenant)


@receiver(minute_passed)
def forget_copies(tenant: Tenant, **kwargs: object) -> None:
    """Copies of everything are kept for a week."""
    if not tenant.is_hub and cache.add("copies-looked-for", True, DAY):
        forget_old_copies()


@receiver(minute_passed)
def look_for_the_same_people(tenant: Tenant, **kwargs: object) -> None:
    """Once a day, at the hub's turn: leave each NGO its hints of duplicates."""
    if tenant.is_hub and cache.add("same-people-looked-for", True, DAY):
        tell_duplicates()


@receiver(minute_passed)
def copy_to_the_calendar_of_the_network(tenant: Tenant, **kwargs: object) -> None:
    """What an NGO's public list says, where its calendar's page agrees."""
    if not tenant.is_hub and cache.add("open-sessions-copied", True, QUARTER):
        copy_open_sessions(tenant, agrees=CalendarPage.objects.live().filter(in_network=True).exists())
