"""Accesses end and open again, what somebody ran is handed over; one administrator always stays."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import translation

from accounts.models import User
from accounts.roles import Role, roles_of
from accounts.staff.members import StaffError, change_roles, end_access, hand_over, open_again
from courses.models import CoursePage
from pages.models import HomePage
from people.models import Person
from sessions.actions import HalfDay
from tests.support.clients import TenantClient
from tests.support.sessions import a_session, today


@pytest.fixture
def colleague(own_ngo, make_user):
    return make_user(own_ngo, Role.TRAINER, "nadia")


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
