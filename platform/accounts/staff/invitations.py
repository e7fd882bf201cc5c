"""Links of staff invitations: signed for one tenant from the invitation's row, worth nothing elsewhere or twice."""

from django.core import signing
from django.urls import reverse
from django.utils import translation

from accounts.invitations import base_url
from accounts.models import StaffInvitation
from core.signing import tenant_salt
from tenants.connection import connection
from tenants.models import Tenant


def here() -> Tenant:
    """The active tenant, also where only its schema was entered."""
    tenant = connection.tenant
    return tenant if isinstance(tenant, Tenant) else Tenant.objects.get(schema_name=connection.schema_name)


def link_of(invitation: StaffInvitation) -> str:
    """The absolute address to hand on, in the language of whoever is invited."""
    with translation.override(invitation.language):
        return base_url(here()) + reverse("staff:accept", args=[_signer().sign(invitation.issue.hex)])


def read_token(token: str) -> StaffInvitation | None:
    """The invitation of a link, in whatever state it is; None for any other text, another tenant's link, a former one
    of an invitation that was sent again."""
    try:
        issue = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return StaffInvitation.objects.filter(issue=issue).first()


def _signer() -> signing.Signer:
    return signing.Signer(salt=tenant_salt("accounts.staff"))
