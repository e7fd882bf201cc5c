"""Reads projects: those a reader of the hub may see, those of an NGO, and where codes are used."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django_tenants.utils import tenant_context

from accounts.models import FunderProject, User
from accounts.roles import Ability, abilities
from network.models import Project, ProjectFunder, ProjectQuerySet
from sessions.models import TrainingSession
from sessions.projects import KnownFunder, KnownProject
from tenants.connection import connection
from tenants.models import Tenant

READS_ALL = {Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS}


def readable(user: User) -> ProjectQuerySet:
    """Of the hub's staff: all, or of a funder those its account is tied to."""
    if abilities(user) & READS_ALL:
        return Project.objects.all()
    return Project.objects.filter(code__in=FunderProject.objects.filter(user=user).values_list("project", flat=True))


def code_of_project(text: str) -> str | None:
    """The code as the project has it, for one in capitals or small letters; None where there is none."""
    return Project.objects.filter(code__iexact=text).values_list("code", flat=True).first()


def projects_here() -> list[KnownProject]:
    """Those in which the active NGO is or was a partner, in the reader's language; in the hub all."""
    tenant, today = connection.tenant, timezone.localdate()
    projects = Project.objects.all() if tenant.is_hub else Project.objects.of_tenant(tenant.uuid)
    found = []
    for project in projects.with_parts():
        left = next((partner.left for partner in project.partners.all() if partner.tenant == tenant.uuid), None)
        found.append(
            KnownProject(
                project.code, project.title[0], is_open=not project.is_over and (left is None or left >= today),
                cycles=_coded(project.cycles), phases=_coded(project.phases),
                funders=tuple(KnownFunder(funder.name, partial(_logo_of, funder)) for funder in project.funders.all()),
            )
        )  # fmt: skip
    return found


def _coded(parts: Any) -> tuple[tuple[str, str], ...]:
    return tuple((part.code, part.title[0]) for part in parts.all())


def _logo_of(funder: ProjectFunder) -> bytes:
    """The picture from the hub's files, whichever NGO is active; nothing where there is none or it is gone."""
    hub = Tenant.objects.filter(kind=Tenant.Kind.HUB).first()
    if not funder.logo or hub is None:
        return b""
    with tenant_context(hub):
        if not funder.logo.storage.exists(str(funder.logo.name)):
            return b""
        with funder.logo.open() as file:
            return bytes(file.read())


@dataclass(frozen=True)
class Use:
    """How many sessions of an NGO bear codes, and how many codes these are."""

    tenant: Tenant
    sessions: int
    codes: int


def uses_of(code: str) -> list[Use]:
    """The NGOs with sessions that bear the code of a project, partners or not."""
    return [Use(tenant, codes[code], 1) for tenant, codes in _codes_in_use() if code in codes]


def unknown_codes() -> list[Use]:
    """The NGOs with sessions of a project in which they are no partner, or which nobody has set up."""
    own: dict[Any, set[str]] = {}
    for tenant_uuid, code in Project.objects.values_list("partners__tenant", "code"):
        own.setdefault(tenant_uuid, set()).add(code)
    found = []
    for tenant, codes in _codes_in_use():
        unknown = {code: sessions for code, sessions in codes.items() if code not in own.get(tenant.uuid, ())}
        if unknown:
            found.append(Use(tenant, sum(unknown.values()), len(unknown)))
    return found


def _codes_in_use() -> list[tuple[Tenant, dict[str, int]]]:
    """Of every NGO how many sessions bear which code. Numbers alone leave an NGO."""
    found = []
    for tenant in Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("name_fr"):
        with tenant_context(tenant):
            named = TrainingSession.objects.exclude(project="").order_by()
            codes = named.values_list("project").annotate(sessions=Count("pk"))
            found.append((tenant, dict(codes)))
    return found
