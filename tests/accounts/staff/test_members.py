"""Who the staff are: the list of them, who manages it, and how their roles change."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import FunderProject, StaffInvitation, User
from accounts.roles import Role, give_role, roles_of
from accounts.staff.actions import invite_staff
from accounts.staff.members import end_access
from accounts.staff.reading import read_members
from network.models import Project
from tests.support.clients import TenantClient
from tests.support.queries import count_queries
from tests.support.sessions import today


@pytest.fixture
def projects(db):
    for code in ("P-1", "P-2"):
        Project.objects.create(code=code, title_fr=code, starts=today(-30), ends=today(30))


def test_the_list_says_who_what_secured_and_when(at_the_desk, trainer, administrator):
    seen = timezone.now().replace(year=2026, month=3, day=17)
    User.objects.filter(pk=trainer.pk).update(first_name="Amina", last_login=seen)
    Authenticator.objects.create(user=trainer, type="totp", data={})
    Authenticator.objects.create(user=administrator, type="recovery_codes", data={})
    invite_staff(email="salma@example.org", roles=[Role.REVIEWER], name="Salma Exemple", by=administrator)
    page = at_the_desk.get("/en/staff/")
    members = read_members(page.context["list"].page)
    lines = [(str(one.user), one.role_names, one.has_second_factor, one.last_seen) for one in members]
    assert ("Amina", "trainer", True, "March 2026") in lines
    assert [line[:3] for line in lines if line[0] == "administrator"] == [("administrator", "administrator", False)]
    assert "17" not in page.content.decode().split("March 2026")[0][-20:]  # the month, and no more than that
    assert page.context["invited"] == 1
    (row,) = at_the_desk.get("/en/staff/invitations/").context["list"].table.rows
    assert ["Salma Exemple" in str(row[0].value), row[1].value] == [True, "reviewer"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.COORDINATOR, 403), (Role.TRAINER, 403), (Role.FUNDER, 403), (None, 403)],
    ids=str,
)
def test_who_manages_the_staff(sign_in, own_ngo, make_user, role, status):
    other = make_user(own_ngo, Role.REVIEWER, "reviewer")
    client = sign_in(own_ngo, role)
    paths = ["", "invite/", "rules/", *(f"{other.pk}/{name}" for name in ("", "end/", "hand-over/", "help/link/"))]
    assert [client.get(f"/fr/staff/{path}").status_code for path in paths] == [status] * len(paths)
    assert TenantClient(own_ngo).get("/fr/staff/")["location"].startswith("/fr/sign-in/")
    if status == 403:
        posts = ["invite/", f"{other.pk}/", f"{other.pk}/end/", f"{other.pk}/open/", f"{other.pk}/hand-over/", "rules/"]
        assert [client.post(f"/fr/staff/{path}").status_code for path in posts] == [403] * len(posts)
        assert User.objects.get(pk=other.pk).is_active


def test_the_stranger_sees_and_ends_nobody_of_ours(sign_in, other_ngo, own_ngo, trainer):
    invitation = invite_staff(email="salma@example.org", roles=[Role.REVIEWER], name="Salma Exemple")
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    with other_ngo:
        own = User.objects.get().pk
    page = stranger.get("/fr/staff/")
    assert [one.pk for one in page.context["list"].page] == [own]
    assert not {"amina", "Salma"} & set(page.content.decode().split())
    for path in ("", "end/", "hand-over/", "help/link/"):
        assert stranger.get(f"/fr/staff/{trainer.pk + 1000}/{path}").status_code == 404
    for path in (f"invitations/{invitation.pk}/again/", f"invitations/{invitation.pk}/withdraw/"):
        assert stranger.post(f"/fr/staff/{path}").status_code == 404
    invitation.refresh_from_db()
    assert (invitation.state, User.objects.get(pk=trainer.pk).is_active) == ("open", True)


def test_platform_administrators_manage_the_staff_of_the_hub(sign_in, hub, projects):
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    assert client.get("/fr/staff/").status_code == 200
    assert client.get("/fr/staff/rules/")["location"] == "/fr/staff/"  # an NGO's affair
    said = {
        "name": "Bailleur",
        "email": "fonds@example.org",
        "language": "fr",
        "roles": ["funder"],
        "projects": "P-1\nP-2",
    }
    answer = client.post("/fr/staff/invite/", said)
    with hub:
        made = StaffInvitation.objects.get()
        assert (made.roles, made.projects) == (["funder"], ["P-1", "P-2"])
    assert answer["location"] == f"/fr/staff/invitations/{made.pk}/"
    assert [client.get(path).status_code for path in ("/fr/staff/invite/", answer["location"])] == [200, 200]
    network = sign_in(hub, Role.NETWORK_COORDINATOR)
    assert network.get("/fr/staff/").status_code == 403


def test_a_list_of_thirty_takes_as_many_questions_as_of_one(at_the_desk, own_ngo, trainer):
    invite_staff(email="a0@example.org", roles=[Role.REVIEWER])
    end_access(user=User.objects.create_user(username="gone"), actor=trainer)
    give_role(User.objects.get(username="gone"), Role.TRAINER)
    at_the_desk.get("/fr/staff/")
    few = count_queries(at_the_desk, "/fr/staff/")
    for number in range(30):
        user = User.objects.create_user(username=f"user{number}", is_active=number % 2)
        give_role(user, Role.TRAINER)
        give_role(user, Role.REVIEWER)
        invite_staff(email=f"b{number}@example.org", roles=[Role.REVIEWER])
    assert count_queries(at_the_desk, "/fr/staff/") == few


# Roles


def test_roles_hold_from_the_next_page_on(at_the_desk, own_ngo, trainer):
    client = TenantClient(own_ngo)
    client.force_login(trainer)
    assert client.get("/fr/figures/").status_code == 403
    at_the_desk.post(f"/fr/staff/{trainer.pk}/", {"roles": ["coordinator"]})
    assert client.get("/fr/figures/").status_code == 200
    assert roles_of(User.objects.get(pk=trainer.pk)) == [Role.COORDINATOR]


def test_without_a_role_the_account_takes_part_only(at_the_desk, own_ngo, trainer):
    answer = at_the_desk.post(f"/fr/staff/{trainer.pk}/", {})
    client = TenantClient(own_ngo)
    client.force_login(trainer)
    assert (answer["location"], client.get("/fr/home/")["location"]) == ("/fr/staff/", "/fr/me/")
    assert at_the_desk.get(f"/fr/staff/{trainer.pk}/").status_code == 404


def test_projects_of_a_funder_of_the_hub(hub, make_user, sign_in, projects):
    funder = make_user(hub, Role.FUNDER, "fonds")
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    client.post(f"/fr/staff/{funder.pk}/", {"roles": ["funder"], "projects": "P-1\n p-2 \nP-1"})
    with hub:
        assert sorted(FunderProject.objects.values_list("user", "project")) == [(funder.pk, "P-1"), (funder.pk, "P-2")]
    client.post(f"/fr/staff/{funder.pk}/", {"roles": ["funder"], "projects": "P-2"})
    with hub:
        assert [row.project for row in FunderProject.objects.all()] == ["P-2"]
    page = client.post(f"/en/staff/{funder.pk}/", {"roles": ["funder"], "projects": "P-2\nP-3"})
    assert page.context["form"].errors == {
        "projects": ["There is no project with the code “P-3”. Set it up under “Projects”, or correct the code."]
    }
    page = client.post(f"/en/staff/{funder.pk}/", {"roles": ["library_editor"], "projects": "P-2"})
    assert page.context["form"].errors == {"projects": ["Projects go with the role “funder” of the hub alone."]}
