"""The NGO's certificates: found, revoked and restored by coordinators; the letterhead."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.roles import Role
from certificates.models import Certificate, Letterhead, Revocation
from tests.support.certificates import a_certificate, a_logo, a_person, again, count_queries
from tests.support.clients import TenantClient

LIST, LETTERHEAD = "/en/certificates/all/", "/en/certificates/letterhead/"


@pytest.fixture
def coordinator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def page(certificate, tail=""):
    return f"/en/certificates/{certificate.printed_code}/{tail}"


def names(response):
    return [certificate.holder for certificate in response.context["page"]]


def test_all_of_the_ngo_are_listed_and_found(coordinator):
    salma, amina = a_certificate(), a_certificate(a_person("Amina Autre", name_other_script="أمينة"))
    assert names(coordinator.get(LIST)) == ["Amina Autre", "Salma Exemple"]
    for text in ("salma", salma.printed_code.lower(), " Exemple "):
        assert names(coordinator.post(LIST, {"q": text})) == ["Salma Exemple"]
    assert names(coordinator.post(LIST, {"q": "أمينة"})) == ["Amina Autre"]
    assert names(coordinator.post(LIST, {"q": "personne"})) == []
    assert f'href="{page(amina)}"' in coordinator.get(LIST).content.decode()


def test_no_name_stands_in_an_address(coordinator, other_ngo, sign_in):
    for number in range(26):
        a_certificate(a_person(f"Personne {number}"))
    a_certificate()
    assert len(names(coordinator.get(LIST, {"q": "salma"}))) == 25  # an address asks for nobody
    found = coordinator.post(LIST, {"q": "Personne", "page": "2"})
    assert names(found) == ["Personne 0"]
    page = found.content.decode()
    assert '<input type="hidden" name="q" value="Personne">' in page
    assert "Personne" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert list(coordinator.post(LIST, {"q": "sal\x00ma"}).context["form"].errors) == ["q"]
    assert names(sign_in(other_ngo, Role.COORDINATOR).post(LIST, {"q": "Personne"})) == []


def test_the_list_takes_as_many_queries_for_1_and_25(coordinator):
    a_certificate()
    coordinator.get(LIST)
    few = count_queries(coordinator, LIST)
    for number in range(30):
        a_certificate(a_person(f"Personne {number}"))
    assert len(names(coordinator.get(LIST))) == 25
    assert count_queries(coordinator, LIST) == few <= 18


def test_revoking_asks_why_and_can_be_undone(coordinator):
    certificate = a_certificate()
    assert coordinator.get(page(certificate, "revoke/")).status_code == 200
    assert list(coordinator.post(page(certificate, "revoke/"), {"reason": " "}).context["form"].errors) == ["reason"]
    assert again(certificate).state == "valid"
    response = coordinator.post(page(certificate, "revoke/"), {"reason": "Liste erronée"})
    assert (response.url, again(certificate).state) == (page(certificate), "revoked")
    html = coordinator.get(page(certificate)).content.decode()
    assert "Liste erronée" in html
    assert coordinator.get(page(certificate, "restore/")).status_code == 405
    assert coordinator.post(page(certificate, "restore/")).url == page(certificate)
    assert again(certificate).state == "valid"
    fact = Revocation.objects.get()
    assert (fact.by, fact.lifted_by) == (fact.lifted_by, fact.by)
    assert fact.by.username == "coordinator"


@pytest.mark.parametrize("who", ["anonymous", "participant", "trainer", "reviewer", "funder", "stranger"])
def test_nobody_else_looks_after_them(client, sign_in, own_ngo, other_ngo, who):
    certificate = a_certificate()
    roles = {"trainer": Role.TRAINER, "reviewer": Role.REVIEWER, "funder": Role.FUNDER, "participant": None}
    if who == "anonymous":
        asking, expected = client, 302
    elif who == "stranger":
        asking, expected = sign_in(other_ngo, Role.ADMINISTRATOR), 404
    else:
        asking, expected = sign_in(own_ngo, roles[who]), 403
    for tail in ("revoke/", "restore/"):
        assert asking.post(page(certificate, tail), {"reason": "x"}).status_code == expected
    assert again(certificate).state == "valid"
    if who == "stranger":
        assert names(asking.get(LIST)) == []
        asking.post(LETTERHEAD, {"signatory": "Autre"})
    else:
        assert [asking.get(path).status_code for path in (LIST, LETTERHEAD)] == [expected] * 2
        assert asking.post(LETTERHEAD, {"signatory": "Autre"}).status_code == expected
    assert not Letterhead.objects.exists()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content)


def test_the_letterhead_is_for_certificates_to_come(coordinator):
    before = a_certificate()
    given = {
        "signatory": "Nadia Modèle",
        "function_fr": "Directrice",
        "function_ar": "المديرة",
        "logo": upload(a_logo()),
    }
    assert coordinator.post(LETTERHEAD, given).url == LETTERHEAD
    after = a_certificate(a_person("Amina Autre"))
    assert (again(before).letterhead, again(after).letterhead.function_ar) == (None, "المديرة")
    coordinator.post(LETTERHEAD, {"signatory": "Autre"})  # the logo stays
    first, second = Letterhead.objects.order_by("pk")
    assert (bytes(first.logo), second.function_fr) == (bytes(second.logo), "")
    assert again(after).letterhead == first
    assert "data:image/png;base64," in coordinator.get(LETTERHEAD).content.decode()
    coordinator.post(LETTERHEAD, {"signatory": "Autre", "remove_logo": "on"})
    assert bytes(Letterhead.objects.latest().logo) == b""


def test_the_stamp_is_chosen_kept_and_taken_off(coordinator):
    coordinator.post(LETTERHEAD, {"signatory": "Nadia Modèle", "stamp": upload(a_logo(size=(900, 900)), "stamp.png")})
    stamp = bytes(Letterhead.objects.get().stamp)
    assert Image.open(io.BytesIO(stamp)).size == (400, 400)
    coordinator.post(LETTERHEAD, {"signatory": "Autre", "logo": upload(a_logo())})
    assert (bytes(Letterhead.objects.latest().stamp), bytes(Letterhead.objects.latest().logo) != b"") == (stamp, True)
    html = coordinator.get(LETTERHEAD).content.decode()
    assert 'alt="The stamp on certificates"' in html
    coordinator.post(LETTERHEAD, {"signatory": "Autre", "remove_stamp": "on"})
    assert bytes(Letterhead.objects.latest().stamp) == b""
    assert "remove_stamp" not in coordinator.get(LETTERHEAD).content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_afresh_and_small(coordinator, kind):
    coordinator.post(LETTERHEAD, {"logo": upload(a_logo(kind, (2400, 1200)) + b"<script>")})
    logo = bytes(Letterhead.objects.get().logo)
    picture = Image.open(io.BytesIO(logo))
    assert (picture.format, picture.size) == ("PNG", (800, 400))
    assert b"<script>" not in logo


@pytest.mark.parametrize("what", ["text", "gif", "damaged", "too many pixels", "too large"])
def test_what_is_no_logo_is_refused(coordinator, what):
    png = a_logo()
    content = {
        "text": b"hello", "gif": a_logo("GIF"), "damaged": png[: len(png) // 2],
        "too many pixels": a_logo(size=(6000, 5000)), "too large": png + b"0" * 2_000_000,
    }[what]  # fmt: skip
    assert list(coordinator.post(LETTERHEAD, {"logo": upload(content)}).context["form"].errors) == ["logo"]
    assert not Letterhead.objects.exists()


def test_coordinators_find_the_list_in_the_menu(coordinator, own_ngo, sign_in):
    assert f'href="{LIST}"' in coordinator.get("/en/").content.decode()
    assert f'href="{LIST}"' not in sign_in(own_ngo, Role.TRAINER).get("/en/").content.decode()


def test_the_newest_letterhead_is_found_without_certificates(own_ngo, coordinator):
    assert TenantClient(own_ngo).get(LETTERHEAD).status_code == 302
    assert coordinator.get(LETTERHEAD).status_code == 200
    assert not Certificate.objects.exists()
