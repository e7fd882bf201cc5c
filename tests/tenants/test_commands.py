"""create_tenant, list_tenants and drop_tenant to the letter of interfaces.md."""

import json
import time
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tenants.utils import schema_exists

from accounts.models import StaffInvitation, User
from accounts.staff.actions import invite_staff
from people.models import SentMessage
from tenants.models import Tenant
from tests.support.clients import TenantClient

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


@pytest.mark.django_db(transaction=True)
def test_a_tenant_stands_though_its_invitation_did_not_go(capsys, settings, mailoutbox):
    settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    call_command("create_tenant", *NEW, "--coordinator", "coordination@example.org")
    said = capsys.readouterr()
    assert said.out == "new_ngo: new-ngo.localhost\n"
    link = said.err.split()[-1]
    assert link.startswith("http://new-ngo.localhost:8000/fr/staff/accept/")
    tenant = Tenant.objects.get(schema_name="new_ngo")
    with tenant:
        assert [user.email for user in User.objects.all()] == ["coordination@example.org"]
        assert StaffInvitation.objects.get().mail == "waiting"
    path, secret = link.removeprefix("http://new-ngo.localhost:8000"), "une phrase bien longue"
    client = TenantClient(tenant)
    chosen = {"name": "Salma Exemple", "language": "ar", "password": secret, "again": secret}
    assert client.post(path, chosen).status_code == 302
    with tenant:
        coordinator = User.objects.get()
        assert (coordinator.first_name, coordinator.language, coordinator.check_password(secret)) == (
            "Salma Exemple", "ar", True
        )  # fmt: skip
        assert [group.name for group in coordinator.groups.all()] == ["coordinator"]
    assert TenantClient(tenant).get(path).status_code == 410
    call_command("drop_tenant", "new_ngo", "--yes")


def test_the_operator_counts_what_has_not_arrived(capsys, hub, own_ngo, other_ngo):
    moment = timezone.now()
    for number, outcome in enumerate(("waiting", "waiting", "failed", "sent")):
        SentMessage.objects.create(
            kind="session", person=uuid.uuid4(), key=str(number), channel="mail", outcome=outcome,
            next_try_at=moment if outcome == "waiting" else None,
        )  # fmt: skip
    since = SentMessage.objects.earliest("made_at").made_at.isoformat(timespec="seconds")
    with hub:
        due = invite_staff(email="amina@example.org", roles=["library_editor"]).mail_due_since
    with own_ngo:
        refused = invite_staff(email="salma@example.org", roles=["trainer"])
        given_up = invite_staff(email="karim@example.org", roles=["trainer"])
        StaffInvitation.objects.filter(pk=refused.pk).update(mail="failed", next_try_at=None)
        StaffInvitation.objects.filter(pk=given_up.pk).update(
            mail="given_up", next_try_at=None, expires_at=moment
        )  # nobody can follow it any more
    call_command("messages", "--json")
    nothing = {"waiting": 0, "uncertain": 0, "failed": 0, "given_up": 0, "waiting_since": None}
    due = due.isoformat(timespec="seconds")
    assert json.loads(capsys.readouterr().out) == [
        {"schema": "hub"} | nothing | {"staff": nothing | {"waiting": 1, "waiting_since": due}},
        {"schema": "other_ngo"} | nothing | {"staff": nothing},
        {"schema": "own_ngo"} | nothing | {"waiting": 2, "failed": 1, "waiting_since": since}
        | {"staff": nothing | {"failed": 1}},
    ]  # fmt: skip
    call_command("messages")
    assert capsys.readouterr().out.splitlines() == [
        f"hub: nothing outstanding; staff: 1 waiting, the oldest since {due}",
        "other_ngo: nothing outstanding",
        f"own_ngo: 2 waiting, 1 failed, the oldest since {since}; staff: 1 failed",
    ]  # fmt: skip


def test_a_tenant_amid_its_restore_counts_nowhere(own_ngo, other_ngo):
    """Its tables may be empty or half filled."""
    Tenant.objects.filter(pk=own_ngo.pk).update(state=Tenant.State.UNFINISHED)
    assert own_ngo not in Tenant.objects.whole()
    assert other_ngo in Tenant.objects.whole()
