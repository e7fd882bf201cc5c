"""Anybody verifies a code: what holds, what does not, and nothing more than the holder agreed to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import limits
from certificates import actions
from tests.support.certificates import a_certificate, a_person, a_user, again, count_queries
from tests.support.clients import TenantClient

UNKNOWN = "0000-0000-0000"


def read(client, code, language="en"):
    response = client.get(f"/{language}/verify/{code}/")
    return response, response.content.decode()


@pytest.mark.parametrize("accept", ["ar", "en", "fr"])
@pytest.mark.parametrize("tail", ["", "/"])
def test_the_printed_address_leads_to_the_readers_language(client, accept, tail):
    response = client.get(f"/verify/7K2M-9QXR-4B01{tail}", headers={"accept-language": accept})
    assert (response.status_code, response.url) == (302, f"/{accept}/verify/7K2M-9QXR-4B01/")
    assert client.get("/verify/", headers={"accept-language": accept}).url == f"/{accept}/verify/"


def test_the_hub_verifies_its_own(hub):
    with hub:
        certificate = a_certificate(a_person())
    client = TenantClient(hub)
    assert client.get(f"/verify/{certificate.code}", headers={"accept-language": "en"}).url == (
        f"/en/verify/{certificate.code}/"
    )
    assert read(client, certificate.code)[0].context["state"] == "valid"


def test_a_valid_code_says_what_was_followed_and_initials_only(client):
    certificate = a_certificate(titles={"en": "First steps"})
    response, html = read(client, certificate.printed_code)
    assert (response.status_code, response.context["state"]) == (200, "valid")
    assert "Association de l’Amandier" in html
    assert "First steps" in html
    assert "13\u00a0h\u00a030<br>from 12 July 2026 to 14 July 2026" in html
    assert ">S. E.</bdi>" in html
    assert "Salma" not in html
    assert "Exemple" not in html


def test_the_length_of_a_course_is_an_estimate_and_its_code_stays_on_one_line(client):
    certificate = a_certificate(kind="course")
    html = read(client, certificate.printed_code)[1]
    assert "<dd>Estimated length of the course: 13\u00a0h\u00a030<br>from 12 July 2026" in html
    assert f'<dd class="tabular nowrap"><bdi dir="ltr">{certificate.printed_code}</bdi></dd>' in html


def test_the_name_is_shown_as_long_as_the_holder_agrees(client):
    certificate = a_certificate()
    actions.show_name(certificate=certificate, shown=True)
    assert ">Salma Exemple</bdi>" in read(client, certificate.code)[1]
    actions.show_name(certificate=certificate, shown=False)
    assert "Salma" not in read(client, certificate.code)[1]


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}—"])
def test_case_and_separators_do_not_matter(client, change):
    certificate = a_certificate()
    assert read(client, change(certificate.printed_code))[0].context["state"] == "valid"


def test_a_revoked_code_says_since_when_but_not_why(client):
    certificate = a_certificate()
    actions.revoke_certificate(certificate=certificate, reason="Liste erronée", actor=a_user())
    response, html = read(client, certificate.code)
    assert (response.status_code, response.context["state"]) == (200, "revoked")
    assert "does not hold any more" in html
    assert "Liste" not in html


def test_a_replaced_code_leads_to_the_newer_one(client):
    old = a_certificate()
    new = actions.reissue_certificate(certificate=old, language="ar", actor=a_user())
    response, html = read(client, old.code)
    assert response.context["state"] == "replaced"
    assert f'href="/en/verify/{new.printed_code}/"' in html


def test_of_an_erased_person_nothing_is_said_but_the_training(client):
    certificate = a_certificate()
    type(certificate).objects.update(holder="")
    response, html = read(client, certificate.code)
    assert response.context["state"] == "valid"
    assert "Initials" not in html


@pytest.mark.parametrize("what", ["nobody's", "malformed", "too long", "the stranger's"])
def test_what_is_unknown_looks_and_costs_the_same(client, other_ngo, what):
    with other_ngo:
        theirs = a_certificate()
    code = {"nobody's": UNKNOWN, "malformed": "zz.zz", "too long": "0" * 300, "the stranger's": theirs.printed_code}[
        what
    ]
    plain = read(client, UNKNOWN)[1]
    with CaptureQueriesContext(connection) as captured:
        response, html = read(client, code)
    assert (response.status_code, "No certificate issued here has this code" in html) == (200, True)
    assert html.replace(code, "") == plain.replace(UNKNOWN, "")
    assert len(captured) == count_queries(client, f"/en/verify/{UNKNOWN}/")


def test_ours_is_unknown_to_the_stranger(client, other_ngo):
    certificate = a_certificate()
    assert read(client, certificate.code)[0].context["state"] == "valid"
    assert "state" not in read(TenantClient(other_ngo), certificate.code)[0].context


def test_every_answer_takes_the_same_number_of_queries(client):
    user = a_user()
    valid, old, revoked = a_certificate(), a_certificate(a_person("B")), a_certificate(a_person("C"))
    actions.reissue_certificate(certificate=old, language="ar", actor=user)
    actions.revoke_certificate(certificate=revoked, reason="Erreur", actor=user)
    read(client, valid.code)
    numbers = {count_queries(client, f"/en/verify/{one.code}/") for one in (valid, old, revoked)}
    numbers.add(count_queries(client, f"/en/verify/{UNKNOWN}/"))
    assert len(numbers) == 1
    assert numbers.pop() <= 12


@pytest.fixture
def tries(monkeypatch):
    """Fewer tries than in earnest, for speed."""
    monkeypatch.setattr(limits, "ADDRESS_TRIES", 5)
    monkeypatch.setattr(limits, "WINDOW", 10**9)  # no quarter of an hour ends in the midst of the test
    return 5


def test_guessing_is_slowed_down_and_then_tells_nothing(client, tries):
    certificate = again(a_certificate())
    for number in range(tries):
        client.get(f"/en/verify/{number:012}/")
    response, html = read(client, certificate.code)
    assert response.status_code == 429
    assert "Too many tries" in html
    assert response.content == read(client, UNKNOWN)[0].content.replace(UNKNOWN.encode(), certificate.code.encode())


def test_reading_valid_codes_is_never_slowed_down(client, tries):
    certificate = a_certificate()
    assert {client.get(f"/en/verify/{certificate.code}/").status_code for _ in range(tries + 2)} == {200}


def test_nobody_indexes_or_keeps_an_answer(client):
    for code in (a_certificate().code, UNKNOWN):
        response, html = read(client, code)
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in html
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_form_leads_to_the_answer(client, language):
    response = client.get(f"/{language}/verify/", {"code": "7k2m 9qxr 4boi"})
    assert response.url == f"/{language}/verify/7K2M9QXR4B01/"
    page = client.get(f"/{language}/verify/")
    assert (page.status_code, page.context["form"].errors) == (200, {})
    assert list(client.get(f"/{language}/verify/", {"code": ""}).context["form"].errors) == ["code"]
