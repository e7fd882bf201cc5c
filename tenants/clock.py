"""The scheduler: carries out changes of state, sends `minute_passed` for one active tenant after the other, prunes the
task queue.

Receivers do what has come due: publishing, reminders. It runs in the worker's process, whose heartbeat it is.
"""

import logging
import threading
import time

from django.db import close_old_connections

from tenants.connection import connection
from tenants.heartbeat import beat
from tenants.lifecycle import carry_out_what_is_due
from tenants.maintenance import EVERYWHERE, in_force, pauses_of
from tenants.models import Tenant
from tenants.pruning import prune_task_results
from tenants.reaching import is_within_reach
from tenants.signals import minute_passed

logger = logging.getLogger(__name__)
INTERVAL = 60.0  # seconds
PRUNING_INTERVAL = 3600.0  # seconds


def tick() -> None:
    """Let states and removals begin whose day has come, and every active tenant that is not paused do what is due.

    What fails in one is logged by its class and keeps no other from it.
    """
    if not in_force(pauses_of(EVERYWHERE)):
        carry_out_what_is_due()
    for tenant in Tenant.objects.filter(state=Tenant.State.ACTIVE):
        beat()
        if in_force(pauses_of(tenant.schema_name)):
            continue
        if not is_within_reach(tenant):  # once a minute, in place of one line for each thing that would be due
            logger.error("%s: its machine is away", tenant.schema_name)
            continue
        connection.set_tenant(tenant)
        try:
            for receiver, result in minute_passed.send_robust(sender=None, tenant=tenant):
                if isinstance(result, Exception):
                    logger.error("%s: %s failed with %s", tenant.schema_name, receiver.__name__, type(result).__name__)
        finally:
            connection.set_schema_to_public()


def keep_time(stop: threading.Event) -> None:
    """Tick each minute until `stop` is set; a database that is away for a while is waited for."""
    pruned_at = -PRUNING_INTERVAL
    while not stop.is_set():
        try:
            beat()
            tick()
            if time.monotonic() - pruned_at >= PRUNING_INTERVAL:
                pruned_at = time.monotonic()
                prune_task_results()
        except Exception as error:  # the clock outlives whatever happens to the database
            logger.error("The clock: %s", type(error).__name__)
        close_old_connections()
        stop.wait(INTERVAL)
