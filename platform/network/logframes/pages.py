"""The page of an NGO's projects among those of figures."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from network.models import Partner


def pages_of_logframes(request: HttpRequest) -> list[tuple[str, Any]]:
    """For whoever sees the figures of an NGO that is partner of a project."""
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    if tenant.is_hub or Ability.SEE_FIGURES not in abilities(request.user):
        return []
    if not Partner.objects.filter(tenant=tenant.uuid).exists():
        return []
    return [("logframes:projects", _("Logframes"))]
