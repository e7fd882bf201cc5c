"""An account for somebody who is only on a list: by a link that works once, or by a PIN and a badge."""

import datetime
import re

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.roles import Role
from courses.models import Enrolment
from people.access import AT_ONCE, VALID, without_account
from people.consent import give_consent
from people.erasure import erase_person
from people.merging import merge_people
from people.models import Consent, Person, SentMessage
from tests.support.access import ANSWERS, SALMA, link_for, post, tick
from tests.support.clients import TenantClient
from tests.support.keys import RANDOM


@pytest.fixture
def salma(own_ngo):
    """On a coordinator's list, nothing more."""
    return Person.objects.create(full_name="Salma Exemple", category="judge", **SALMA)


def test_a_link_goes_on_under_a_new_secret_key_as_long_as_the_former_is_believed(own_ngo, salma, settings):
    path, client = link_for(salma), TenantClient(own_ngo)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], RANDOM
    assert "Salma Exemple" in client.get(path).content.decode()
    settings.SECRET_KEY_FALLBACKS = []
    assert "Salma Exemple" not in client.get(path).content.decode()


def test_a_coordinator_invites_and_the_person_signs_in_as_that_very_record(sign_in, own_ngo, salma):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    page = coordinator.get(f"/fr/people/{salma.uuid}/access/")
    assert (page.context["account"], page.context["channel"]) == (None, "mail")
    coordinator.post(f"/fr/people/{salma.uuid}/access/send/")
    tick()
    tick()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["salma@example.org"], "Votre accès")
    everything = message.subject + message.body + message.alternatives[0].content + str(message.extra_headers)
    assert not re.search("Salma|traite", everything)
    connection.set_tenant(own_ngo)
    path = re.search(r"/fr/access/\S+", message.body)[0]
    client = TenantClient(own_ngo)
    shown = client.get(path)
    assert "Salma Exemple" in shown.content.decode()
    assert 'id="kept"' in shown.content.decode()  # what is kept, before anything is written
    assert User.objects.filter(username__startswith="p-").count() == 0  # looking uses nothing up
    _client, response = post(path, client=client)
    assert response["location"] == "/fr/me/"
    assert client.get("/fr/me/").status_code == 200
    person = Person.objects.get()
    assert (person.pk, person.category, client.session["_auth_user_id"]) == (salma.pk, "police", str(person.user_id))
    assert Consent.objects.get().person == person
    assert coordinator.get(f"/fr/people/{salma.uuid}/access/").context["account"] == person.user
    assert SentMessage.objects.get().outcome == "sent"


def test_the_page_shows_nothing_that_is_known_but_the_name(own_ngo, salma):
    Person.objects.update(person_region="MA-09", sex="F", name_other_script="سلمى مثال")
    salma.refresh_from_db()
    path = link_for(salma)
    form = TenantClient(own_ngo).get(path).context["form"]
    assert {name: form[name].value() for name in form.fields if form[name].value()} == {}
    names = [TenantClient(own_ngo).get(path.replace("/fr/", f"/{code}/")).context["name"] for code in ("fr", "ar")]
    assert names == ["Salma Exemple", "سلمى مثال"]
    post(path)
    person = Person.objects.get()
    assert (person.category, person.person_region, person.sex) == ("police", "MA-09", "F")  # left empty, left alone


@pytest.mark.parametrize("secret", ["246810", "٢٤٦٨١٠", "un-long-secret-7"], ids=["PIN", "Arabic digits", "password"])
def test_the_person_comes_back_with_the_address_and_what_they_chose(own_ngo, salma, secret):
    post(link_for(salma), {"secret": secret})
    client = TenantClient(own_ngo)
    assert client.post("/fr/sign-in/", {"username": "salma@example.org", "password": secret})["location"] == "/fr/home/"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"secret": "1234"}, "secret"), ({"secret": ""}, "secret"), ({"secret": "password"}, "secret"),
     ({"secret": "12345678901"}, "secret"), ({"consent": ""}, "consent"), ({"category": "king"}, "category")],
)  # fmt: skip
def test_bad_input_is_named_and_the_link_still_works(own_ngo, salma, changes, field):
    path = link_for(salma)
    _client, response = post(path, changes)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert Person.objects.get().user is None
    assert post(path)[1].status_code == 302


def gone(response):
    return (response.status_code, response.templates[0].name) == (404, "people/access_unknown.html")


def test_a_link_works_once(own_ngo, salma):
    path = link_for(salma)
    post(path)
    again = [TenantClient(own_ngo).get(path), post(path, {"secret": "135790"})[1]]
    assert [gone(response) for response in again] == [True, True]
    assert Person.objects.get().user.check_password("246810")


@pytest.mark.parametrize("what", ["old", "newer one", "other address", "erased", "altered"])
def test_a_link_that_no_longer_works(own_ngo, salma, what):
    path = link_for(salma)
    if what == "old":
        Invitation.objects.update(made_at=timezone.now() - VALID - datetime.timedelta(minutes=1))
    elif what == "newer one":
        Invitation.objects.update(made_at=timezone.now() - AT_ONCE)
        link_for(salma)
    elif what == "other address":
        Person.objects.update(email="sal@example.org")
    elif what == "erased":
        erase_person(person=salma)
    else:
        path = path[:-2] + ("x" if path[-2] != "x" else "y") + "/"
    assert gone(TenantClient(own_ngo).get(path))
    assert gone(post(path)[1])
    assert not User.objects.filter(username__startswith="p-").exists()


def test_a_link_is_worth_nothing_to_the_stranger(own_ngo, other_ngo, salma):
    path = link_for(salma)
    with other_ngo:
        stranger = Person.objects.create(full_name="Autre", **SALMA)
        Invitation.objects.create(person=stranger.uuid)
    assert gone(TenantClient(other_ngo).get(path))
    assert gone(post(path, tenant=other_ngo)[1])
    with other_ngo:
        assert Person.objects.get().user is None


def test_somebody_else_who_is_signed_in_does_not_use_it_up(sign_in, own_ngo, salma):
    coordinator, path = sign_in(own_ngo, Role.COORDINATOR), link_for(salma)
    assert coordinator.get(path).templates[0].name == "people/access_other.html"
    coordinator.post(path, ANSWERS)
    assert Person.objects.get().user is None


def test_who_cannot_be_reached_gets_a_pin_and_a_badge(sign_in, own_ngo):
    person = Person.objects.create(full_name="Yto Exemple")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    coordinator.post(f"/fr/people/{person.uuid}/access/send/")
    assert Invitation.objects.count() == 0  # there is nowhere to send it
    page = coordinator.post(f"/fr/people/{person.uuid}/access/pin/")
    pin = page.context["pin"]
    person.refresh_from_db()
    assert (len(pin), person.user.check_password(pin), person.full_name) == (6, True, "Yto Exemple")
    badge = coordinator.get(f"/fr/accounts/{person.user_id}/badge.pdf")
    assert badge.content.startswith(b"%PDF")
    again = coordinator.post(f"/fr/people/{person.uuid}/access/pin/")
    assert again.status_code == 302
    person.user.refresh_from_db()
    assert person.user.check_password(pin)
    assert pin not in coordinator.get(f"/fr/people/{person.uuid}/access/").content.decode()
    # With the badge they come to what is kept about them first.
    from accounts.login import badge_token

    client = TenantClient(own_ngo)
    assert client.post(f"/fr/badge/{badge_token(person.user)}/", {"pin": pin})["location"] == "/fr/me/"
    assert client.get("/fr/me/")["location"].startswith("/fr/consent/")


def test_a_pin_makes_a_link_worthless(sign_in, own_ngo, salma):
    path = link_for(salma)
    sign_in(own_ngo, Role.COORDINATOR).post(f"/fr/people/{salma.uuid}/access/pin/")
    assert gone(post(path)[1])


def test_a_link_that_is_handed_on_is_not_sent_as_well(sign_in, own_ngo, salma):
    page = sign_in(own_ngo, Role.COORDINATOR).post(f"/fr/people/{salma.uuid}/access/link/")
    link = page.context["link"]
    assert re.fullmatch(r"http://own-ngo\.localhost/fr/access/\S+/", link)
    tick()
    assert mail.outbox == []
    connection.set_tenant(own_ngo)
    assert post("/" + link.split("/", 3)[3])[1].status_code == 302


def test_an_account_of_a_merged_record_is_the_persons_own(sign_in, own_ngo, salma, make_user):
    user = User.objects.create_user(username="p-1", password="135790")
    joined = Person.objects.create(full_name="Salma", user=user)
    merge_people(kept=salma, absorbed=joined, actor=make_user(own_ngo, Role.ADMINISTRATOR))
    assert not without_account().exists()
    path = link_for(salma)
    post(path)  # a link for who has an account lets them choose a new secret
    user.refresh_from_db()
    assert user.check_password("246810")
    salma.refresh_from_db()
    assert (salma.user, User.objects.filter(username__startswith="p-").count()) == (None, 1)


def test_who_agreed_already_is_asked_for_the_secret_alone(own_ngo, salma):
    salma.user = User.objects.create_user(username="p-1", password="135790")
    salma.save()
    give_consent(person=salma)
    path = link_for(salma)
    assert list(TenantClient(own_ngo).get(path).context["form"].fields) == ["secret"]
    post(path)
    salma.user.refresh_from_db()
    salma.refresh_from_db()
    assert (salma.user.check_password("246810"), salma.category, Consent.objects.count()) == (True, "judge", 1)


def test_who_has_an_account_follows_the_invitation_by_signing_in(own_ngo, salma, join_code):
    salma.user = User.objects.create_user(username="p-1", password="135790")
    salma.save()
    give_consent(person=salma)
    path, client = link_for(salma, code=join_code), TenantClient(own_ngo)
    to_sign_in = client.get(path)["location"]
    assert to_sign_in == f"/fr/sign-in/?next=/fr/join/{join_code.code}/"
    answer = client.post(to_sign_in, {"username": "salma@example.org", "password": "135790"})
    assert answer["location"] == f"/fr/join/{join_code.code}/"
    assert client.get(path)["location"] == f"/fr/join/{join_code.code}/"
    assert client.post(f"/fr/join/{join_code.code}/")["location"] == "/fr/cours/"
    assert Enrolment.objects.get().person == salma


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Salma@Example.org", ("Salma@example.org", "")), ("06 12 34 56 78", ("", "+212612345678")),
     ("٠٦١٢٣٤٥٦٧٨", ("", "+212612345678")), ("+33 6 12 34 56 78", ("", "+33612345678")), ("", ("", ""))],
)  # fmt: skip
def test_who_joins_may_give_an_address_or_a_phone(client, join_code, typed, kept):
    form = {"name": "Salma Exemple", "pin": "246810", "consent": "on", "contact": typed}
    assert client.post(f"/fr/join/{join_code.code}/", form)["location"] == "/fr/cours/"
    person = Person.objects.get()
    assert (person.email, person.phone) == kept


@pytest.mark.parametrize("typed", ["salma@", "12", "maison"])
def test_what_is_no_contact_is_said_so_and_nothing_is_written(client, join_code, typed):
    form = {"name": "Salma Exemple", "pin": "246810", "consent": "on", "contact": typed}
    response = client.post(f"/fr/join/{join_code.code}/", form)
    assert list(response.context["form"].errors) == ["contact"]
    assert not Person.objects.exists()


def test_who_gave_an_address_gets_a_code_there(client, own_ngo, join_code, mailoutbox):
    form = {"name": "Salma Exemple", "pin": "246810", "consent": "on", "contact": "salma@example.org"}
    client.post(f"/fr/join/{join_code.code}/", form)
    phone = TenantClient(own_ngo)
    location = phone.post("/fr/account/code/", {"contact": "salma@example.org"})["location"]
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    phone.post(location, {"code": code})
    assert phone.session["_auth_user_id"] == str(Person.objects.get().user_id)
