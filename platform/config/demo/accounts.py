"""The demo's accounts: one per role and tenant, with a password that is no secret."""

from typing import Any

from accounts.models import User
from accounts.roles import Role, give_role
from courses.actions import enrol_person
from courses.models import CoursePage
from people.models import Person

PASSWORD = "wasl-demo"  # noqa: S105  printed by `make demo`
NGO_ROLES = (Role.COORDINATOR, Role.TRAINER, Role.REVIEWER, Role.ADMINISTRATOR, Role.FUNDER)
HUB_ROLES = (Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR)
PARTICIPANT = "participant"


def role_accounts(tenant: Any) -> list[tuple[str, Role]]:
    """Sign-in name and role of each staff account of a tenant."""
    return [(role.value.replace(" ", "-"), role) for role in (HUB_ROLES if tenant.is_hub else NGO_ROLES)]


def create_accounts(tenant: Any) -> None:
    """Staff of the active tenant and, in an NGO, one participant enrolled in the demo course."""
    for name, role in role_accounts(tenant):
        user = User.objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD)
        give_role(user, role)
    if not tenant.is_hub:
        user = User.objects.create_user(username=PARTICIPANT, password=PASSWORD)
        person = Person.objects.create(full_name="Participante Exemple", user=user, person_language="fr")
        enrol_person(person=person, course=CoursePage.objects.get())
