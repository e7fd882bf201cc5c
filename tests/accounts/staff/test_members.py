"""Roles change, accesses end and open again, what somebody ran is handed over; one administrator always stays."""

import datetime
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone, translation

from accounts.models import FunderProject, StaffInvitation, User
from accounts.roles import Role, give_role, roles_of
from accounts.staff.actions import invite_staff
from accounts.staff.members import StaffError, change_roles, end_access, hand_over, open_again
from accounts.staff.reading import read_members
from courses.models import CoursePage
from network.models import Project
from pages.models import HomePage
from people.models import Person
from sessions.actions import HalfDay
from tests.support.clients import TenantClient
from tests.support.queries import count_queries
from tests.support.sessions import a_session, today


@pytest.fixture
def projects(db):
    for code in ("P-1", "P-2"):
        Project.objects.create(code=code, title_fr=code, starts=today(-30), ends=today(30))


@pytest.fixture
def administrator(own_ngo, make_user):
    return make_user(own_ngo, Role.ADMINISTRATOR, "administrator")


@pytest.fixture
def trainer(own_ngo, make_user):
    return make_user(own_ngo, Role.TRAINER, "amina")


@pytest.fixture
def colleague(own_ngo, make_user):
    return make_user(own_ngo, Role.TRAINER, "nadia")


@pytest.fixture
def at_the_desk(own_ngo, administrator):
    """A client signed in as the administrator."""
    client = TenantClient(own_ngo)
    client.force_login(administrator)
    return client


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


INVITATIONS = "/fr/staff/invitations/"


def test_invitations_are_found_ordered_and_taken(at_the_desk, own_ngo, other_ngo, sign_in):
    invite_staff(email="b@example.org", roles=[Role.REVIEWER], name="Brahim Exemple")
    old = invite_staff(email="a@example.org", roles=[Role.TRAINER])
    StaffInvitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - datetime.timedelta(days=1))

    def names(answer):
        return [one.name or one.email for one in answer.context["list"].page]

    assert names(at_the_desk.get(INVITATIONS)) == ["a@example.org", "Brahim Exemple"]
    assert names(at_the_desk.get(INVITATIONS, {"order": "-name"})) == ["Brahim Exemple", "a@example.org"]
    for order in ("name", "mail", "until", "made", "email"):
        assert len(names(at_the_desk.get(INVITATIONS, {"order": order}))) == 2
    assert names(at_the_desk.post(INVITATIONS, {"q": "brahim"})) == ["Brahim Exemple"]
    assert names(at_the_desk.get(INVITATIONS, {"q": "brahim"})) == ["a@example.org", "Brahim Exemple"]  # not in one
    assert names(at_the_desk.get(INVITATIONS, {"state": "expired"})) == ["a@example.org"]
    assert names(at_the_desk.get(INVITATIONS, {"state": "open"})) == ["Brahim Exemple"]
    taken = at_the_desk.post(INVITATIONS, {"file": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in taken] == ["Nom", "a@example.org", "Brahim Exemple"]
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    assert names(stranger.get(INVITATIONS)) == []
    assert len(stranger.post(INVITATIONS, {"file": "csv"}).content.decode().splitlines()) == 1
    assert [sign_in(own_ngo, role).get(INVITATIONS).status_code for role in (Role.COORDINATOR, Role.TRAINER)] == [
        403, 403,
    ]  # fmt: skip


def test_thirty_invitations_take_as_many_questions_as_one(at_the_desk):
    invite_staff(email="a0@example.org", roles=[Role.REVIEWER])
    at_the_desk.get(INVITATIONS)
    few = count_queries(at_the_desk, INVITATIONS)
    for number in range(1, 30):
        invite_staff(email=f"a{number}@example.org", roles=[Role.REVIEWER])
    assert count_queries(at_the_desk, INVITATIONS) == few


# Inviting on the page


def test_an_invitation_is_made_on_the_page_and_its_link_shown(at_the_desk, administrator):
    said = {"name": "Salma Exemple", "email": "salma@example.org", "language": "ar", "roles": ["trainer", "reviewer"]}
    page = at_the_desk.post("/en/staff/invite/", said, follow=True)
    made = StaffInvitation.objects.get()
    assert (made.roles, made.language, made.made_by) == (["trainer", "reviewer"], "ar", administrator)
    assert page.context["link"] in page.content.decode()
    assert "waiting to be sent" in page.content.decode()
    assert page.context["link"].startswith("http://own-ngo.localhost:8000/ar/staff/accept/")
    former = page.context["link"]
    assert at_the_desk.post(f"/en/staff/invitations/{made.pk}/again/", follow=True).context["link"] != former
    at_the_desk.post(f"/en/staff/invitations/{made.pk}/withdraw/")
    made.refresh_from_db()
    assert made.state == "withdrawn"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"email": "salma"}, "email"), ({"roles": []}, "roles"), ({"roles": ["library_editor"]}, "roles"),
     ({"name": ""}, "name"), ({"language": "de"}, "language")],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_in_an_invitation_is_named(at_the_desk, said, field):
    good = {"name": "Salma", "email": "salma@example.org", "language": "fr", "roles": ["trainer"]}
    page = at_the_desk.post("/fr/staff/invite/", good | said)
    assert list(page.context["form"].errors) == [field]
    assert StaffInvitation.objects.count() == 0


def test_an_address_with_an_account_leads_there_with_the_roles_ticked(at_the_desk, trainer):
    User.objects.filter(pk=trainer.pk).update(email="amina@example.org")
    said = {"name": "Amina", "email": "amina@example.org", "language": "fr", "roles": ["reviewer"]}
    page = at_the_desk.post("/fr/staff/invite/", said)
    path = f"/fr/staff/{trainer.pk}/?role=reviewer&amp;"
    assert path in page.content.decode()
    ticked = at_the_desk.get(path.replace("&amp;", "&")).context["form"].initial["roles"]
    assert ticked == ["trainer", "reviewer"]
    at_the_desk.post(f"/fr/staff/{trainer.pk}/", {"roles": ticked})
    assert roles_of(User.objects.get(pk=trainer.pk)) == [Role.TRAINER, Role.REVIEWER]


def test_an_address_of_whoever_takes_part_is_said(at_the_desk):
    user = User.objects.create_user(username="p-1", password="135790")
    Person.objects.create(full_name="Amina Exemple", email="amina@example.org", user=user)
    said = {"name": "Amina", "email": "amina@example.org", "language": "fr", "roles": ["reviewer"]}
    page = at_the_desk.post("/en/staff/invite/", said, follow=True)
    assert page.context["takes_part"]
    assert "Somebody who takes part here has this address." in page.content.decode()


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


# Ending


def test_an_access_ends_at_once_and_opens_again(at_the_desk, own_ngo, trainer):
    session = a_session(on=-30, trainers=[trainer])
    client = TenantClient(own_ngo)
    client.post("/fr/sign-in/", {"username": "amina", "password": "x"})
    assert client.get("/fr/sessions/").status_code == 200
    at_the_desk.post(f"/fr/staff/{trainer.pk}/end/")
    assert client.get("/fr/sessions/")["location"].startswith("/fr/sign-in/")
    assert client.post("/fr/sign-in/", {"username": "amina", "password": "x"}).status_code == 200
    assert [user.username for user in session.trainers.all()] == ["amina"]
    assert at_the_desk.get("/fr/staff/").context["ended"] == 1
    page = at_the_desk.get("/fr/staff/?access=ended")
    assert [one.username for one in page.context["list"].page] == ["amina"]
    at_the_desk.post(f"/fr/staff/{trainer.pk}/open/")
    assert client.post("/fr/sign-in/", {"username": "amina", "password": "x"}).status_code == 302
    assert client.get("/fr/sessions/").status_code == 200


def test_nobody_ends_themselves_or_helps_themselves(at_the_desk, administrator, make_user, own_ngo):
    make_user(own_ngo, Role.ADMINISTRATOR, "second")
    page = at_the_desk.post(f"/en/staff/{administrator.pk}/end/")
    assert page.context["form"].non_field_errors() == ["This is your own account. Ask another administrator to end it."]
    assert at_the_desk.post(f"/fr/staff/{administrator.pk}/help/link/").status_code == 403


LAST = {
    "own_ngo": "This is the last account with the role “administrator”: nobody could manage the staff any more. "
    "Give the role to somebody else first.",
    "hub": "This is the last account with the role “platform administrator”: nobody could manage the staff any more. "
    "Give the role to somebody else first.",
}


@pytest.mark.parametrize(
    ("schema", "keeper"), [("own_ngo", Role.ADMINISTRATOR), ("hub", Role.PLATFORM_ADMINISTRATOR)], ids=str
)
def test_the_last_administrator_stays(own_ngo, hub, make_user, schema, keeper):
    tenant = hub if schema == "hub" else own_ngo
    last = make_user(tenant, keeper, "last")
    actor = make_user(tenant, Role.FUNDER, "actor")
    gone = make_user(tenant, keeper, "gone")
    with tenant, translation.override("en"):
        end_access(user=gone, actor=actor)
        with pytest.raises(StaffError) as refusal:
            end_access(user=last, actor=actor)
        assert str(refusal.value) == LAST[schema]
        with pytest.raises(StaffError) as refusal:
            change_roles(user=last, roles=[Role.FUNDER], actor=last)
        assert str(refusal.value) == LAST[schema]
        assert (User.objects.get(pk=last.pk).is_active, roles_of(last)) == (True, [keeper])
        open_again(user=gone, actor=actor)
        change_roles(user=last, roles=[Role.FUNDER], actor=last)
        assert roles_of(User.objects.get(pk=last.pk)) == [Role.FUNDER]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["end", "demote"])
def test_two_administrators_do_not_end_each_other_at_once(own_ngo, make_user, how):
    """Each in a connection of its own, begun together: the second waits for the first, then finds itself the last."""
    one, other = make_user(own_ngo, Role.ADMINISTRATOR, "one"), make_user(own_ngo, Role.ADMINISTRATOR, "other")
    start, refused = threading.Barrier(2), []

    def act(user, actor):
        connection.set_tenant(own_ngo)
        try:
            start.wait(10)
            if how == "end":
                end_access(user=user, actor=actor)
            else:
                change_roles(user=user, roles=[Role.TRAINER], actor=actor)
        except StaffError:
            refused.append(user.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    left = User.objects.filter(is_active=True, groups__name="administrator")
    assert [user.pk for user in left] == refused
    assert len(refused) == 1


@pytest.mark.parametrize(
    "path",
    ["users/", "users/add/", "users/{pk}/", "users/{pk}/delete/", "groups/", "groups/new/", "groups/1/",
     "bulk/accounts/user/delete/?id={pk}", "bulk/accounts/user/set_active_state/?id={pk}"],
)  # fmt: skip
def test_wagtails_own_pages_of_users_lead_to_ours(own_ngo, administrator, path):
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client = TenantClient(own_ngo)
    client.force_login(User.objects.get(pk=administrator.pk))
    path = f"/admin/{path.format(pk=administrator.pk)}"
    for response in (client.get(path), client.post(path, {"is_active": ""})):
        assert (response.status_code, response["location"]) == (302, "/fr/staff/")
    assert User.objects.get().is_active
    assert "/admin/users/" not in client.get("/admin/").content.decode()


# Handing over


def test_sessions_to_come_and_courses_are_handed_over_with_the_ending(at_the_desk, own_ngo, trainer, colleague):
    coming, held = a_session(on=3, trainers=[trainer]), a_session(on=-3, trainers=[trainer])
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", live=False, owner=trainer))
    page = at_the_desk.get(f"/fr/staff/{trainer.pk}/")
    assert [(duty.name, list(found)) for duty, found in page.context["duties"]] == [
        ("sessions", ["First steps"]), ("courses", ["Cours"]),
    ]  # fmt: skip
    at_the_desk.post(f"/fr/staff/{trainer.pk}/end/", {"sessions": colleague.pk, "courses": colleague.pk})
    assert not User.objects.get(pk=trainer.pk).is_active
    assert [list(one.trainers.all()) for one in (coming, held)] == [[colleague], [trainer]]
    assert [change.fields for change in coming.changes.all()] == [["trainers"]]
    course.refresh_from_db()
    assert course.owner == colleague
    assert at_the_desk.get(f"/fr/staff/{trainer.pk}/").context["duties"] == []


def test_a_half_day_that_has_begun_keeps_who_ran_it(own_ngo, administrator, trainer, colleague):
    session = a_session(HalfDay(today(-1), "morning", 180), HalfDay(today(2), "morning", 180), trainers=[trainer])
    assert hand_over(former=trainer, takers={"sessions": colleague}, actor=administrator) == 1
    assert {user.username for user in session.trainers.all()} == {"amina", "nadia"}
    ran = [[user.username for user in slot.run_by.all()] for slot in session.slots.order_by("date")]
    assert ran == [["amina"], ["nadia"]]
    assert hand_over(former=trainer, takers={"sessions": colleague}, actor=administrator) == 0


def test_whoever_takes_part_in_a_session_does_not_take_it_over(own_ngo, at_the_desk, trainer, colleague):
    person = Person.objects.create(full_name="Nadia Exemple", user=colleague)
    session = a_session(on=3, trainers=[trainer], people=[person])
    page = at_the_desk.post(f"/fr/staff/{trainer.pk}/end/", {"sessions": colleague.pk})
    assert "Nadia Exemple" in str(page.context["form"].non_field_errors())
    assert (list(session.trainers.all()), User.objects.get(pk=trainer.pk).is_active) == ([trainer], True)


@pytest.mark.parametrize("who", ["funder", "ended", "themselves"])
def test_who_may_not_run_it_takes_nothing_over(own_ngo, make_user, at_the_desk, administrator, trainer, who):
    taker = (
        trainer
        if who == "themselves"
        else make_user(own_ngo, Role.FUNDER if who == "funder" else Role.TRAINER, "taker")
    )
    session = a_session(on=3, trainers=[trainer])
    if who == "ended":
        end_access(user=taker, actor=administrator)
    page = at_the_desk.post(f"/fr/staff/{trainer.pk}/hand-over/", {"sessions": taker.pk})
    assert list(page.context["form"].errors) == ["sessions"]
    with pytest.raises(StaffError):
        hand_over(former=trainer, takers={"sessions": User.objects.get(pk=taker.pk)}, actor=administrator)
    assert list(session.trainers.all()) == [trainer]


# Helping


def test_staff_of_the_hub_are_helped_too(hub, make_user, sign_in):
    other = make_user(hub, Role.LIBRARY_EDITOR, "editor")
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    page = client.post(f"/fr/staff/{other.pk}/help/link/")
    assert page.context["link"].startswith("http://localhost/fr/password/")
    with hub:
        Authenticator.objects.create(user=other, type="totp", data={})
    client.post(f"/fr/staff/{other.pk}/help/second-factor/")
    with hub:
        assert Authenticator.objects.count() == 0
    assert client.get(f"/fr/staff/{other.pk}/help/nothing/").status_code == 404
