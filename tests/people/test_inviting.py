"""Who invites people on a list to an account, whom, how many at once, and by which way the link goes."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation, JoinCode, User
from accounts.roles import Role
from core.sms import MemorySms
from courses.models import Enrolment
from people.models import Person
from tests.support.access import NOON, SALMA, link_for, post, tick
from tests.support.clients import TenantClient


@pytest.fixture
def salma(own_ngo):
    """On a coordinator's list, nothing more."""
    return Person.objects.create(full_name="Salma Exemple", category="judge", **SALMA)


def test_by_sms_where_there_is_only_a_phone(sign_in, own_ngo, settings):
    settings.SMS_BACKEND = "core.sms.MemorySms"
    MemorySms.outbox.clear()
    person = Person.objects.create(full_name="Yto", phone="+212612345678", person_language="ar")
    sign_in(own_ngo, Role.COORDINATOR).post(f"/fr/people/{person.uuid}/access/send/")
    tick()
    ((phone, text),) = MemorySms.outbox
    assert phone == "+212612345678"
    assert "/ar/access/" in text


@pytest.mark.parametrize(("way", "mails"), [("send", 1), ("link", 0)])
def test_a_double_press_makes_one_link(sign_in, own_ngo, salma, way, mails):
    coordinator, path = sign_in(own_ngo, Role.COORDINATOR), f"/fr/people/{salma.uuid}/access/{way}/"
    first = coordinator.post(path)
    tick()
    connection.set_tenant(own_ngo)
    second = coordinator.post(path)
    tick()
    connection.set_tenant(own_ngo)
    assert (len(mail.outbox), Invitation.objects.count()) == (mails, 1)
    if way == "link":
        assert first.context["link"] == second.context["link"]


def test_another_way_right_after_ends_the_former_link(sign_in, own_ngo, salma):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    for way in ("send", "link"):
        coordinator.post(f"/fr/people/{salma.uuid}/access/{way}/")
    assert Invitation.objects.get().by_hand  # not sent as well


def test_at_night_it_waits(sign_in, own_ngo, salma):
    link_for(salma)
    tick(timezone.now().astimezone(NOON.tzinfo).replace(hour=22))
    assert mail.outbox == []


def test_staff_are_not_invited_round_their_second_factor(sign_in, own_ngo, make_user, salma):
    salma.user = make_user(own_ngo, Role.TRAINER, "amina")
    salma.save()
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    for way in ("send", "link", "pin"):
        coordinator.post(f"/fr/people/{salma.uuid}/access/{way}/")
    assert Invitation.objects.count() == 0
    path = link_for(salma)
    assert post(path)[1]["location"].startswith("/fr/sign-in/")
    salma.user.refresh_from_db()
    assert salma.user.check_password("x")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 200), (Role.TRAINER, 403), (None, 403)], ids=str
)
def test_who_may_invite(sign_in, own_ngo, salma, join_code, role, status):
    client = sign_in(own_ngo, role)
    pages = [f"/fr/people/{salma.uuid}/access/", "/fr/accounts/open/", f"/fr/join/{join_code.code}/invite/"]
    assert [client.get(page).status_code for page in pages] == [status] * 3
    if status == 403:
        posts = [f"/fr/people/{salma.uuid}/access/{way}/" for way in ("send", "link", "pin")]
        assert [client.post(page).status_code for page in posts] == [403] * 3
    assert TenantClient(own_ngo).get(pages[0])["location"].startswith("/fr/sign-in/")


def test_the_stranger_invites_nobody_of_ours(sign_in, own_ngo, other_ngo, salma, join_code):
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    assert stranger.get(f"/fr/people/{salma.uuid}/access/").status_code == 404
    assert stranger.post(f"/fr/people/{salma.uuid}/access/pin/").status_code == 404
    assert stranger.get(f"/fr/join/{join_code.code}/invite/").status_code == 404
    assert list(stranger.get("/fr/accounts/open/").context["people"]) == []


def test_many_are_invited_at_once(sign_in, own_ngo, salma):
    user = User.objects.create_user(username="p-1", password="135790")
    Person.objects.create(full_name="Nadia", email="nadia@example.org", user=user)
    Person.objects.create(full_name="Personne", category="judge")
    yto = Person.objects.create(full_name="Yto", email="yto@example.org", category="police")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    page = coordinator.get("/fr/accounts/open/")
    assert ([person.full_name for person in page.context["people"]], page.context["unreachable"]) == (
        ["Salma Exemple", "Yto"], 1,
    )  # fmt: skip
    assert list(coordinator.get("/fr/accounts/open/?category=police").context["people"]) == [yto]
    assert coordinator.post("/fr/accounts/open/", {}).context["form"].errors != {}
    coordinator.post("/fr/accounts/open/", {"invited": [str(salma.uuid), str(yto.uuid)]})
    tick()
    assert sorted(message.to[0] for message in mail.outbox) == ["salma@example.org", "yto@example.org"]


def test_as_many_queries_for_many_people(sign_in, own_ngo, salma):
    client, counts = sign_in(own_ngo, Role.COORDINATOR), []
    client.get("/fr/accounts/open/")
    for number in (0, 30):
        for more in range(number):
            Person.objects.create(full_name=f"Personne {more}", email=f"p{more}@example.org")
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get("/fr/accounts/open/").context["people"]) == number + 1
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_invitation_to_a_course_leads_straight_into_it(sign_in, own_ngo, salma, join_code):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    JoinCode.objects.update(active=False)  # nobody new by the code; those invited all the same
    coordinator.post(f"/fr/join/{join_code.code}/invite/", {"invited": [str(salma.uuid)]})
    tick()
    connection.set_tenant(own_ngo)
    path = re.search(r"/fr/access/\S+", mail.outbox[0].body)[0]
    client, response = post(path)
    assert response["location"] == "/fr/cours/"
    assert Enrolment.objects.get().person == salma
    assert client.get("/fr/me/").status_code == 200
    assert list(coordinator.get(f"/fr/join/{join_code.code}/invite/").context["people"]) == []  # in it already
