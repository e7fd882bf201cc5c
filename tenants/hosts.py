"""Hosts of a tenant: which names are taken, and changing the address readers use.

A host is kept as the network writes it: small letters, an Arabic or accented name in its ASCII form (xn--…), without
port, and without `www.`, which leads to the same tenant by itself.
"""

import ipaddress
import re

import idna
from django.db import IntegrityError
from django.utils.translation import gettext as _

from tenants.changes import changing
from tenants.models import Domain, Tenant

SAFE_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
DIGITS = re.compile(r"[0-9.]+")


class HostError(Exception):
    """A host cannot be taken or given up; the message says why and what to do."""


def written_as_kept(host: str) -> str:
    """The host as it is kept: `Jam3iya.ORG.` and `جمعية.example.org` too. Raises HostError for what is no name."""
    wrong = HostError(_("“%(host)s” is not a host name. Write it as ngo.example.org, without port.") % {"host": host})
    text = host.strip().removesuffix(".").lower()
    if "*" in text:
        raise HostError(_("“%(host)s” stands for many hosts. Give each one by its name.") % {"host": host})
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode()
        except idna.IDNAError:
            raise wrong from None
    if not SAFE_HOST.fullmatch(text):
        raise wrong
    if any(label.startswith("xn--") and not _is_punycode(label) for label in text.split(".")):
        raise wrong
    return text.removeprefix("www.")


def written_for_readers(host: str) -> str:
    """The host in its own letters; as it is kept where it has none of its own."""
    try:
        return str(idna.decode(host))
    except idna.IDNAError:
        return host


def checked_host(host: str) -> str:
    """A host that a tenant may be given, as it is kept. Raises HostError."""
    kept = written_as_kept(host)
    if _is_address(kept):
        raise HostError(_("“%(host)s” is the number of a machine. A tenant needs a name: ngo.example.org.")
                        % {"host": host})  # fmt: skip
    if "." not in kept:
        raise HostError(_("“%(host)s” leads to whichever machine asks. Give a whole name: ngo.example.org.")
                        % {"host": host})  # fmt: skip
    return kept


def set_host(*, tenant: Tenant, host: str, remove: str = "") -> Domain:
    """Make `host` the address that readers and mails use; hosts it had go on leading there, but for `remove`.

    Raises HostError; then nothing is changed.
    """
    kept = written_as_kept(host)
    try:
        with changing(tenant) as locked:
            own = {domain.domain: domain for domain in locked.domains.all()}
            domain = own.get(kept) or Domain(domain=checked_host(host), tenant=locked)
            _refuse_taken(domain)
            domain.is_primary = True
            domain.save()  # the former address is no longer the first
            if remove:
                _remove(locked, written_as_kept(remove), remove)
    except IntegrityError:  # another was quicker
        raise _taken(kept) from None
    return domain


def add_host(*, tenant: Tenant, host: str) -> Domain:
    """A further host that leads to the tenant; its address stays. Raises HostError."""
    kept = checked_host(host)
    try:
        with changing(tenant) as locked:
            domain = Domain(domain=kept, tenant=locked, is_primary=not locked.domains.exists())
            _refuse_taken(domain)
            domain.save()
    except IntegrityError:
        raise _taken(kept) from None
    return domain


def remove_host(*, tenant: Tenant, host: str) -> None:
    """The host leads nowhere from now on. Raises HostError for the last one, and for the address in use."""
    with changing(tenant) as locked:
        _remove(locked, written_as_kept(host), host)


def refuse_taken_host(host: str) -> None:
    """Raises HostError where the host leads to a tenant already."""
    _refuse_taken(Domain(domain=host))


def _remove(tenant: Tenant, kept: str, written: str) -> None:
    domain = tenant.domains.filter(domain=kept).first()
    if domain is None:
        raise HostError(_("“%(host)s” is no host of “%(schema)s”.") % {"host": written, "schema": tenant.schema_name})
    if tenant.domains.count() == 1:
        raise HostError(_("“%(host)s” is the last host of “%(schema)s”: without one nobody reaches it. Give it another "
                          "first.") % {"host": written, "schema": tenant.schema_name})  # fmt: skip
    if domain.is_primary:
        raise HostError(_("“%(host)s” is the address of “%(schema)s”. Make another host its address first.")
                        % {"host": written, "schema": tenant.schema_name})  # fmt: skip
    domain.delete()


def _refuse_taken(domain: Domain) -> None:
    if domain.pk is None and Domain.objects.filter(domain=domain.domain).exists():
        raise _taken(domain.domain)


def _taken(host: str) -> HostError:
    return HostError(_("The host “%(host)s” belongs to another tenant.") % {"host": host})


def _is_punycode(label: str) -> bool:
    try:
        idna.decode(label)
    except idna.IDNAError:
        return False
    return True


def _is_address(host: str) -> bool:
    """Also the short and the odd ways of writing one: 127.1, 2130706433, 0x7f.1."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(DIGITS.fullmatch(host)) or bool(re.fullmatch(r"\d+|0x[0-9a-f]*", host.rpartition(".")[2]))
    return True
