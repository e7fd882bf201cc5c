"""The keys that badges are signed with: one of each NGO, sealed, replaced, and distrusted where that is meant."""

import json

import pytest
from django.core.management import CommandError, call_command
from openbadgeslib.ob3 import OB3VerificationError

from certificates import badge_keys, badges
from certificates.models import BadgeKey
from tests.support.badges import token_of, verify
from tests.support.clients import TenantClient
from tests.support.keys import RANDOM


def test_another_ngos_key_is_no_key_of_ours(own_ngo, other_ngo, holder, certificate):
    token = token_of(holder, certificate)
    with other_ngo:
        theirs = badge_keys.signing_key()
    issuer = badges.Issuer("http://own-ngo.localhost")
    forged = badges.sign_badge(certificate, issuer=issuer, key=theirs, named=False)
    ours = badge_keys.SigningKey(BadgeKey.objects.get().name, theirs.pem)  # under the name of our key
    renamed = badges.sign_badge(certificate, issuer=issuer, key=ours, named=False)
    for wrong in (forged, renamed):
        with pytest.raises(OB3VerificationError):
            verify(wrong, own_ngo, other_ngo)
    with pytest.raises(OB3VerificationError):
        verify(token, own_ngo, other_ngo, did="did:web:other-ngo.localhost")


def test_before_the_first_badge_nothing_is_there(client, certificate):
    assert [client.get(path).status_code for path in ("/.well-known/did.json", "/badges/status/0")] == [404, 404]
    assert not BadgeKey.objects.exists()


def test_the_stranger_knows_neither_key_nor_training(holder, certificate, other_ngo):
    token_of(holder, certificate)
    stranger = TenantClient(other_ngo)
    paths = ("/.well-known/did.json", "/badges/status/0", f"/en/achievements/{certificate.target_uuid}/")
    assert [stranger.get(path).status_code for path in paths] == [404] * 3


def test_a_badge_outlives_its_key_unless_that_is_distrusted(own_ngo, holder, certificate):
    first = token_of(holder, certificate)
    call_command("new_badge_key", "own_ngo")
    second = token_of(holder, certificate)
    assert [verify(token, own_ngo).id.endswith(certificate.printed_code) for token in (first, second)] == [True] * 2
    call_command("new_badge_key", "own_ngo", "--distrust-former")
    for token in (first, second):
        with pytest.raises(OB3VerificationError, match="no verificationMethod"):
            verify(token, own_ngo)
    assert verify(token_of(holder, certificate), own_ngo).id.endswith(certificate.printed_code)
    with pytest.raises(CommandError, match="There is no tenant nobody"):
        call_command("new_badge_key", "nobody")


def test_keys_are_sealed_and_follow_a_new_secret_key(own_ngo, holder, certificate, settings, capsys):
    token = token_of(holder, certificate)
    (key,) = BadgeKey.objects.all()
    assert "PRIVATE" not in key.sealed + json.dumps(key.public)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], RANDOM
    call_command("rotate_keys")
    assert "own_ngo: 1 badge keys encrypted anew, 0 unreadable" in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    assert badge_keys.signing_key().name == key.name
    settings.SECRET_KEY = RANDOM[::-1]  # lost: what was issued verifies, a new key signs
    assert badge_keys.signing_key().name != key.name
    assert verify(token, own_ngo).id.endswith(certificate.printed_code)
