"""Pages and exercises scheduled to be published or withdrawn."""

from django.core.management import call_command
from django.dispatch import receiver

from tenants.signals import minute_passed


@receiver(minute_passed)
def publish_what_is_due(**kwargs: object) -> None:
    """Wagtail's own command, in the active tenant."""
    call_command("publish_scheduled", verbosity=0)
