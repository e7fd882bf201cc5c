"""The demo's accounts: one per role and tenant, with a password that is no secret."""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import ROLES_OF, Role, give_role
from courses.actions import enrol_person
from courses.models import CoursePage
from impact.models import ProjectReader
from people.consent import give_consent
from people.models import Person
from sessions.models import TrainingSession

PASSWORD = "wasl-demo"  # noqa: S105  printed by `make demo`
PARTICIPANT = "participant"


@cache
def _hashed_password() -> str:
    """Hashed once for all accounts: each hashing takes a third of a second on purpose."""
    return make_password(PASSWORD)


def role_accounts(tenant: Any) -> list[tuple[str, Role]]:
    """Sign-in name and role of each staff account of a tenant."""
    return [(role.value.replace("_", "-"), role) for role in ROLES_OF[tenant.kind]]


def create_accounts(tenant: Any) -> None:
    """Staff of the active tenant and, in an NGO, one participant enrolled in the demo course."""
    hashed = _hashed_password()
    there_are = set(User.objects.values_list("username", flat=True))  # of a demo from before there was a role
    for name, role in role_accounts(tenant):
        if name in there_are:
            continue
        said = role.value.replace("_", " ").capitalize()
        user = User(username=name, first_name=said, last_name="Exemple", email=f"{name}@example.org")
        user.password = hashed
        user.save()
        give_role(user, role)
    if not tenant.is_hub:
        funder = User.objects.get(username=Role.FUNDER.value)
        ProjectReader.objects.bulk_create(
            ProjectReader(user=funder, project=code)
            for code in TrainingSession.objects.exclude(project="").values_list("project", flat=True).distinct()
        )
        user = User.objects.create(username=PARTICIPANT, password=hashed)
        person = Person.objects.create(full_name="Participante Exemple", user=user, person_language="fr")
        give_consent(person=person)
        enrol_person(person=person, course=CoursePage.objects.live().get())  # the example is a draft
