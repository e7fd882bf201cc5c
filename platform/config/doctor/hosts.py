"""The hosts: the names by which the hub and the NGOs are reached lead somewhere."""

import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, broken, check, doubtful, well
from tenants.models import Domain, Tenant

PATIENCE = 1.0  # seconds for all names together
AT_ONCE = 16
SHOWN = 8  # hosts named in a line
LAPTOP = "localhost"


@check("hub_host", order=30, asks_database=True)
def look_at_hub() -> Finding:
    """The hub has a public host that resolves, the one of WASL_BASE_URL."""
    hosts = list(Domain.objects.filter(tenant__kind=Tenant.Kind.HUB).values_list("domain", flat=True))
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    if not hosts:
        return broken(_("There is no hub."), _("Run `first_run`."))
    if address.hostname not in hosts:
        return broken(
            _("WASL_BASE_URL leads to %(host)s, which is no host of the hub: links in mails fail.")
            % {"host": address.hostname},
            _("Write one of these there: %(hosts)s; or run `set_host hub %(host)s`.")
            % {"hosts": _listed(hosts), "host": address.hostname},
        )
    if _is_laptops(address.hostname or ""):
        return doubtful(
            _("The hub’s host is %(host)s: nobody reaches it from another machine.") % {"host": address.hostname},
            _("Give it a public one: `set_host hub network.example.org`."),
        )
    if unresolved([address.hostname or ""]):
        return broken(
            _("The hub’s host %(host)s does not resolve.") % {"host": address.hostname},
            _("Make a DNS record for it that leads to this server."),
        )
    return well(_("The hub’s host %(host)s resolves.") % {"host": address.hostname})


@check("tenant_hosts", order=30, asks_database=True)
def look_at_tenants() -> Finding:
    """Every host of an NGO that is active resolves."""
    domains = Domain.objects.filter(tenant__kind=Tenant.Kind.NGO, tenant__state=Tenant.State.ACTIVE)
    hosts = list(domains.order_by("domain").values_list("domain", flat=True))
    missing = unresolved([host for host in hosts if not _is_laptops(host)])
    if missing:
        return doubtful(
            _("Hosts of NGOs do not resolve: %(hosts)s.") % {"hosts": _listed(missing)},
            _("Make a DNS record for each that leads to this server, or one for all (*.example.org)."),
        )
    return well(_("Every host of an NGO resolves (%(number)s).") % {"number": len(hosts)})


def unresolved(hosts: list[str]) -> list[str]:
    """Those of the hosts that lead to no address, or whose name server says nothing in time."""
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = {host: pool.submit(_resolves, host) for host in hosts}
    wait_for(asked.values(), timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    return [host for host, answer in asked.items() if answer.cancelled() or not answer.done() or not answer.result()]


def _resolves(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, None))
    except (OSError, UnicodeError):
        return False


def _is_laptops(host: str) -> bool:
    return host == LAPTOP or host.endswith(f".{LAPTOP}")


def _listed(names: list[str]) -> str:
    more = [f"… (+{len(names) - SHOWN})"] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more])
