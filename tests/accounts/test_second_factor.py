"""Staff sign in with two keys; a code by mail; nothing tells whether an account exists."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache, caches

from accounts.limits import TRIES
from accounts.models import User
from accounts.roles import Role
from tests.support.clients import TenantClient
from tests.support.words import FORBIDDEN_WORDS

SET_UP = "/fr/account/second/totp/activate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def amina(own_ngo, make_user):
    """A trainer with an application on the phone."""
    user = make_user(own_ngo, Role.TRAINER, "amina")
    TOTP.activate(user, SECRET)
    return user


def sign_in(client, name="amina", path="/fr/sign-in/"):
    return client.post(path, {"username": name, "password": "x"})


@pytest.mark.parametrize("path", ["/fr/sessions/", "/admin/", "/fr/figures/", "/fr/home/"])
def test_staff_without_a_second_factor_set_one_up_first(required, own_ngo, make_user, path):
    make_user(own_ngo, Role.COORDINATOR, "amina")
    client = TenantClient(own_ngo)
    assert sign_in(client)["location"] == "/fr/home/"
    response = client.get(path)
    assert (response.status_code, response["location"].partition("?")[0]) == (302, SET_UP)


def test_setting_up_and_signing_in_again(required, own_ngo, make_user):
    user = make_user(own_ngo, Role.COORDINATOR, "amina")
    client = TenantClient(own_ngo)
    sign_in(client)
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    assert f'<code dir="ltr">{secret}</code>' in page.content.decode()
    assert client.post(SET_UP, {"code": "000000"}).context["form"].errors != {}
    assert not Authenticator.objects.exists()
    code = code_of(secret)
    arabic = f"{code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    response = client.post(SET_UP, {"code": arabic})
    assert response["location"] == "/fr/account/second/recovery-codes/"
    codes = client.get(response["location"]).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/fr/sessions/").status_code == 200
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored  # encrypted

    again = TenantClient(own_ngo)
    assert sign_in(again)["location"] == "/fr/account/second/authenticate/"
    assert again.get("/fr/sessions/")["location"].startswith("/fr/sign-in/")
    assert again.post("/fr/account/second/authenticate/", {"code": codes[0]})["location"] == "/fr/home/"
    assert again.get("/fr/sessions/").status_code == 200


def test_the_code_of_the_application_and_where_one_wanted_to_go(required, own_ngo, amina):
    client = TenantClient(own_ngo)
    response = sign_in(client, path="/fr/sign-in/?next=/fr/sessions/")
    assert response["location"].partition("?")[0] == "/fr/account/second/authenticate/"
    refused = client.post(response["location"], {"code": "123456"})
    assert list(refused.context["form"].errors) == ["code"]
    assert client.post(response["location"], {"code": code_of(SECRET)})["location"] == "/fr/sessions/"


def in_another_worker():
    """What only one process remembers is unknown to the next."""
    cache.clear()


def test_tries_at_the_second_factor_are_counted_by_all_workers_together(required, own_ngo, amina):
    client = TenantClient(own_ngo)
    path = sign_in(client)["location"]
    for _number in range(5):
        client.post(path, {"code": "000000"})
        in_another_worker()
    assert client.post(path, {"code": code_of(SECRET)}).status_code == 200
    caches["limits"].clear()
    assert client.post(path, {"code": code_of(SECRET)})["location"] == "/fr/home/"


def test_a_code_works_once(required, own_ngo, amina):
    code, answers = code_of(SECRET), []
    for _time in range(2):
        client = TenantClient(own_ngo)
        sign_in(client)
        answers.append(client.post("/fr/account/second/authenticate/", {"code": code}).status_code)
        in_another_worker()
    assert answers == [302, 200]


def test_participants_need_no_second_factor(required, own_ngo, make_user):
    make_user(own_ngo, None, "salma")
    client = TenantClient(own_ngo)
    sign_in(client, "salma")
    assert client.get("/fr/home/")["location"] == "/fr/me/"


def test_the_stranger_does_not_know_the_factor(required, own_ngo, amina, other_ngo, make_user):
    make_user(other_ngo, Role.TRAINER, "amina")
    client = TenantClient(other_ngo)
    assert sign_in(client)["location"] == "/fr/home/"  # its own amina has none yet
    assert client.get("/fr/sessions/")["location"] == SET_UP


def test_what_we_do_not_use_does_not_exist(client):
    for path in ("signup", "email", "password/reset", "password/change"):
        assert client.get(f"/fr/account/{path}/").status_code == 404
    assert client.get("/fr/account/leave/").status_code == 405


ASK, CONFIRM = "/fr/account/code/", "/fr/account/code/confirm/"


def asked(client, address, mailoutbox, ask=ASK):
    before = len(mailoutbox)
    response = client.post(ask, {"contact": address})
    page = client.get(response["location"]).content.decode()
    return response.status_code, response["location"], re.sub(r'value="[^"]{30,}"', "", page), mailoutbox[before:]


def test_a_code_by_mail_signs_in(own_ngo, make_user, mailoutbox):
    user = make_user(own_ngo, None, "salma")
    User.objects.update(email="salma@example.org", first_name="Amina")
    client = TenantClient(own_ngo)
    asked_at = ASK.replace("/fr/", "/ar/")
    _status, location, _page, (mail,) = asked(client, "SALMA@example.org", mailoutbox, asked_at)
    assert mail.to == ["salma@example.org"]  # as it is stored, not as it was typed
    html = mail.alternatives[0].content
    assert 'lang="ar" dir="rtl"' in html
    assert not FORBIDDEN_WORDS.search(mail.subject + mail.body + html)
    code = re.search(r'<strong dir="ltr">([^<]+)<', html)[1]
    wrong = client.post(location, {"code": "000000" if code != "000000" else "111111"})
    assert list(wrong.context["verify_form"].errors) == ["code"]
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    response = client.post(location, {"code": f" {arabic[:3]} {arabic[3:]} "})
    assert response.status_code == 302
    assert client.get("/fr/home/")["location"] == "/fr/me/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_nothing_tells_whether_an_address_is_known(own_ngo, make_user, mailoutbox):
    make_user(own_ngo, None, "salma")
    User.objects.update(email="salma@example.org")
    known = asked(TenantClient(own_ngo), "salma@example.org", mailoutbox)
    unknown = asked(TenantClient(own_ngo), "nobody@example.org", mailoutbox)
    assert known[:3] == unknown[:3]
    assert (len(known[3]), len(unknown[3])) == (1, 0)


def test_an_address_of_two_accounts_opens_neither(own_ngo, make_user, mailoutbox):
    make_user(own_ngo, None, "salma")
    make_user(own_ngo, None, "nadia")
    User.objects.update(email="family@example.org")
    assert asked(TenantClient(own_ngo), "family@example.org", mailoutbox)[3] == []


def test_codes_are_not_sent_without_end(own_ngo, make_user, mailoutbox):
    make_user(own_ngo, None, "salma")
    User.objects.update(email="salma@example.org")
    for _number in range(TRIES + 3):
        TenantClient(own_ngo).post(ASK, {"contact": "salma@example.org"})
    assert 0 < len(mailoutbox) <= TRIES


def test_a_code_by_mail_is_no_second_factor(required, own_ngo, amina, mailoutbox):
    User.objects.update(email="amina@example.org")
    client = TenantClient(own_ngo)
    _status, location, _page, (mail,) = asked(client, "amina@example.org", mailoutbox)
    code = re.search(r'<strong dir="ltr">([^<]+)<', mail.alternatives[0].content)[1]
    assert client.post(location, {"code": code})["location"].startswith("/fr/account/second/authenticate/")
    assert client.get("/fr/sessions/")["location"].startswith("/fr/sign-in/")
