"""Pauses: while one lasts, nothing is written in a tenant or in all, and where pages would be wrong none is shown.

`manage.py maintenance` makes them, and every upgrade for the tenant that it is at. A row that lies in the future is an
announcement. `config.pausing` asks about them for pages, the clock and the worker for what runs by itself.
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections
from django.utils import timezone

from tenants.changes import forget_tenants
from tenants.connection import connection
from tenants.models import Pause, Tenant

EVERYWHERE = ""  # in the place of a schema
SEEN_WITHIN = 10  # seconds until processes of other machines show no page any more; what is sent is refused at once


def is_known() -> bool:
    """Whether the table is there: an older database has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_pause') IS NOT NULL")
        return bool(cursor.fetchone()[0])


ANY = "SELECT EXISTS (SELECT FROM public.tenants_pause WHERE schema_name = ANY(%s))"


def pauses_of(schema: str) -> tuple[Pause, ...]:
    """Those of one tenant, those of all among them: in force and to come, the strictest first.

    Everything that is sent asks, and nearly always there are none: that is asked by hand, at a quarter of the cost.
    """
    with connection.cursor() as cursor:
        cursor.execute(ANY, [[EVERYWHERE, schema]])
        if not cursor.fetchone()[0]:
            return ()
    return tuple(Pause.objects.filter(schema_name__in=[EVERYWHERE, schema]).order_by("reading", "begins_at"))


def in_force(pauses: Iterable[Pause]) -> Pause | None:
    """The strictest that has begun."""
    now = timezone.now()
    return next((pause for pause in pauses if pause.begins_at <= now), None)


def announced(pauses: Iterable[Pause]) -> Pause | None:
    """The next to come."""
    now = timezone.now()
    return min((pause for pause in pauses if pause.begins_at > now), key=lambda pause: pause.begins_at, default=None)


def paused_schemas() -> list[str]:
    """Tenants in which nothing may run by itself at the moment."""
    paused = set(Pause.objects.filter(begins_at__lte=timezone.now()).values_list("schema_name", flat=True))
    return list(Tenant.objects.values_list("schema_name", flat=True)) if EVERYWHERE in paused else sorted(paused)


def pause(
    schema: str = EVERYWHERE, *, reading: bool, begins_at: datetime.datetime | None = None, minutes: int = 0,
    messages: dict[str, str] | None = None,
) -> Pause:  # fmt: skip
    """An operator's pause of a tenant, or of all, until `resume`; it replaces the one that there was. With `minutes`
    readers are told when it ends, which it does not by itself. `messages` are by language code."""
    begins_at = begins_at or timezone.now()
    made, _new = Pause.objects.update_or_create(
        schema_name=schema, by_upgrade=False,
        defaults={
            "reading": reading, "begins_at": begins_at,
            "ends_at": begins_at + datetime.timedelta(minutes=minutes) if minutes else None,
            **{f"message_{code}": (messages or {}).get(code, "") for code in ("fr", "ar", "en")},
        },
    )  # fmt: skip
    forget_tenants()
    return made


def resume(*, unfinished: Iterable[str]) -> list[Pause]:
    """End every pause and give back those that must last: of tenants without pages whose upgrade is unfinished."""
    Pause.objects.exclude(by_upgrade=True, reading=False, schema_name__in=list(unfinished)).delete()
    forget_tenants()
    return list(Pause.objects.all())


def pause_for_upgrade(schemas: Iterable[str], *, reading: bool) -> None:
    """Pause tenants whose migrations are about to run; one that shows no page since an upgrade was stopped stays so."""
    for schema in schemas:
        made, _new = Pause.objects.get_or_create(schema_name=schema, by_upgrade=True, defaults={"reading": reading})
        if made.reading and not reading:
            made.reading = False
            made.save(update_fields=["reading"])
    if not reading:
        forget_tenants()


@contextmanager
def while_upgrading(schema: str, *, reading: bool) -> Iterator[None]:
    """Pause one tenant meanwhile. Readers who had to wait wait on, until an operator says that the new code runs."""
    pause_for_upgrade([schema], reading=reading)
    try:
        yield
    except BaseException:
        connections.close_all()  # it may be amid a transaction, or broken
        raise
    finally:
        connection.set_schema_to_public()
        Pause.objects.filter(schema_name=schema, by_upgrade=True, reading=True).delete()
