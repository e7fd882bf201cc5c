"""The database: reachable, new enough, ours to build in, reached without a pooler that mixes tenants up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection as django_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.doctor.findings import Finding, broken, check, doubtful, well
from config.first_run.answers import EXTENSIONS, OLDEST_SERVER, first_line
from tenants.connection import connection
from tenants.models import Pause, Tenant
from tenants.upgrade import stale_schemas

PATIENCE = 5  # seconds until a server that says nothing is given up
LOCKS = 512  # of a transaction, as docs/operators.md asks for: dropping a tenant takes some 1,300 in all
DRIFT, TOO_FAR = 2.0, 20.0  # seconds; a code of an authenticator holds for thirty
SHOWN = 8  # schemas named in a line


@check("database", order=20)
def look_at_database() -> Finding:
    """It answers."""
    try:
        with _own_session() as session:
            version = session.info.parameter_status("server_version")
    except psycopg.Error as error:
        return broken(
            _("The database does not answer: %(said)s") % {"said": first_line(error)},
            _("Start PostgreSQL, or correct DATABASE_URL."),
        )
    return well(_("PostgreSQL %(version)s answers.") % {"version": version})


@check("database_version", order=20, asks_database=True)
def look_at_version() -> Finding:
    """14 or newer."""
    with _own_session() as session:
        if session.info.server_version < OLDEST_SERVER:
            return broken(_("This PostgreSQL is too old."), _("Upgrade it to 14 or newer."))
    return well(_("PostgreSQL is new enough."))


RIGHTS = """
SELECT current_user, has_database_privilege(current_database(), 'CREATE'), has_schema_privilege('public', 'CREATE'),
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       ARRAY(SELECT t.schema_name::text FROM tenants_tenant t JOIN pg_namespace n ON n.nspname = t.schema_name
             WHERE NOT pg_has_role(n.nspowner, 'USAGE') ORDER BY 1)"""


@check("database_rights", order=20, asks_database=True)
def look_at_rights() -> Finding:
    """Those of an owner, and no more."""
    user, may_create, may_write, is_superuser, foreign = _row(RIGHTS)
    if not (may_create and may_write):
        return broken(
            _("“%(user)s” may not make schemas and tables here.") % {"user": user},
            _("Let it own the database: ALTER DATABASE … OWNER TO “%(user)s”.") % {"user": user},
        )
    if foreign:
        return broken(
            _("“%(user)s” does not own the schemas %(schemas)s.") % {"user": user, "schemas": _listed(foreign)},
            _("Give them and their tables to it: REASSIGN OWNED BY … TO “%(user)s”.") % {"user": user},
        )
    if is_superuser:
        return doubtful(
            _("“%(user)s” is a superuser of PostgreSQL.") % {"user": user},
            _("An ordinary role that owns the database suffices, and can do less harm."),
        )
    return well(_("“%(user)s” has the rights of an owner.") % {"user": user})


@check("extensions", order=20, asks_database=True)
def look_at_extensions() -> Finding:
    """Searching needs them."""
    (installed,) = _row("SELECT ARRAY(SELECT extname::text FROM pg_extension)")
    missing = sorted(set(EXTENSIONS) - set(installed))
    if missing:
        return broken(
            _("The extensions %(names)s are missing.") % {"names": ", ".join(missing)},
            _("Install PostgreSQL’s package “contrib”, then run `setup_database`."),
        )
    return well(_("The extensions are there."))


@check("locks", order=20, asks_database=True)
def look_at_locks() -> Finding:
    """Removing and saving tenants takes many."""
    (number,) = _row("SELECT current_setting('max_locks_per_transaction')::int")
    if number < LOCKS:
        return doubtful(
            _("max_locks_per_transaction is %(number)s: removing and saving tenants may fail.") % {"number": number},
            _("Set it to %(number)s in postgresql.conf and restart PostgreSQL.") % {"number": LOCKS},
        )
    return well(_("max_locks_per_transaction is %(number)s.") % {"number": number})


@check("pooler", order=20, asks_database=True)
def look_at_pooler() -> Finding:
    """No pooler lends one server process to two of us, transaction by transaction: it would mix tenants up.

    While the first of two sessions rests, the second holds a transaction open. A pooler in transaction mode gives
    it the process that the first has used, or another process to the first afterwards.
    """
    ask = "SELECT pg_backend_pid()"
    with _own_session() as first, _own_session() as second:
        before = _number(first, ask)
        with second.transaction():
            between = _number(second, ask)
            after = _number(first, ask)
    if between == before or after != before:
        return broken(
            _("A pooler in transaction mode stands before PostgreSQL: pages would show another tenant’s data."),
            _("Set pool_mode = session, or connect without the pooler. Until then stop the server."),
        )
    return well(_("Each connection keeps to one process of PostgreSQL."))


@check("clock", order=20, asks_database=True)
def look_at_clock() -> Finding:
    """Ours and the database's tell the same time."""
    before = timezone.now()
    (theirs,) = _row("SELECT clock_timestamp()")
    after = timezone.now()
    seconds = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if seconds < DRIFT:
        return well(_("The clocks of this machine and of the database agree."))
    say = broken if seconds >= TOO_FAR else doubtful
    return say(
        _("The clocks of this machine and of the database are %(seconds)s s apart.") % {"seconds": round(seconds)},
        _("Let both follow a time server (NTP)."),
    )


HOURS = "SELECT zone, ARRAY(SELECT t AT TIME ZONE zone FROM unnest(%s::timestamptz[]) t) FROM unnest(%s::text[]) zone"


@check("time_zones", order=20, asks_database=True)
def look_at_time_zones() -> Finding:
    """Ours and the database's date the same moments alike: a country may change its hour, and be told to one alone."""
    connection.set_schema_to_public()
    zones = sorted({str(tenant.time_zone) for tenant in Tenant.objects.whole()})
    year = timezone.now().year
    moments = [datetime(y, month, 15, tzinfo=UTC) for y in range(year - 9, year + 2) for month in range(1, 13)]
    with connection.cursor() as cursor:
        cursor.execute(HOURS, [moments, zones])
        theirs = dict(cursor.fetchall())
    wrong = [zone for zone in zones if theirs[zone] != [_dated(moment, zone) for moment in moments]]
    if wrong:
        return doubtful(
            _("For %(zones)s the database has other hours: figures and pages would date the same moment differently.")
            % {"zones": _listed(wrong)},
            _("Update the time zones of its machine (the package “tzdata”) and restart PostgreSQL."),
        )
    return well(_("The time zones of this machine and of the database agree."))


@check("migrations", order=21, asks_database=True)
def look_at_migrations() -> Finding:
    """The public schema, the template and every tenant are up to date."""
    stale = stale_schemas()
    if stale:
        says = ngettext(
            "%(number)s schema is not up to date: %(schemas)s.", "%(number)s schemas are not up to date: %(schemas)s.",
            len(stale),
        )  # fmt: skip
        return broken(says % {"number": len(stale), "schemas": _listed(stale)}, _("Run `setup_database`."))
    return well(_("Every schema is up to date."))


@check("pauses", order=22, asks_database=True)
def look_at_pauses() -> Finding:
    """No NGO is paused: a pause ends when an operator says so."""
    pauses = list(Pause.objects.filter(begins_at__lte=timezone.now()).order_by("schema_name"))
    if pauses:
        names = [pause.schema_name or _("all tenants") for pause in pauses]
        return doubtful(
            _("Nothing can be saved at the moment in: %(schemas)s.") % {"schemas": _listed(names)},
            _("When the new version runs, run `maintenance off`."),
        )
    return well(_("Nothing is paused."))


def _own_session() -> psycopg.Connection:
    """A connection beside Django's, by the same settings."""
    given = django_connection.get_connection_params() | {"connect_timeout": PATIENCE}
    return psycopg.connect(**given, autocommit=True)


def _dated(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _number(session: psycopg.Connection, query: str) -> int:
    row = session.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def _row(query: str) -> tuple:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return tuple(cursor.fetchone())


def _listed(names: list[str]) -> str:
    more = [f"… (+{len(names) - SHOWN})"] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more])
