"""What the roles of the hub let in to: library editors see no figure, funders read projects and nothing else."""

import pytest
from wagtail.models import GroupApprovalTask

from accounts.roles import Role
from tenants.signals import tenant_migrated

FIRST = {
    Role.LIBRARY_EDITOR: "/admin/",
    Role.NETWORK_COORDINATOR: "/fr/today/",
    Role.FUNDER: "/fr/today/",
}


@pytest.mark.parametrize(("role", "path"), FIRST.items(), ids=str)
def test_everybody_of_the_hub_lands_on_their_own_page(sign_in, hub, role, path):
    client = sign_in(hub, role)
    assert client.get("/fr/home/")["location"] == path
    assert client.get(path).status_code == 200


PAGES = {  # page -> who is let in
    "/fr/network/": {Role.NETWORK_COORDINATOR},
    "/fr/network/periods/": {Role.NETWORK_COORDINATOR},
    "/admin/library/kept/": {Role.LIBRARY_EDITOR, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR},
    "/admin/library/offered/": {Role.LIBRARY_EDITOR, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR},
    "/admin/translations/": {Role.LIBRARY_EDITOR, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR},
    "/fr/staff/": {Role.PLATFORM_ADMINISTRATOR},
    "/fr/people/": set(),
    "/fr/accounts/": set(),
}


@pytest.mark.parametrize(
    "role", [Role.LIBRARY_EDITOR, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR, Role.FUNDER], ids=str
)
def test_what_each_role_of_the_hub_reads(sign_in, hub, role):
    client = sign_in(hub, role)
    found = {path: client.get(path).status_code for path in PAGES}
    assert {path: status == 200 for path, status in found.items()} == {path: role in may for path, may in PAGES.items()}


def test_editors_of_the_library_approve_in_the_hub_and_reviewers_in_an_ngo(hub, own_ngo):
    for tenant, approving in ((hub, {"library_editor", "reviewer"}), (own_ngo, {"reviewer"})):
        with tenant:
            tenant_migrated.send(sender=None)
            names = {group.name for task in GroupApprovalTask.objects.all() for group in task.groups.all()}
        assert names == approving
