"""A badge verifies elsewhere: by a library of badges and by one of signatures, neither of which signed it. What is
damaged, revoked, or signed with another NGO's key is refused; whoever has it learns no more than the holder wished."""

import json
from urllib.parse import urlsplit

import pytest
from joserfc import jws as other_jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import RSAKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.contexts import document_loader
from pyld import jsonld

from accounts.roles import Role
from certificates import actions
from certificates.models import BadgeKey, Certificate
from tenants.changes import forget_tenants
from tenants.models import Tenant
from tests.support.badges import AIMS, MAIL, NAME, PHONE, download, page, payload_of, resigned, take, token_of, verify
from tests.support.certificates import a_certificate, a_person, a_user, count_queries
from tests.support.clients import TenantClient


def test_a_library_of_badges_verifies_it(own_ngo, holder, certificate):
    found = verify(token_of(holder, certificate), own_ngo)
    assert (found.id, found.issuer.id, found.issuer.name) == (
        f"http://own-ngo.localhost/verify/{certificate.printed_code}", "did:web:own-ngo.localhost",
        "Association de l’Amandier",
    )  # fmt: skip
    assert (found.name, found.achievement.name, found.achievement.achievement_type) == (
        certificate.titles["fr"], certificate.titles["fr"], "CertificateOfCompletion",
    )  # fmt: skip
    assert found.achievement.description == "Reconnaître les signes"
    assert found.achievement.id == f"http://own-ngo.localhost/achievements/{certificate.target_uuid}"
    assert found.issuance_date == certificate.issued_at.replace(microsecond=0)


def test_a_library_of_signatures_verifies_it(own_ngo, holder, certificate):
    token = token_of(holder, certificate)
    document = json.loads(download(own_ngo)("http://own-ngo.localhost/.well-known/did.json"))
    (method,) = document["verificationMethod"]
    found = other_jws.deserialize_compact(token, RSAKey.import_key(method["publicKeyJwk"]), algorithms=["RS256"])
    assert found.headers() == {"alg": "RS256", "typ": "JWT", "kid": method["id"]}
    assert json.loads(found.payload)["jti"].endswith(certificate.printed_code)
    with pytest.raises(BadSignatureError):
        other_jws.deserialize_compact(
            resigned(token, {"name": "Autre"}), RSAKey.import_key(method["publicKeyJwk"]), algorithms=["RS256"]
        )
    assert not {"d", "p", "q", "dp", "dq", "qi"} & method["publicKeyJwk"].keys()


def test_every_word_of_it_is_one_of_open_badges(holder, certificate):
    """As JSON-LD with the contexts of the standard: a term that they do not know would fall away in silence."""
    payload = payload_of(token_of(holder, certificate, with_name="on"))
    claims = {name: payload.pop(name) for name in ("iss", "jti", "sub", "nbf")}
    expanded = jsonld.expand(payload, {"documentLoader": document_loader()})
    again = jsonld.compact(expanded, payload["@context"], {"documentLoader": document_loader()})

    def names(thing):
        if isinstance(thing, list):
            return set().union(*map(names, thing)) if thing else set()
        return set(thing) | set().union(*map(names, thing.values())) if isinstance(thing, dict) else set()

    assert names(payload) - names(again) == set()
    assert claims["nbf"] == int(certificate.issued_at.timestamp())


@pytest.mark.parametrize("named", [False, True], ids=["unnamed", "named"])
def test_it_names_the_holder_on_their_wish_alone(holder, certificate, named):
    text = json.dumps(payload_of(token_of(holder, certificate, **({"with_name": "on"} if named else {}))))
    said = [private in text for private in (NAME, "Salma", PHONE, MAIL)]
    assert said == [named, named, False, False]
    assert ("identifier" in payload_of(token_of(holder, certificate))["credentialSubject"]) is False


def test_agreeing_that_a_code_shows_the_name_is_no_wish_for_badges(holder, certificate):
    actions.show_name(certificate=certificate, shown=True)
    assert NAME not in json.dumps(payload_of(token_of(holder, certificate)), ensure_ascii=False)


def test_two_badges_of_one_holder_have_nothing_in_common(holder, certificate):
    other = a_certificate(certificate.person, kind="course", titles={"fr": "Autre"})
    subjects = {payload_of(token_of(holder, one))["credentialSubject"]["id"] for one in (certificate, other)}
    assert len(subjects) == 2


def test_the_picture_carries_the_badge(own_ngo, holder, certificate):
    response = take(holder, certificate, kind="picture")
    assert (response.headers["Content-Type"], response.headers["Content-Disposition"]) == (
        "image/svg+xml", f'attachment; filename="badge-{certificate.printed_code}.svg"',
    )  # fmt: skip
    assert response.content.count(b"<title>") == 1
    carried = OB3Verifier.extract_token_from_svg(response.content)
    assert verify(carried, own_ngo).id.endswith(certificate.printed_code)


def test_what_was_changed_is_refused(own_ngo, holder, certificate):
    token = token_of(holder, certificate)
    for damaged in (resigned(token, {"name": "Autre"}), token[:-8] + "AAAAAAAA", token.replace(".", ".x", 1)):
        with pytest.raises(OB3VerificationError):
            verify(damaged, own_ngo)


def test_revoked_is_refused_until_it_is_restored(own_ngo, holder, certificate):
    token = token_of(holder, certificate)
    other = token_of(holder, a_certificate(certificate.person, titles={"fr": "Autre"}))
    verify(token, own_ngo)
    actions.revoke_certificate(certificate=certificate, reason="Erreur", actor=a_user("u"))
    with pytest.raises(OB3VerificationError, match="Credential status 'revocation' is set"):
        verify(token, own_ngo)
    assert verify(other, own_ngo).id != certificate.printed_code
    actions.restore_certificate(certificate=certificate, actor=a_user("v"))
    assert verify(token, own_ngo).id.endswith(certificate.printed_code)


def test_the_page_of_an_address_verifies_too(client, holder, certificate):
    address = payload_of(token_of(holder, certificate))["id"]
    for given in (address, f"{address}/", f"{address}?x=1"):
        assert client.get("/en/verify/", {"code": given}).url == f"/en/verify/{certificate.code}/"
    assert client.get(urlsplit(address).path).status_code == 302


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_criteria_stand_in_three_languages(client, certificate, language):
    address = f"/achievements/{certificate.target_uuid}"
    response = client.get(address, headers={"accept-language": language})
    assert response.url == f"/{language}{address}/"
    page = client.get(response.url)
    words = {"fr": "Chaque leçon obligatoire", "ar": "كل درس إلزامي", "en": "Every required lesson"}
    assert words[language] in page.content.decode()
    assert AIMS[language][0] in page.content.decode()
    assert (NAME in page.content.decode(), page.headers["X-Robots-Tag"]) == (False, "noindex, nofollow")


def test_the_page_of_the_criteria_takes_as_many_queries_for_1_and_30(client, certificate):
    address = f"/en/achievements/{certificate.target_uuid}/"
    client.get(address)
    few = count_queries(client, address)
    for number in range(29):
        a_certificate(a_person(f"Personne {number}"), kind="course", uuid=certificate.target_uuid)
    assert count_queries(client, address) == few <= 12


def test_the_list_takes_as_many_queries_for_1_and_30(client, holder, certificate):
    token_of(holder, certificate)
    client.get("/badges/status/0")
    few = count_queries(client, "/badges/status/0")
    for number in range(29):
        one = a_certificate(a_person(f"Personne {number}"))
        actions.revoke_certificate(certificate=one, reason="x", actor=a_user(f"u{number}"))
    client.get("/badges/status/0")
    assert count_queries(client, "/badges/status/0") == few <= 6


@pytest.mark.parametrize("state", ["suspended", "archived"])
def test_badges_verify_and_are_taken_in_an_ngo_that_pauses(own_ngo, holder, certificate, state):
    token = token_of(holder, certificate)
    Tenant.objects.filter(pk=own_ngo.pk).update(state=state)
    forget_tenants()
    assert verify(token, own_ngo).id.endswith(certificate.printed_code)
    assert TenantClient(own_ngo).get(f"/fr/achievements/{certificate.target_uuid}/").status_code == 200
    assert verify(token_of(holder, certificate), own_ngo).id.endswith(certificate.printed_code)


def test_programs_on_other_sites_may_read_what_they_need(client, holder, certificate):
    token_of(holder, certificate)
    for path in ("/.well-known/did.json", "/badges/status/0"):
        response = client.get(path)
        assert (response.headers["Access-Control-Allow-Origin"], response.headers["Cache-Control"]) == (
            "*", "public, max-age=300",
        )  # fmt: skip
        assert "Set-Cookie" not in response.headers
    assert [client.get(f"/badges/status/{number}").status_code for number in (1, 2**63, 10**30)] == [404] * 3


def test_one_of_what_does_not_hold_is_not_given(holder, certificate):
    actions.revoke_certificate(certificate=certificate, reason="Erreur", actor=a_user("u"))
    assert take(holder, certificate).url == f"/en/certificates/{certificate.printed_code}/"
    Certificate.objects.update(holder="")
    assert take(holder, certificate).status_code == 404


def test_staff_take_it_without_the_name(sign_in, own_ngo, certificate):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert "with_name" not in coordinator.get(page(certificate)).content.decode()
    assert NAME not in json.dumps(payload_of(token_of(coordinator, certificate, with_name="on")))


@pytest.mark.parametrize("who", ["anonymous", "somebody else", "trainer", "stranger"])
def test_nobody_else_takes_it(client, sign_in, own_ngo, other_ngo, certificate, who):
    asking = {
        "anonymous": lambda: client,
        "somebody else": lambda: sign_in(own_ngo),
        "trainer": lambda: sign_in(own_ngo, Role.TRAINER),
        "stranger": lambda: sign_in(other_ngo, Role.COORDINATOR),
    }[who]()
    expected = 302 if who == "anonymous" else 404
    assert [asking.get(page(certificate)).status_code, take(asking, certificate).status_code] == [expected] * 2
    assert not BadgeKey.objects.exists()
