"""Of tenants on several machines one may be away: the others are asked all the same, and that one is named."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import TypeVar

import django.db
from django.db import transaction
from django_tenants.utils import tenant_context

from core.away import is_database_away
from tenants.connection import connection
from tenants.models import Tenant

Found = TypeVar("Found")


def ask_each(tenants: Iterable[Tenant], ask: Callable[[Tenant], Found]) -> tuple[list[Found], list[str]]:
    """What `ask` gives in each tenant's schema, and the schemas of those whose machine is away. Any other error is
    raised, and so is this one where the whole database is gone."""
    found, away = list[Found](), list[str]()
    for tenant in tenants:
        around = transaction.atomic() if connection.in_atomic_block else nullcontext()
        try:
            with tenant_context(tenant), around:
                found.append(ask(tenant))
        except django.db.Error as error:
            if not is_database_away(error) or not _is_here():
                raise
            away.append(tenant.schema_name)
    return found, away


def is_within_reach(tenant: Tenant) -> bool:
    """Whether the machine on which the tenant lives answers."""
    _found, away = ask_each([tenant], lambda _tenant: _ask_one_table())
    return not away


def _ask_one_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")


def _is_here() -> bool:
    """Whether the database itself answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except django.db.Error:
        return False
    return True
