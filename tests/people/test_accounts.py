"""The accounts of an NGO: help for those who cannot sign in, an end to sessions on a lost phone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from people.views.accounts import Account
from tests.support.clients import TenantClient

LIST = "/fr/accounts/"


@pytest.fixture
def salma(own_ngo):
    """A participant with a PIN."""
    user = User.objects.create_user(username="p-1", password="1234")
    Person.objects.create(full_name="Salma Exemplé", user=user)
    return user


@pytest.fixture
def trainer(own_ngo, make_user):
    return make_user(own_ngo, Role.TRAINER, "amina")


def path(user, name=""):
    return f"{LIST}{user.pk}/{name}/" if name else f"{LIST}{user.pk}/"


def names(response):
    return [Account(user).name for user in response.context["page"]]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 200), (Role.TRAINER, 403), (Role.FUNDER, 403), (None, 403)],
    ids=str,
)
def test_who_sees_the_accounts(sign_in, own_ngo, salma, role, status):
    client = sign_in(own_ngo, role)
    assert [client.get(LIST).status_code, client.get(path(salma)).status_code] == [status] * 2
    assert client.post(path(salma, "sessions")).status_code == status
    assert TenantClient(own_ngo).get(LIST)["location"].startswith("/fr/sign-in/")


@pytest.mark.parametrize("asked", ["salma", "EXEMPLE", "exemplé salma"])
def test_a_name_is_found_however_it_is_written(sign_in, own_ngo, salma, trainer, asked):
    response = sign_in(own_ngo, Role.COORDINATOR).post(LIST, {"q": asked})
    assert names(response) == ["Salma Exemplé"]


def test_what_no_name_can_hold_is_refused(sign_in, own_ngo, salma):
    response = sign_in(own_ngo, Role.COORDINATOR).post(LIST, {"q": "sal\x00ma"})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["q"])


def test_nobody_of_that_name_is_no_dead_end(sign_in, own_ngo, salma):
    response = sign_in(own_ngo, Role.COORDINATOR).post(LIST, {"q": "personne"})
    assert names(response) == []
    assert f'href="{LIST}"' in response.content.decode()


def test_a_new_pin_is_shown_once_and_ends_the_former(sign_in, own_ngo, salma):
    phone = TenantClient(own_ngo)
    phone.force_login(salma)
    client = sign_in(own_ngo, Role.COORDINATOR)
    assert client.get(path(salma, "pin")).status_code == 200
    salma.refresh_from_db()
    assert salma.check_password("1234")  # asked first, nothing done
    pin = client.post(path(salma, "pin")).context["pin"]
    salma.refresh_from_db()
    assert (len(pin), pin.isdigit(), salma.check_password(pin), salma.check_password("1234")) == (6, True, True, False)
    assert phone.get("/fr/me/").status_code == 302
    entry = ModelLogEntry.objects.get(action="accounts.renew_pin")
    assert (entry.object_id, entry.data, pin in str(vars(entry))) == (str(salma.pk), {}, False)
    assert pin not in client.get(path(salma)).content.decode()


def test_all_sessions_end_and_the_pin_stays(sign_in, own_ngo, salma):
    phones = [TenantClient(own_ngo), TenantClient(own_ngo)]
    for phone in phones:
        phone.force_login(salma)
        assert phone.get("/fr/my-data/").status_code == 200
    sign_in(own_ngo, Role.COORDINATOR).post(path(salma, "sessions"))
    assert [phone.get("/fr/my-data/").status_code for phone in phones] == [302, 302]
    salma.refresh_from_db()
    assert salma.check_password("1234")
    phones[0].force_login(salma)
    assert phones[0].get("/fr/my-data/").status_code == 200


@pytest.mark.parametrize("name", ["link", "sessions", "second-factor"])
def test_staff_are_helped_by_administrators_alone(sign_in, own_ngo, trainer, name):
    assert sign_in(own_ngo, Role.COORDINATOR).post(path(trainer, name)).status_code == 403
    assert sign_in(own_ngo, Role.ADMINISTRATOR).post(path(trainer, name)).status_code == 200


def test_a_link_lets_staff_choose_a_password(sign_in, own_ngo, trainer):
    link = sign_in(own_ngo, Role.ADMINISTRATOR).post(path(trainer, "link")).context["link"]
    client = TenantClient(own_ngo)
    response = client.get(link, follow=True)
    new = {"new_password1": "un-long-secret-7", "new_password2": "un-long-secret-7"}
    assert client.post(response.redirect_chain[-1][0], new).status_code == 302
    trainer.refresh_from_db()
    assert trainer.check_password("un-long-secret-7")


def test_a_lost_second_factor_is_removed(sign_in, own_ngo, trainer):
    TOTP.activate(trainer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    sign_in(own_ngo, Role.ADMINISTRATOR).post(path(trainer, "second-factor"))
    trainer.refresh_from_db()
    assert (Authenticator.objects.count(), trainer.sessions_ended) == (0, 1)


@pytest.mark.parametrize(("name", "status"), [("pin", 404), ("link", 200), ("nothing", 404)])
def test_what_does_not_fit_does_not_exist(sign_in, own_ngo, trainer, salma, name, status):
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    assert client.post(path(trainer, name)).status_code == status
    assert client.post(path(salma, "link")).status_code == 404


def test_nobody_helps_themselves(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    assert client.post(path(User.objects.get(), "second-factor")).status_code == 403


def test_the_stranger_sees_and_does_nothing(sign_in, own_ngo, other_ngo, salma):
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    with other_ngo:
        absent = User.objects.order_by("pk").last().pk + 1000
    User.objects.filter(pk=salma.pk).update(username="p-2")
    assert "Salma" not in stranger.get(LIST).content.decode()
    assert stranger.post(f"{LIST}{absent}/pin/").status_code == 404
    assert ModelLogEntry.objects.filter(action="accounts.renew_pin").count() == 0


def test_as_many_queries_for_many_accounts(sign_in, own_ngo, salma):
    client, counts = sign_in(own_ngo, Role.COORDINATOR), []
    client.get(LIST)  # what is remembered of the tenant and its pages is known from here on
    for number in (0, 20):
        for more in range(number):
            user = User.objects.create_user(username=f"p-more-{more}", password="1234")
            Person.objects.create(full_name=f"Personne {more}", user=user)
        with CaptureQueriesContext(connection) as captured:
            assert len(names(client.get(LIST))) == number + 2
        counts.append(len(captured))
    assert counts[0] == counts[1]
