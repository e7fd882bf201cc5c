"""Restores a tenant from its backup file, under its own name or another."""

import uuid
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, tenant_context

from tenants import provisioning
from tenants.archive.checking import ArchiveError, checked, opened
from tenants.archive.filling import fill_tenant
from tenants.changes import forget_tenants
from tenants.models import Domain, Tenant
from tenants.signals import tenant_restored


def restore_tenant(file: Path | IO[bytes], schema: str = "") -> Tenant:
    """The tenant of the file, in a fresh schema. Raises ArchiveError or ProvisioningError before anything is made;
    on a failure afterwards nothing of it remains.

    Stopped half-way (a kill, a power cut) it leaves a tenant that is UNFINISHED and not served; run again, it clears
    that away and begins anew.
    """
    with opened(file) as archive:
        manifest = checked(archive)
        schema = schema or manifest["schema"]
        told = manifest["tenant"]
        if told["kind"] == Tenant.Kind.HUB:
            raise ArchiveError(_("The hub is restored with the whole database, not from a tenant’s file."))
        hosts = manifest["domains"] if schema == manifest["schema"] else []
        hosts = hosts or [provisioning.default_host(schema)]
        names = {code: told[f"name_{code}"] for code in ("fr", "ar", "en") if told[f"name_{code}"]}
        with provisioning.provisioning_lock(provisioning.AFTER_A_KILL):
            provisioning.remove_unfinished(schema)
            tenant = provisioning.create_tenant(
                schema, name=names, host=hosts[0], languages=told["languages"], country=told["country"],
                state=Tenant.State.UNFINISHED,
            )  # fmt: skip
            try:
                fill_tenant(tenant, archive, manifest)
                with tenant_context(tenant):
                    tenant_restored.send(sender=None, tenant=tenant)
                _open_to_readers(tenant, told | {"uuid": manifest.get("uuid")}, hosts)
            except BaseException:
                provisioning.drop_tenant(schema)
                raise
    return tenant


def _open_to_readers(tenant: Tenant, told: dict[str, Any], hosts: list[str]) -> None:
    """Everything is there: its other hosts, its state and who it was, as one. An older file does not say who; a copy
    beside the living is another."""
    with schema_context("public"), transaction.atomic():
        for host in hosts[1:]:
            Domain.objects.get_or_create(domain=host, defaults={"tenant": tenant, "is_primary": False})
        tenant.accent, tenant.state = told["accent"], told.get("state", Tenant.State.ACTIVE)
        if told["uuid"] and not Tenant.objects.filter(uuid=told["uuid"]).exists():
            tenant.uuid = uuid.UUID(told["uuid"])
        tenant.save(update_fields=["accent", "state", "uuid"])
    forget_tenants()
