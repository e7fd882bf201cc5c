"""What comes due by itself, tenant by tenant: scheduled publishing, reminders. Runs in the worker's process."""

import logging
import threading

from django.db import close_old_connections

from tenants.connection import connection
from tenants.models import Tenant
from tenants.signals import minute_passed

logger = logging.getLogger(__name__)
INTERVAL = 60.0  # seconds


def tick() -> None:
    """Let every active tenant do what is due. What fails in one is logged by its class and keeps no other from it."""
    for tenant in Tenant.objects.filter(state=Tenant.State.ACTIVE):
        connection.set_tenant(tenant)
        try:
            for receiver, result in minute_passed.send_robust(sender=None, tenant=tenant):
                if isinstance(result, Exception):
                    logger.error("%s: %s failed with %s", tenant.schema_name, receiver.__name__, type(result).__name__)
        finally:
            connection.set_schema_to_public()


def keep_time(stop: threading.Event) -> None:
    """Tick each minute until `stop` is set; a database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            tick()
        except Exception as error:  # the clock outlives whatever happens to the database
            logger.error("The clock: %s", type(error).__name__)
        close_old_connections()
        stop.wait(INTERVAL)
