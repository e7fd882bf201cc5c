"""Invitations on the page of the staff: made, listed, and what is wrong in one is named."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import StaffInvitation, User
from accounts.roles import Role, roles_of
from accounts.staff.actions import invite_staff
from people.models import Person
from tests.support.queries import count_queries

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
