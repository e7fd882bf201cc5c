"""The life of an NGO: active, suspended, archived, removed after a notice; at once, or on a day to come.

What each state lets through is `config.closing`'s; what must outlast an NGO is kept by who receives `tenant_leaving`.
Only a removal is for good. Everything here runs outside transactions: what is kept is kept before anything changes.
"""

import datetime
import logging
from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Registry
from tenants.changes import changing
from tenants.connection import connection
from tenants.models import Tenant
from tenants.provisioning import ProvisioningError, drop_tenant, send_leaving

logger = logging.getLogger(__name__)
NOTICE = datetime.timedelta(days=30)
CHOICES = (Tenant.State.ACTIVE, Tenant.State.SUSPENDED, Tenant.State.ARCHIVED)

# What keeps an NGO from being archived or removed: called with it active, each gives a sentence for whatever must be
# ended before.
Hindrance = Callable[[], Iterable[str]]
hindrances: Registry[Hindrance] = Registry("tenants.lifecycle.hindrances: what must be ended before an NGO leaves")


class LifecycleError(Exception):
    """An NGO's state cannot be changed as asked; the message says why and what to do."""


def register_hindrance(find: Hindrance) -> None:
    """Plug in what must be ended before an NGO is archived or removed."""
    hindrances.add(find)


def today_of(tenant: Tenant) -> datetime.date:
    """The day it is where the NGO is."""
    return timezone.localdate(timezone=tenant.time_zone)


def set_state(*, tenant: Tenant, state: str, on: datetime.date | None = None) -> Tenant:
    """Give an NGO a state, from today, since a past day, or from a day to come, when the worker does it.

    What is under way is ended before an NGO is archived: nobody could publish it there. It may still be ended until a
    day to come. Raises LifecycleError; then nothing is changed.
    """
    _refuse(tenant, state)
    if on is not None and on > today_of(tenant):
        with changing(tenant) as locked:
            locked.next_state, locked.next_state_on = state, on
            locked.save(update_fields=["next_state", "next_state_on"])
        return locked
    if state == Tenant.State.ARCHIVED and tenant.state != state:
        if found := find_hindrances(tenant):
            raise LifecycleError(" ".join(found))
        _let_go(tenant)
    with changing(tenant) as locked:
        if locked.state != state or on is not None:
            locked.state_since = on or today_of(tenant)
        locked.state, locked.next_state, locked.next_state_on = state, "", None
        locked.save(update_fields=["state", "state_since", "next_state", "next_state_on"])
    return locked


def order_removal(*, tenant: Tenant) -> Tenant:
    """Thirty days from today the worker removes the NGO for good. Raises LifecycleError."""
    _refuse(tenant, Tenant.State.ARCHIVED)
    if found := find_hindrances(tenant):
        raise LifecycleError(" ".join(found))
    with changing(tenant) as locked:
        locked.removal_on = locked.removal_on or today_of(tenant) + NOTICE
        locked.save(update_fields=["removal_on"])
    return locked


def call_off_removal(*, tenant: Tenant) -> Tenant:
    """The NGO stays."""
    with changing(tenant) as locked:
        locked.removal_on = None
        locked.save(update_fields=["removal_on"])
    return locked


def find_hindrances(tenant: Tenant) -> list[str]:
    """What must be ended before the NGO is archived or removed, in words."""
    with tenant:
        return [sentence for find in hindrances for sentence in find()]


def carry_out_what_is_due() -> None:
    """States that begin today or began while no worker ran, and removals whose notice is over.

    What cannot be done is logged by its class and tried again the next time; the others are done.
    """
    connection.set_schema_to_public()
    due = Tenant.objects.whole().filter(next_state_on__isnull=False) | Tenant.objects.filter(removal_on__isnull=False)
    for tenant in due.distinct():
        try:
            _carry_out(tenant)
        except Exception as error:  # whatever stops one: the others' day has come too
            logger.error("%s: its change of state failed with %s", tenant.schema_name, type(error).__name__)
        finally:
            connection.set_schema_to_public()


def _carry_out(tenant: Tenant) -> None:
    today = today_of(tenant)
    if tenant.removal_on and tenant.removal_on <= today:
        if _waits(tenant):
            logger.warning("%s: its removal waits for a period that is under way", tenant.schema_name)
        else:
            drop_tenant(tenant.schema_name)
            return
    if tenant.next_state_on and tenant.next_state_on <= today:
        if tenant.next_state == Tenant.State.ARCHIVED and _waits(tenant):
            logger.warning("%s: its archiving waits for a period that is under way", tenant.schema_name)
            return
        set_state(tenant=tenant, state=tenant.next_state, on=tenant.next_state_on)


def _waits(tenant: Tenant) -> bool:
    return tenant.state != Tenant.State.UNFINISHED and bool(find_hindrances(tenant))


def _refuse(tenant: Tenant, state: str) -> None:
    if state not in CHOICES:
        raise LifecycleError(_("A state is one of %(states)s.") % {"states": ", ".join(CHOICES)})
    if tenant.is_hub and state != Tenant.State.ACTIVE:
        raise LifecycleError(_("The hub stays active: the network stands on it."))
    if tenant.state == Tenant.State.UNFINISHED:
        raise LifecycleError(
            _("“%(schema)s” is not whole: the command that restored or removed it was stopped. "
              "Run that command again, or `drop_tenant %(schema)s --yes`.") % {"schema": tenant.schema_name}
        )  # fmt: skip


def _let_go(tenant: Tenant) -> None:
    """Let the apps above keep what must outlast it."""
    try:
        send_leaving(tenant)
    except ProvisioningError as error:
        raise LifecycleError(str(error)) from error
