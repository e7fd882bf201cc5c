"""Orders an NGO, goes on where a stopped worker left off, forgets an order. `console.making` makes it, in a task."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from console.models import TenantOrder
from console.tasks import make_tenant

State = TenantOrder.State


@transaction.atomic
def place_order(*, asked: dict[str, Any], actor: User | None, told_in: str) -> TenantOrder:
    """Keep what is asked and let the worker make it. Raises ValidationError where that name is being made already."""
    try:
        with transaction.atomic():
            order = TenantOrder.objects.create(**asked, ordered_by=actor, told_in=told_in)
    except IntegrityError:
        raise ValidationError(_("“%(schema)s” is being made already, from another window. Look at the list.")
                              % {"schema": asked["schema_name"]}) from None  # fmt: skip
    transaction.on_commit(lambda: make_tenant.enqueue(order.pk))
    return order


def go_on(*, order: TenantOrder) -> None:
    """Let the worker go on with an order that stopped. Raises ValidationError where it is done or under way."""
    if order.state == State.DONE or not (order.state == State.FAILED or order.is_silent):
        raise ValidationError(_("This order is done, or under way."))
    try:
        with transaction.atomic():
            TenantOrder.objects.filter(pk=order.pk).update(state=State.WAITING, why="", moved_at=timezone.now())
    except IntegrityError:
        raise ValidationError(_("“%(schema)s” is being made already, from another window. Look at the list.")
                              % {"schema": order.schema_name}) from None  # fmt: skip
    make_tenant.enqueue(order.pk)


def give_up(*, order: TenantOrder) -> None:
    """Forget an order. Raises ValidationError while it is under way, and where its NGO is there."""
    if order.state in TenantOrder.UNDER_WAY and not order.is_silent:
        raise ValidationError(_("This order is done, or under way."))
    order.delete()


def resume_silent_orders() -> None:
    """Those a stopped worker left, once each time they fall silent."""
    for order in TenantOrder.objects.filter(state__in=TenantOrder.UNDER_WAY):
        if order.is_silent:
            go_on(order=order)
