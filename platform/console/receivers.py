"""Once a minute, at the hub's turn: orders that a stopped worker left go on."""

from typing import Any

from django.dispatch import receiver

from console.actions import resume_silent_orders
from tenants.signals import minute_passed


@receiver(minute_passed)
def resume(tenant: Any, **kwargs: object) -> None:
    if tenant.is_hub:
        resume_silent_orders()
