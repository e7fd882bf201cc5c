"""The second stage, with Django and the database set up: the hub at its host, its first administrator."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.invitations import base_url
from accounts.models import StaffInvitation, User
from accounts.roles import Role
from accounts.staff.actions import invite_staff
from accounts.staff.invitations import link_of
from accounts.staff.mailing import send
from config.setting_up import UNNAMED
from core.languages import ORDER
from pages.receivers import name_the_site
from tenants.hosts import set_host
from tenants.models import Tenant
from tenants.provisioning import HUB_SCHEMA, default_host

LAPTOP = default_host(HUB_SCHEMA)


@dataclass(frozen=True)
class Invited:
    """The first administrator's address. `link`: to hand on, where the mail did not go; `is_there`: with an account."""

    address: str
    link: str = ""
    is_there: bool = False


def place_hub(*, name: str, host: str) -> list[str]:
    """Give a hub that has neither name nor host of its own what is given; a line for each change. Raises HostError
    where the host belongs to an NGO."""
    hub = Tenant.objects.get(kind=Tenant.Kind.HUB)
    said = []
    if host != LAPTOP and hub.domains.get(is_primary=True).domain == LAPTOP:
        set_host(tenant=hub, host=host, remove=LAPTOP)
        said.append(_("The hub moved from %(before)s to %(host)s.") % {"before": LAPTOP, "host": host})
    with transaction.atomic(), hub:
        if name and _name(hub, name):
            said.append(_("The hub is called “%(name)s”.") % {"name": name})
    return said


def describe_hub() -> dict[str, str]:
    """Its `name` and `address`, as they are now."""
    hub = Tenant.objects.get(kind=Tenant.Kind.HUB)
    return {"name": hub.name, "address": base_url(hub)}


def _name(hub: Tenant, name: str) -> bool:
    if {code: getattr(hub, f"name_{code}") for code in ORDER} != UNNAMED or name == UNNAMED["fr"]:
        return False
    hub.name_fr, hub.name_ar, hub.name_en = name, "", ""
    hub.save(update_fields=["name_fr", "name_ar", "name_en"])
    name_the_site(tenant=hub)
    return True


def invite_administrator(address: str, language: str) -> Invited | None:
    """Invite the hub's first platform administrator. Where there is one already, or an invitation is under way, nobody
    else; None where there is none and no address was given. Raises StaffError."""
    role = Role.PLATFORM_ADMINISTRATOR
    with Tenant.objects.get(kind=Tenant.Kind.HUB):
        there = User.objects.filter(groups__name=role.value, is_active=True).order_by("pk").first()
        if there:
            return Invited(there.email, is_there=True)
        invitation = StaffInvitation.objects.open().filter(roles__contains=[role.value]).first()
        if not invitation:
            if not address:
                return None
            invitation = invite_staff(email=address, roles=[role], language=language)
        send(invitation.pk)  # at once: no worker may be there yet
        invitation.refresh_from_db()
        is_sent = invitation.mail == StaffInvitation.Mail.SENT
        return Invited(invitation.email, link="" if is_sent else link_of(invitation))
