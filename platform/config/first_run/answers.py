"""What each answer must be: the checks return the value as it is kept, or say what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

import idna
import psycopg
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from config import environment
from config.terminal import gettext as _

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
NUMBERS = re.compile(r"[0-9.]+")
LONGEST_NAME, LONGEST_ADDRESS = 120, 150  # characters: of a tenant's name, of a sign-in name
OLDEST_SERVER = 140000
EXTENSIONS = ("pg_trgm", "unaccent")
PATIENCE = 5  # seconds
UNNAMED, LAPTOP = "Wasl", "localhost"  # what `setup_database` calls a hub of which nothing else is known
ADMINISTRATORS = "platform_administrator"  # the role's group


class Wrong(Exception):  # noqa: N818  says what an answer is
    """Why an answer cannot be taken and what to do, for whoever gave it."""


@dataclass(frozen=True)
class Found:
    """What stands in the database already: the hub's French name, "" where it has none of its own, its hosts, and
    whether anybody administers the platform."""

    name: str = ""
    hosts: tuple[str, ...] = ()
    has_administrator: bool = False


def check_name(value: str) -> str:
    """The network's name."""
    if not value:
        raise Wrong(_("The network needs a name."))
    if len(value) > LONGEST_NAME:
        raise Wrong(_("The name is too long: %(number)s characters at most.") % {"number": LONGEST_NAME})
    return value


def check_host(value: str) -> str:
    """The hub's host, in small letters."""
    try:  # an Arabic or accented name as networks write it
        host = value.lower() if value.isascii() else idna.encode(value, uts46=True).decode()
    except idna.IDNAError:
        host = ""
    if not HOST.fullmatch(host) or NUMBERS.fullmatch(host):
        raise Wrong(
            _("“%(host)s” is not a host name. Write it as network.example.org: no https://, no port, no number.")
            % {"host": value}
        )
    if "." not in host and host != LAPTOP:
        raise Wrong(
            _("“%(host)s” leads to whichever machine asks. Give a whole name: ngo.example.org.") % {"host": host}
        )
    return host


def check_address(value: str) -> str:
    """A mail address that can be a sign-in name."""
    try:
        validate_email(value)
    except ValidationError:
        raise Wrong(_("“%(address)s” is not a mail address.") % {"address": value}) from None
    if len(value) > LONGEST_ADDRESS:
        raise Wrong(_("The address is too long: %(number)s characters at most.") % {"number": LONGEST_ADDRESS})
    return value


def check_sender(value: str) -> str:
    """`Name <address>` or an address alone, on one line."""
    check_address(parseaddr(value)[1] or value)
    return value


def check_mail_server(value: str) -> str:
    """`host` or `host:port`."""
    host, separator, port = value.rpartition(":") if ":" in value else (value, "", "")
    if not HOST.fullmatch(host.lower()) or (separator and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise Wrong(_("“%(server)s” is not a mail server. Write it as mail.example.org:587.") % {"server": value})
    if port == "465":
        raise Wrong(_("Port 465 is not known here. Take the port of STARTTLS, mostly 587."))
    return value


def anything(value: str) -> str:
    """Whatever was answered, nothing too."""
    return value


def check_database(url: str) -> Found:
    """What is in a database that suits us. Raises Wrong, never with the password in it."""
    try:
        given = environment.database(url)
    except (ImproperlyConfigured, ValueError):
        raise Wrong(_("It must look like postgresql://user:password@host:5432/name.")) from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    wanted = {name: given[ours] for name, ours in names.items() if given[ours]}
    options = {"connect_timeout": PATIENCE} | dict(given["OPTIONS"])  # type: ignore[call-overload]
    try:
        with psycopg.connect(**(options | wanted), autocommit=True) as session:
            _check_server(session)
            return _found(session)
    except psycopg.Error as error:
        raise Wrong(_("The database does not answer: %(said)s") % {"said": first_line(error)}) from None


def _check_server(session: psycopg.Connection) -> None:
    if session.info.server_version < OLDEST_SERVER:
        raise Wrong(_("This PostgreSQL is too old: 14 or newer is needed."))
    encoding, may_create = session.execute(
        "SELECT pg_encoding_to_char(encoding), has_database_privilege(oid, 'CREATE')"
        " FROM pg_database WHERE datname = current_database()"
    ).fetchone() or ("", False)
    if encoding != "UTF8":
        raise Wrong(_("The database is not in UTF8. Make it anew: CREATE DATABASE … ENCODING 'UTF8'."))
    if not may_create:
        raise Wrong(_("This user may not make schemas in the database: let it own the database."))
    known = {name for (name,) in session.execute("SELECT name FROM pg_available_extensions").fetchall()}
    if missing := sorted(set(EXTENSIONS) - known):
        raise Wrong(
            _("The server lacks the extensions %(names)s. Install its package “contrib”.")
            % {"names": ", ".join(missing)}
        )


def _found(session: psycopg.Connection) -> Found:
    tables = {
        name
        for (name,) in session.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        ).fetchall()
    }
    if tables and not {"django_migrations", "django_content_type"} & tables:
        raise Wrong(_("The database holds the tables of another program. Make one of its own."))
    if "tenants_tenant" not in tables:
        return Found()
    row = session.execute(
        "SELECT name_fr, array_agg(d.domain ORDER BY d.is_primary DESC, d.id) FILTER (WHERE d.domain IS NOT NULL)"
        " FROM tenants_tenant t LEFT JOIN tenants_domain d ON d.tenant_id = t.id WHERE t.kind = 'hub' GROUP BY t.id"
    ).fetchone()
    if not row:
        return Found()
    return Found(row[0] if row[0] != UNNAMED else "", tuple(row[1] or ()), _is_administered(session))


def _is_administered(session: psycopg.Connection) -> bool:
    """Somebody is, or is invited; not where a hub is older than invitations."""
    known = session.execute("SELECT to_regclass('hub.accounts_staffinvitation') IS NOT NULL").fetchone()
    if known != (True,):
        return False
    return session.execute(
        "SELECT EXISTS (SELECT FROM hub.accounts_user_groups m JOIN hub.auth_group g ON g.id = m.group_id"
        " WHERE g.name = %(role)s) OR EXISTS (SELECT FROM hub.accounts_staffinvitation WHERE %(role)s = ANY (roles)"
        " AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > now())",
        {"role": ADMINISTRATORS},
    ).fetchone() == (True,)


def first_line(error: Exception) -> str:
    """What a library says, without the hints that follow."""
    return str(error).strip().partition("\n")[0] or type(error).__name__


def host_of(address: str) -> str:
    """Of WASL_BASE_URL. Raises Wrong."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Wrong(
            _("“%(address)s” is not an address. Write it as https://network.example.org.") % {"address": address}
        )
    return check_host(parts.hostname)


Check = Callable[[str], str]
