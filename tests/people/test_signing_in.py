"""Codes by SMS, and PINs and passwords with a mail address or a phone: whose it is, and what nothing gives away."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection

from accounts.limits import TRIES
from accounts.models import User
from accounts.roles import Role
from core.sms import MemorySms
from people.merging import merge_people
from people.models import Person
from people.signing_in import account_of, only_account
from tests.support.clients import TenantClient

PHONE = "+212612345678"
ASK = "/fr/account/code/"


@pytest.fixture(autouse=True)
def sms(settings):
    settings.SMS_BACKEND = "core.sms.MemorySms"
    MemorySms.outbox.clear()
    return MemorySms.outbox


def member(name="Salma Exemple", pin="246810", **fields):
    user = User.objects.create_user(username=f"p-{name}", password=pin)
    return Person.objects.create(full_name=name, user=user, **fields)


def listed(name="Nadia Exemple", **fields):
    """On a coordinator's list only."""
    return Person.objects.create(full_name=name, **fields)


def ask(tenant, contact):
    client = TenantClient(tenant)
    response = client.post(ASK, {"contact": contact})
    page = client.get(response["location"]).content.decode() if response.status_code == 302 else ""
    return client, (response.status_code, response.get("location"), re.sub(r'value="[^"]{30,}"', "", page))


def code_in(text):
    return re.search(r"\b\d{6}\b", text)[0]


@pytest.mark.parametrize(
    "typed",
    [
        "+212612345678",
        "0612345678",
        "06 12 34 56 78",
        "00212 612-345-678",
        "٠٦١٢٣٤٥٦٧٨",
        "+٢١٢ ٦١٢ ٣٤٥ ٦٧٨",
        "612345678",
    ],
    ids=["E.164", "national", "spaces", "00", "Arabic digits", "Arabic E.164", "lost 0"],
)
def test_a_number_however_it_is_written_gets_its_code(own_ngo, sms, typed):
    person = member(phone=PHONE)
    client, (_status, location, _page) = ask(own_ngo, typed)
    ((to, text),) = sms
    assert (to, text) == (PHONE, f"Votre code : {code_in(text)}. Il est valable cinq minutes et sert une fois.")
    assert client.post(location, {"code": f"{code_in(text)[:3]}-{code_in(text)[3:]}"}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.user_id)


def test_the_whole_message_may_be_pasted(own_ngo, sms):
    member(phone=PHONE)
    client, (_s, location, _p) = ask(own_ngo, PHONE)
    assert client.post(location, {"code": f"{sms[0][1]}\n"})["location"] == "/fr/home/"


def test_a_french_number_is_found_where_the_same_digits_would_be_moroccan(own_ngo, sms):
    member(phone="+33612345678")
    ask(own_ngo, "06 12 34 56 78")
    assert [to for to, _text in sms] == ["+33612345678"]


def test_a_number_of_two_countries_is_shared(own_ngo, sms):
    """06 12 34 56 78 may be either of the two: written out, it is one."""
    member(phone="+33612345678")
    member("Nadia", phone=PHONE)
    ask(own_ngo, "06 12 34 56 78")
    assert sms == []
    ask(own_ngo, "+33 6 12 34 56 78")
    assert [to for to, _text in sms] == ["+33612345678"]


def test_nothing_tells_whether_a_number_is_known(own_ngo, sms):
    member(phone=PHONE)
    known, unknown = ask(own_ngo, PHONE), ask(own_ngo, "+212698765432")
    assert known[1] == unknown[1]
    assert len(sms) == 1
    again = [client.post(location, {"action": "resend"}) for client, (_s, location, _p) in (known, unknown)]
    assert [(answer.status_code, answer["location"]) for answer in again] == [(302, known[1][1])] * 2
    wrong = [client.post(known[1][1], {"code": "x"}) for client in (known[0], unknown[0])]
    assert [answer.status_code for answer in wrong] == [200, 200]
    assert wrong[0].context["verify_form"].errors == wrong[1].context["verify_form"].errors


@pytest.mark.parametrize("other", [member, listed], ids=["another account", "somebody on a list"])
def test_a_shared_number_opens_nothing(own_ngo, sms, other):
    member(phone=PHONE)
    other("Nadia Exemple", phone=PHONE)
    ask(own_ngo, PHONE)
    assert sms == []


def test_who_has_no_account_gets_no_code(own_ngo, sms):
    listed(phone=PHONE)
    ask(own_ngo, PHONE)
    assert sms == []


def test_merged_records_are_one_human(own_ngo, sms, make_user):
    joined, kept = member(phone=PHONE), listed(phone=PHONE, email="s@example.org")
    merge_people(kept=kept, absorbed=joined, actor=make_user(own_ngo, Role.COORDINATOR))
    ask(own_ngo, PHONE)
    assert [to for to, _text in sms] == [PHONE]
    assert account_of(kept) == joined.user
    assert only_account("S@example.org").user == joined.user


def test_an_address_in_the_register_opens_the_account_and_one_of_staff_too(own_ngo, make_user):
    person, trainer = member(email="salma@example.org"), make_user(own_ngo, Role.TRAINER, "amina")
    User.objects.filter(pk=trainer.pk).update(email="amina@example.org")
    assert (only_account("Salma@Example.org").user, only_account("amina@example.org").user) == (person.user, trainer)
    Person.objects.create(full_name="Autre", email="AMINA@example.org")
    assert only_account("amina@example.org") is None


@pytest.mark.parametrize("gone", ["closed", "erased"])
def test_what_is_closed_opens_nothing(own_ngo, gone):
    member(phone=PHONE)
    if gone == "closed":
        User.objects.update(is_active=False)
    else:
        Person.objects.update(phone="", erased_at="2026-01-01T00:00Z")
    assert only_account(PHONE) is None


def test_the_stranger_knows_no_number_of_ours(own_ngo, other_ngo, sms):
    member(phone=PHONE)
    with other_ngo:
        ask(other_ngo, PHONE)
    assert sms == []


def test_a_code_holds_five_minutes_and_three_tries(own_ngo, sms, monkeypatch):
    member(phone=PHONE)
    client, (_s, location, _p) = ask(own_ngo, PHONE)
    code = code_in(sms[0][1])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert client.post(location, {"code": code})["location"] == ASK
    monkeypatch.undo()
    client, (_s, location, _p) = ask(own_ngo, PHONE)
    code = code_in(sms[1][1])
    wrong = "000000" if code != "000000" else "111111"
    assert [client.post(location, {"code": wrong}).status_code for _try in range(3)] == [200, 200, 302]
    assert client.post(location, {"code": code})["location"] == ASK
    assert "_auth_user_id" not in client.session


def test_a_phone_is_not_flooded(own_ngo, sms):
    member(phone=PHONE)
    for typed in (PHONE, "0612345678", "+33612345678") * TRIES:
        client, (status, location, _page) = ask(own_ngo, typed)
        if status == 302:
            client.post(location, {"action": "resend"})
    assert 0 < len(sms) <= TRIES


@pytest.mark.parametrize("typed", ["", "12", "hello", "salma@", "٠٦"])
def test_what_is_neither_is_said_so(own_ngo, sms, typed):
    response = TenantClient(own_ngo).post(ASK, {"contact": typed})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["contact"])


def test_without_a_channel_numbers_are_not_asked_for(own_ngo, settings):
    settings.SMS_BACKEND = ""
    response = TenantClient(own_ngo).post("/en" + ASK[3:], {"contact": PHONE})
    assert response.context["form"].errors["contact"] == ["This is no mail address. Correct it."]
    assert response.context["form"].fields["contact"].label == "E-mail"


def test_a_channel_that_fails_tells_nobody(own_ngo, settings, caplog):
    settings.SMS_BACKEND = "core.sms.Missing"
    member(phone=PHONE)
    known, unknown = ask(own_ngo, PHONE)[1], ask(own_ngo, "+212698765432")[1]
    assert known == unknown
    assert PHONE not in caplog.text


def sign_in(tenant, name, secret, path="/fr/sign-in/"):
    client = TenantClient(tenant)
    return client, client.post(path, {"username": name, "password": secret})


@pytest.mark.parametrize("name", ["SALMA@example.org", "06 12 34 56 78", "٠٦١٢٣٤٥٦٧٨"])
@pytest.mark.parametrize("secret", ["246810", "٢٤٦٨١٠"])
def test_address_or_phone_and_pin(own_ngo, name, secret):
    person = member(email="salma@example.org", phone=PHONE)
    client, response = sign_in(own_ngo, name, secret)
    assert response["location"] == "/fr/home/"
    assert client.session["_auth_user_id"] == str(person.user_id)


def test_a_short_pin_goes_with_a_code_or_a_badge_only(own_ngo):
    member(email="salma@example.org", pin="2468")
    assert sign_in(own_ngo, "salma@example.org", "2468")[1].status_code == 200


@pytest.mark.parametrize("name", ["salma@example.org", "nobody@example.org", PHONE, "family@example.org"])
def test_one_answer_for_every_mistake(own_ngo, name):
    member(email="salma@example.org")
    member("Nadia", email="family@example.org")
    member("Yto", email="family@example.org")
    errors = sign_in(own_ngo, name, "000000", "/en/sign-in/")[1].context["form"].non_field_errors()
    assert errors == ["This name and this password or PIN do not go together. Check both, capitals included."]


def test_spellings_of_one_number_are_counted_together(own_ngo):
    member(phone=PHONE)
    for spelling in ("0612345678", "+212612345678") * TRIES:
        sign_in(own_ngo, spelling, "000000")
    assert sign_in(own_ngo, "06 12 34 56 78", "246810")[1].status_code == 200


def test_the_application_of_a_participant_is_asked_for_after_a_pin(own_ngo):
    person = member(email="salma@example.org")
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    response = sign_in(own_ngo, "salma@example.org", "246810")[1]
    assert response["location"].partition("?")[0] == "/fr/account/second/authenticate/"


def test_few_queries_find_an_account(own_ngo, django_assert_max_num_queries):
    for number in range(30):
        member(f"Personne {number}", phone=f"+2126120000{number:02}")
    with django_assert_max_num_queries(3, connection=connection):
        assert only_account("+212612000007") is not None
