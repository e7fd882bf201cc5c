"""Looks at a host from outside: whether its name leads to this server, and whether its certificate is good.

In a task, with time-outs: a server that says nothing keeps no page waiting. A name that leads elsewhere is asked
nothing more, so that nobody can have this server knock at another's doors.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from tenants.models import Domain, Tenant

SECONDS = 5.0
PORT = 443
SOON = timedelta(days=14)
Names = Domain.Names
Certificate = Domain.Certificate
Resolve = Callable[[str], frozenset[str]]


@dataclass(frozen=True)
class Shown:
    """What a server showed: its certificate's state, and until when it holds."""

    state: str
    until: date | None = None


def look_at(domain: Domain) -> None:
    """Look and keep what was seen."""
    own = Domain.objects.filter(tenant__kind=Tenant.Kind.HUB).values_list("domain", flat=True)
    names = names_of(domain.domain, list(own))
    shown = certificate_of(domain.domain) if names == Names.HERE else Shown(Certificate.UNKNOWN)
    Domain.objects.filter(pk=domain.pk).update(
        names=names, certificate=shown.state, certificate_until=shown.until, looked_at=timezone.now()
    )


def resolve(host: str) -> frozenset[str]:
    """The addresses of a host; none where it has none."""
    try:
        return frozenset(str(found[4][0]) for found in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset()


def names_of(host: str, hosts_here: Iterable[str], resolve: Resolve = resolve) -> str:
    """Whether the host leads to where the hub's own hosts lead."""
    found = resolve(host)
    if not found:
        return Names.NOWHERE
    here = frozenset().union(*(resolve(own) for own in hosts_here))
    return Names.HERE if found <= here else Names.ELSEWHERE


def certificate_of(host: str, *, port: int = PORT, context: ssl.SSLContext | None = None) -> Shown:
    """What the server at a host shows to a browser."""
    trusting = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), timeout=SECONDS) as plain,
            trusting.wrap_socket(plain, server_hostname=host) as secure,
        ):
            told = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Shown(_state_of(error))
    except (OSError, ValueError):  # nobody answers, or not in TLS
        return Shown(Certificate.NONE)
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC).date()
    soon = until - timezone.localdate() < SOON
    return Shown(Certificate.SOON_OVER if soon else Certificate.GOOD, until)


def _state_of(error: ssl.SSLCertVerificationError) -> str:
    """By OpenSSL's number of the fault: 10 is over, 62 another name."""
    return {10: Certificate.OVER, 62: Certificate.OTHER_NAME}.get(error.verify_code, Certificate.UNTRUSTED)
