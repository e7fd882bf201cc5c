"""The charter: versions kept word for word, signed once by a mail to an organisation, withdrawn, shown as wished."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, give_role
from pages.charter.actions import forget_unproved
from pages.models import CharterPage, CharterVersion, HomePage, Signature
from tests.support.clients import TenantClient
from tests.support.limits import *  # noqa: F403

ASKED = {"organisation": "Association de l’Amandier", "email": "Contact@amandier.example", "speaks_for_it": "on"}


@pytest.fixture
def charter(own_ngo):
    return a_charter()


def a_charter(words="Nous refusons."):
    page = CharterPage(slug="charte", heading_fr="Charte", ready_fr=True, body_fr=[("paragraph", f"<p>{words}</p>")])
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def rewrite(page, words):
    page.body_fr = [("paragraph", f"<p>{words}</p>")]
    page.save_revision().publish()


def ask(client, **fields):
    return client.post("/fr/charter/sign/", ASKED | fields)


def path_in(message, client):
    word = next(word for word in message.body.split() if word.startswith("http"))
    return word.partition(client.host)[2]


def signed(client, **fields):
    """Asked for, and signed by the link; its path."""
    ask(client, **fields)
    path = path_in(mail.outbox[-1], client)
    assert client.post(f"{path}sign/").status_code == 200
    return path


def staff(tenant, role=Role.COORDINATOR):
    user = User.objects.create_user(username=role.value, password="x")
    give_role(user, role)
    client = TenantClient(tenant)
    client.force_login(user)
    return client


def read(client):
    return client.get("/fr/charte/?fresh").content.decode()


def test_an_organisation_signs_by_its_mail_and_staff_read_its_name_before_it_is_counted(client, charter, own_ngo):
    assert ask(client).status_code == 302
    row = Signature.objects.get()
    assert (row.email, row.signed_at) == ("contact@amandier.example", None)
    path = path_in(mail.outbox[0], client)
    assert "Nous refusons." in client.get(path).content.decode()
    assert Signature.objects.get().signed_at is None
    client.post(f"{path}sign/")
    assert "Amandier</bdi></li>" not in read(client)
    office = staff(own_ngo)
    assert "contact@<wbr>amandier.example" in office.get("/fr/charter/signatures/").content.decode()
    office.post(f"/fr/charter/signatures/{row.pk}/accept/")
    page = read(client)
    assert "Association de l’Amandier</bdi></li>" in page
    assert "organisation a signé" in page
    assert "contact@amandier.example" not in page


def test_the_mail_names_nobody_and_nothing(client, charter):
    ask(client)
    [proof] = mail.outbox
    assert proof.subject == "Merci de confirmer"
    for word in ("Amandier", "charte", "traite"):
        assert word not in (proof.subject + proof.body + proof.alternatives[0].content).replace(
            client.host, ""
        ).replace("/charter/", "")


def test_signing_twice_is_answered_in_words(client, charter):
    path = signed(client)
    again = client.post(f"{path}sign/").content.decode()
    assert "Votre organisation a signé cette version le" in again
    assert Signature.objects.count() == 1
    other = signed(client, email="bureau@amandier.example", organisation="ASSOCIATION DE L’AMANDIER")
    assert "a signé avec une autre adresse" in client.post(f"{other}sign/").content.decode()
    assert Signature.objects.signed().count() == 1


def test_who_stands_in_the_list_is_named_at_once_and_who_is_hidden_is_not_betrayed(client, charter):
    signed(client)
    Signature.objects.update(accepted_at=timezone.now())
    answer = ask(client, email="autre@amandier.example")
    assert (answer.status_code, len(mail.outbox)) == (200, 1)
    assert "Association de l’Amandier a signé le" in answer.content.decode()
    Signature.objects.update(is_unnamed=True)
    assert ask(client, email="autre@amandier.example").status_code == 302


def test_the_database_holds_one_signature_of_a_name(charter):
    version = charter.versions.get()
    row = {"version": version, "organisation": "A", "name_key": "a", "signed_at": timezone.now()}
    Signature.objects.create(email="a@example.org", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(email="b@example.org", **row)


def test_a_name_is_hidden_on_wish_and_still_counts(client, charter):
    path = signed(client, is_unnamed="on")
    Signature.objects.update(accepted_at=timezone.now())
    page = read(client)
    assert ("Amandier</bdi></li>" in page, "organisation a signé" in page) == (False, True)
    client.post(f"{path}name/", {})
    assert "Amandier</bdi></li>" in read(client)
    client.post(f"{path}name/", {"is_unnamed": "on"})
    assert "Amandier</bdi></li>" not in read(client)


def test_who_withdraws_is_deleted_and_may_sign_again(client, charter):
    path = signed(client)
    assert client.post(f"{path}withdraw/").status_code == 200
    assert (Signature.objects.count(), client.get(path).status_code) == (0, 404)
    assert client.post(f"{path}sign/").status_code == 404
    signed(client)
    assert Signature.objects.signed().count() == 1


def test_new_words_are_a_new_version_and_who_signed_keeps_theirs(client, charter):
    path = signed(client)
    charter.save_revision().publish()
    assert CharterVersion.objects.count() == 1
    rewrite(charter, "Nous refusons et nous formons.")
    assert list(CharterVersion.objects.values_list("number", flat=True)) == [2, 1]
    assert "Nous refusons.<" in client.get("/fr/charter/1/").content.decode()
    assert "nous formons" in client.get(path).content.decode()
    assert Signature.objects.get().version.number == 1
    client.post(f"{path}sign/")
    assert Signature.objects.get().version.number == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "a@example.org\nBcc: b@example.org"}, {"organisation": "A\nBcc: b@example.org"}, {"organisation": ""},
        {"speaks_for_it": ""}, {"organisation": "x" * 161},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_sent(client, charter, wrong):
    answer = ask(client, **wrong)
    assert (answer.status_code, len(mail.outbox), Signature.objects.count()) == (200, 0, 0)


def test_a_program_gets_the_usual_answer_and_nothing_happens(client, charter):
    assert ask(client, home_page="http://spam.example").status_code == 302
    assert (len(mail.outbox), Signature.objects.count()) == (0, 0)


def test_visitors_are_given_no_cookie(client, charter):
    ask(client)
    path = path_in(mail.outbox[0], client)
    for answer in (client.get("/fr/charter/sign/"), client.get(path), client.post(f"{path}sign/")):
        assert dict(answer.cookies) == {}


def test_what_nobody_proved_is_forgotten(client, charter):
    ask(client)
    Signature.objects.update(asked_at=timezone.now() - datetime.timedelta(days=3))
    forget_unproved()
    assert Signature.objects.count() == 0


def test_nothing_of_it_is_another_ngos(client, charter, other_ngo):
    path = signed(client)
    pk = Signature.objects.get().pk
    with other_ngo:
        a_charter("Autres mots.")
        stranger = staff(other_ngo)
    assert TenantClient(other_ngo).post(f"{path}withdraw/").status_code == 404
    assert stranger.post(f"/fr/charter/signatures/{pk}/remove/").status_code == 404
    assert Signature.objects.count() == 1
    assert TenantClient(other_ngo).get("/fr/charter/1/").content.decode().count("Autres mots.") == 1


def test_without_a_published_charter_there_is_nothing_to_sign(client, own_ngo):
    assert client.get("/fr/charter/sign/").status_code == 404
