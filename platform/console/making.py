"""Makes an ordered NGO step by step, in a task.

The hub's schema holds the order, whichever is active while the NGO is made.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, tenant_context

from accounts.roles import Role
from accounts.staff.actions import StaffError, invite_staff
from certificates.actions import change_letterhead
from certificates.models import Letterhead
from console.models import TenantOrder
from tenants.changes import changing
from tenants.models import Tenant
from tenants.provisioning import HUB_SCHEMA, ProvisioningError, create_tenant

logger = logging.getLogger(__name__)
State = TenantOrder.State
NAMES = ("fr", "ar", "en")


def carry_out(*, order: int) -> None:
    """Make the NGO of an order from the step where it stands. What refuses it stands in the order, in words."""
    claimed = _claim(order)
    if claimed is None:
        return
    with translation.override(claimed.told_in):
        try:
            for number, step in enumerate(STEPS, start=1):
                if claimed.steps_done < number:
                    step(claimed)
                    _note(claimed, steps_done=number)
        except (ProvisioningError, StaffError, Tenant.DoesNotExist) as refusal:
            _note(claimed, state=State.FAILED, why=str(refusal))
        except Exception as error:  # whatever it is: the page says that it stopped, the log why
            logger.error("%s: its order stopped with %s", claimed.schema_name, type(error).__name__)
            _note(claimed, state=State.FAILED, why=_("Something failed that nobody foresaw: go on, or read the log."))
            raise
        else:
            _note(claimed, state=State.DONE, administrator="", logo=b"", why="")


def _claim(pk: int) -> TenantOrder | None:
    """The order, for this worker alone."""
    with schema_context(HUB_SCHEMA), transaction.atomic():
        order = TenantOrder.objects.select_for_update().filter(pk=pk).first()
        if order is None or order.state != State.WAITING:
            return None
        order.state, order.moved_at = State.WORKING, timezone.now()
        order.save(update_fields=["state", "moved_at"])
    return order


def _note(order: TenantOrder, **facts: Any) -> None:
    with schema_context(HUB_SCHEMA):
        TenantOrder.objects.filter(pk=order.pk).update(**facts, moved_at=timezone.now())


def _make(order: TenantOrder) -> None:
    """The space with its pages. One that is there with the order's own UUID was made by a worker that was stopped."""
    if Tenant.objects.filter(uuid=order.uuid).exists():
        return
    create_tenant(
        order.schema_name, name={code: getattr(order, f"name_{code}") for code in NAMES}, host=order.host,
        languages=order.languages, country=order.country, uuid=order.uuid,
    )  # fmt: skip


def _dress(order: TenantOrder) -> None:
    """Colour and logo."""
    tenant = Tenant.objects.get(uuid=order.uuid)
    with changing(tenant) as locked:
        locked.accent = order.accent
        locked.save(update_fields=["accent"])
    with tenant_context(tenant):
        if order.logo and not Letterhead.objects.exists():
            change_letterhead(texts={}, logo=bytes(order.logo), actor=None)


def _invite(order: TenantOrder) -> None:
    """Its first administrator; a second invitation takes the place of one that a stopped worker made."""
    with tenant_context(Tenant.objects.get(uuid=order.uuid)):
        invite_staff(email=order.administrator, roles=[Role.ADMINISTRATOR], language=order.language)


STEPS: tuple[Callable[[TenantOrder], None], ...] = (_make, _dress, _invite)
