"""create_tenant, list_tenants and drop_tenant to the letter of interfaces.md."""

import json
import time

import pytest
from django.core.management import CommandError, call_command
from django_tenants.utils import schema_exists

from accounts.models import User
from tenants.models import Tenant

NEW = ("new_ngo", "--name", "Association du Figuier", "--domain", "new-ngo.localhost")


@pytest.mark.django_db(transaction=True)
def test_create_list_and_drop(capsys, mailoutbox):
    started = time.monotonic()
    call_command("create_tenant", *NEW, "--languages", "fr", "ar", "--coordinator", "coordination@example.org")
    assert time.monotonic() - started < 20  # about two seconds on a quiet machine
    capsys.readouterr()
    call_command("list_tenants")
    listed = {tenant.pop("schema"): tenant for tenant in json.loads(capsys.readouterr().out)}
    assert list(listed) == ["hub", "new_ngo", "other_ngo", "own_ngo"]
    assert listed["hub"]["kind"] == "hub"
    assert listed["new_ngo"] == {
        "kind": "ngo", "name": "Association du Figuier", "hosts": ["new-ngo.localhost"], "languages": ["fr", "ar"],
        "state": "active",
    }  # fmt: skip
    with Tenant.objects.get(schema_name="new_ngo"):
        assert User.objects.get().email == "coordination@example.org"
    with pytest.raises(CommandError, match="--yes"):
        call_command("drop_tenant", "new_ngo")
    assert schema_exists("new_ngo")
    call_command("drop_tenant", "new_ngo", "--yes")
    assert not schema_exists("new_ngo")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param(("own_ngo", *NEW[1:]), "own_ngo", id="taken"),
        pytest.param(("Bad-Name", *NEW[1:]), "Bad-Name", id="unsafe"),
        pytest.param((*NEW, "--coordinator", "not a mail"), "not a mail", id="mail"),
        pytest.param((*NEW, "--languages", "de"), "fr, ar, en", id="language"),
    ],
)
def test_a_refusal_is_one_line_and_leaves_nothing(arguments, why):
    with pytest.raises(CommandError, match=why):
        call_command("create_tenant", *arguments)
    assert not schema_exists("new_ngo")


@pytest.mark.django_db(transaction=True)
def test_the_hub_cannot_be_dropped():
    with pytest.raises(CommandError):
        call_command("drop_tenant", "hub", "--yes")
    assert schema_exists("hub")


def test_dropping_what_is_not_there_says_so(db):
    with pytest.raises(CommandError):
        call_command("drop_tenant", "nobody", "--yes")
