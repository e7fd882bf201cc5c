"""A new SECRET_KEY: who is signed in stays so, badges go on, second factors are encrypted anew or, where the former key
is lost, set up anew."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command

from accounts.login import badge_token, read_badge
from accounts.models import User
from accounts.roles import Role
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.keys import RANDOM

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def amina(own_ngo, make_user):
    """A coordinator with an application on the phone and recovery codes."""
    user = make_user(own_ngo, Role.COORDINATOR, "amina")
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def codes() -> list[str]:
    return RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()


def seed() -> str:
    return decrypt(Authenticator.objects.get(type="totp").data["secret"])


def new_key(settings, *, lost: bool = False) -> None:
    settings.SECRET_KEY_FALLBACKS = [] if lost else [settings.SECRET_KEY]
    settings.SECRET_KEY = RANDOM


def test_nobody_is_signed_out_and_badges_go_on(own_ngo, amina, settings):
    client, badge = TenantClient(own_ngo), badge_token(amina)
    client.force_login(amina)
    new_key(settings)
    assert client.get("/fr/figures/").status_code == 200
    assert read_badge(badge) == amina
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/fr/figures/").status_code == 200  # the session was signed anew meanwhile
    assert read_badge(badge) is None


def test_second_factors_are_encrypted_anew_and_the_former_key_may_go(own_ngo, amina, settings):
    known = codes()
    new_key(settings)
    assert seed() == SECRET
    call_command("rotate_keys")
    settings.SECRET_KEY_FALLBACKS = []
    assert (seed(), codes()) == (SECRET, known)


def test_without_the_former_key_nothing_is_lost_unless_asked(own_ngo, other_ngo, amina, make_user, settings, capsys):
    with other_ngo:
        TOTP.activate(make_user(other_ngo, Role.COORDINATOR, "stranger"), SECRET)
    new_key(settings, lost=True)
    with pytest.raises(InvalidToken):
        seed()
    with pytest.raises(CommandError, match="No key opens 3 second factors"):
        call_command("rotate_keys")
    assert Authenticator.objects.count() == 2
    settings.SECRET_KEY_FALLBACKS = []
    call_command("rotate_keys", "--forget-unreadable")
    assert "own_ngo: 0 encrypted anew, 0 unreadable, 1 accounts to set up" in capsys.readouterr().out
    for tenant in Tenant.objects.all():
        with tenant:
            assert not Authenticator.objects.exists()
    with own_ngo:
        assert User.objects.filter(username="amina", is_active=True).exists()
