"""An invitation and an account that is there already: it gets the roles, is opened, or is left alone; one at most."""

import datetime
import re

import pytest
from django.utils import translation

from accounts.models import StaffInvitation, User
from accounts.roles import Role, give_role, roles_of
from accounts.staff.actions import StaffError, accept_invitation, accept_with_account, invite_staff
from accounts.staff.invitations import link_of
from people.models import Person
from tests.support.clients import TenantClient

ADDRESS = "amina@example.org"
SECRET = "une phrase bien longue"


@pytest.fixture
def invitation(own_ngo):
    return invite_staff(email=ADDRESS, roles=[Role.TRAINER, Role.COORDINATOR], name="Amina Exemple")


def path_of(invitation):
    return re.sub(r"^https?://[^/]+", "", link_of(invitation))


@pytest.mark.parametrize("active", [True, False], ids=["works here", "has ended"])
@pytest.mark.parametrize("by", ["username", "email"])
def test_an_address_that_has_an_account_gets_no_second_one(own_ngo, make_user, active, by):
    user = make_user(own_ngo, Role.TRAINER, ADDRESS if by == "username" else "amina")
    User.objects.update(is_active=active, **({"email": "Amina@Example.org"} if by == "email" else {}))
    with translation.override("en"), pytest.raises(StaffError) as refusal:
        invite_staff(email=ADDRESS, roles=[Role.COORDINATOR])
    assert refusal.value.account == user
    assert str(refusal.value) == (
        "This address has an account here already. Add the roles to that account, on the page “Staff”."
        if active
        else "This address has an account whose access has ended. Open it again, on the page “Staff”."
    )
    assert StaffInvitation.objects.count() == 0


def test_whoever_takes_part_gets_the_roles_with_their_own_account(own_ngo, invitation):
    user = User.objects.create_user(username="p-1", password="135790")
    person = Person.objects.create(full_name="Amina Exemple", email=ADDRESS, user=user)
    client = TenantClient(own_ngo)
    client.force_login(user)
    path = path_of(invitation)
    assert "password" in client.post(path, {}).context["form"].errors
    assert client.post(path, {"password": "246801357"}).status_code == 200
    assert client.post(path, {"password": SECRET})["location"] == "/fr/home/"
    user.refresh_from_db()
    assert (roles_of(user), user.check_password(SECRET), user.email, user.person) == (
        [Role.TRAINER, Role.COORDINATOR], True, ADDRESS, person,
    )  # fmt: skip
    assert client.get("/fr/home/")["location"] == "/fr/today/"
    assert User.objects.count() == 1


def test_whoever_has_an_account_adds_the_roles_to_it(own_ngo, invitation, make_user):
    user = make_user(own_ngo, Role.REVIEWER, "nadia")
    client = TenantClient(own_ngo)
    client.force_login(user)
    assert client.post(path_of(invitation), {})["location"] == "/fr/home/"
    assert roles_of(User.objects.get()) == [Role.TRAINER, Role.REVIEWER, Role.COORDINATOR]


def test_two_at_once_make_one_account(invitation):
    stale = StaffInvitation.objects.get()
    accept_invitation(invitation=invitation, name="Amina", password=SECRET, language="fr")
    with pytest.raises(StaffError, match="déjà"):
        accept_invitation(invitation=stale, name="Amina", password=SECRET, language="fr")
    with pytest.raises(StaffError):
        accept_with_account(invitation=stale, user=User.objects.get())
    assert User.objects.count() == 1


def an_untouched_account(**fields):
    """As `create_tenant` makes one for the first coordinator."""
    user = User.objects.create_user(username=ADDRESS, email=ADDRESS, password=None, **fields)
    give_role(user, Role.COORDINATOR)
    return user


def test_an_account_that_nobody_has_entered_is_opened_by_an_invitation(own_ngo):
    account = an_untouched_account()
    invite_staff(email=ADDRESS, roles=[Role.COORDINATOR])
    later = invite_staff(email=ADDRESS.upper(), roles=[Role.ADMINISTRATOR])
    user = accept_invitation(invitation=later, name="Amina Exemple", password=SECRET, language="ar")
    assert (user, user.first_name, user.language, user.check_password(SECRET)) == (account, "Amina Exemple", "ar", True)
    assert roles_of(User.objects.get()) == [Role.COORDINATOR, Role.ADMINISTRATOR]
    with pytest.raises(StaffError):  # it is entered now
        invite_staff(email=ADDRESS, roles=[Role.TRAINER])


@pytest.mark.parametrize(
    "change",
    [{"last_login": datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)}, {"is_active": False}],
    ids=["entered", "ended"],
)
def test_an_account_that_was_entered_or_ended_is_not(own_ngo, change):
    an_untouched_account(**change)
    with pytest.raises(StaffError):
        invite_staff(email=ADDRESS, roles=[Role.COORDINATOR])


def test_a_participants_account_is_not_taken_over(own_ngo, invitation):
    User.objects.create_user(username=ADDRESS, email=ADDRESS, password=None)
    with pytest.raises(StaffError):
        accept_invitation(invitation=invitation, name="Amina", password=SECRET, language="fr")
