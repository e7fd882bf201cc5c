"""A printed badge: the PIN alone is asked; nothing without it, nothing elsewhere, nothing once sessions are ended."""

import io
import unicodedata

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from accounts.account_support import end_sessions
from accounts.limits import TRIES
from accounts.login import badge_token
from accounts.models import User
from accounts.roles import Role
from core.languages import is_arabic
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.pdf_ua import faults


@pytest.fixture
def salma(own_ngo):
    user = User.objects.create_user(username="p-1", password="1234")
    Person.objects.create(full_name="Salma Exemple", user=user)
    return user


@pytest.fixture
def path(salma):
    return f"/fr/badge/{badge_token(salma)}/"


@pytest.mark.parametrize("pin", ["1234", "١٢٣٤"])
def test_the_pin_alone_signs_in(own_ngo, path, pin):
    client = TenantClient(own_ngo)
    assert "Salma" not in client.get(path).content.decode()
    assert client.post(path, {"pin": pin})["location"] == "/fr/me/"
    assert client.get("/fr/my-data/").status_code == 200


def test_a_wrong_pin_is_said_and_too_many_close_the_badge(own_ngo, path):
    client = TenantClient(own_ngo)
    for _number in range(TRIES):
        assert list(client.post(path, {"pin": "9999"}).context["form"].errors) == ["pin"]
    assert list(client.post(path, {"pin": "1234"}).context["form"].errors) == ["__all__"]
    assert client.get("/fr/my-data/").status_code == 302


def test_a_badge_ends_with_the_sessions(own_ngo, salma, path, make_user):
    end_sessions(user=salma, actor=make_user(own_ngo, Role.COORDINATOR))
    assert TenantClient(own_ngo).get(path).status_code == 404


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: f"1{token}", lambda token: "x"])
def test_an_altered_badge_opens_nothing(own_ngo, salma, change):
    response = TenantClient(own_ngo).post(f"/fr/badge/{change(badge_token(salma))}/", {"pin": "1234"})
    assert (response.status_code, "sessionid" in response.cookies) == (404, False)


def test_staff_have_no_badge(sign_in, own_ngo, make_user):
    trainer = make_user(own_ngo, Role.TRAINER)
    assert TenantClient(own_ngo).get(f"/fr/badge/{badge_token(trainer)}/").status_code == 404
    assert sign_in(own_ngo, Role.ADMINISTRATOR).get(f"/fr/accounts/{trainer.pk}/badge.pdf").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_badge_is_a_pdf_that_says_it_is_accessible(sign_in, own_ngo, salma, language):
    response = sign_in(own_ngo, Role.COORDINATOR).get(f"/{language}/accounts/{salma.pk}/badge.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert faults(response.content) == []


def test_the_stranger(sign_in, own_ngo, other_ngo, salma, path):
    with other_ngo:
        User.objects.create_user(username="p-1", pk=salma.pk, password="1234")
    assert TenantClient(other_ngo).post(path, {"pin": "1234"}).status_code == 404
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"/fr/accounts/{salma.pk}/badge.pdf").status_code == 404
    assert sign_in(own_ngo, Role.TRAINER).get(f"/fr/accounts/{salma.pk}/badge.pdf").status_code == 403


def read(pdf):
    """The language a badge says it is in, the address of its QR code, whether its words are Arabic."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("RGB"))
    words = page.get_textpage().get_text_bounded().replace("Salma Exemple", "")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return str(document.Root.Lang), code.text, unicodedata.normalize("NFKC", words).strip()


@pytest.mark.parametrize(
    ("own", "account", "language"),
    [
        pytest.param("ar", "fr", "ar", id="the person's own"),
        pytest.param("", "ar", "ar", id="of the account"),
        pytest.param("en", "ar", "en", id="the person's own first"),
        pytest.param("", "fr", "fr", id="French"),
    ],
)
@pytest.mark.parametrize("page", ["fr", "ar"])
def test_all_of_a_badge_is_in_the_language_of_who_bears_it(sign_in, own_ngo, salma, own, account, language, page):
    Person.objects.update(person_language=own)
    User.objects.filter(pk=salma.pk).update(language=account)
    pdf = sign_in(own_ngo, Role.COORDINATOR).get(f"/{page}/accounts/{salma.pk}/badge.pdf").content
    said, address, hint = read(pdf)
    assert (said, address) == (language, f"http://own-ngo.localhost/{language}/badge/{badge_token(salma)}/")
    begins = {"fr": "Scannez le code", "en": "Scan the code"}
    assert hint.startswith(begins[language]) if language in begins else is_arabic(hint), hint
