"""`doctor` on settings, hosts and mail: each check as it finds things well and as it finds them broken."""

import pytest
from django.db import connection

from config.doctor import configuration, hosts
from config.doctor import mail as mail_checks
from config.doctor.findings import State
from config.first_run.environment_file import new_vapid_key
from tenants.models import Domain, Tenant
from tests.support.keys import RANDOM
from tests.support.mail_server import BREAK_OFF, MailServer

OK, WARNING, ERROR = State.OK, State.WARNING, State.ERROR


# Settings


def test_the_settings_of_a_server_are_well(server):
    assert configuration.look_at_settings().state == OK


@pytest.mark.parametrize(
    ("changes", "state", "says"),
    [
        pytest.param({"DEBUG": True}, ERROR, "DEBUG is on: error pages show data.", id="debug"),
        pytest.param(
            {"DEMO": True}, ERROR, "These are the settings of the demo: its keys are known to everybody.", id="demo"
        ),
        pytest.param(
            {"SECURE_SSL_REDIRECT": False, "WAGTAILADMIN_BASE_URL": "http://hub.example.org"},
            WARNING, "Pages are served without TLS.", id="no TLS",
        ),
    ],
)  # fmt: skip
def test_settings_of_developers_are_named(server, changes, state, says):
    for name, value in changes.items():
        setattr(server, name, value)
    found = configuration.look_at_settings()
    assert (found.state, found.says) == (state, says)
    assert found.remedy


@pytest.mark.parametrize(
    ("secret", "token", "says"),
    [
        pytest.param(RANDOM, RANDOM[::-1], "The keys are strong and differ.", id="well"),
        pytest.param(RANDOM[:49], RANDOM[::-1], "SECRET_KEY is too weak.", id="short"),
        pytest.param(RANDOM, "ab" * 30, "NETWORK_TOKEN_KEY is too weak.", id="repeated"),
        pytest.param(RANDOM, RANDOM, "Two keys are the same: SECRET_KEY, NETWORK_TOKEN_KEY.", id="same"),
    ],
)
def test_keys(server, secret, token, says):
    server.SECRET_KEY, server.NETWORK_TOKEN_KEY = secret, token
    found = configuration.look_at_keys()
    assert found.says == says
    assert secret not in found.says + found.remedy


@pytest.mark.parametrize(
    ("key", "state", "says"),
    [
        pytest.param(new_vapid_key(), OK, "Who asks for it is reminded on their device.", id="well"),
        pytest.param("", WARNING, "Nobody is reminded on a device: VAPID_PRIVATE_KEY is not set.", id="none"),
        pytest.param("A" * 43, ERROR, "VAPID_PRIVATE_KEY is no key.", id="nought"),
        pytest.param("_" * 43, ERROR, "VAPID_PRIVATE_KEY is no key.", id="beyond the curve"),
    ],
)
def test_the_key_of_reminders_on_devices(server, key, state, says):
    server.VAPID_PRIVATE_KEY = key
    found = configuration.look_at_push()
    assert (found.state, found.says, bool(found.remedy)) == (state, says, state != OK)


def test_a_file_of_the_environment_is_its_owners_alone(server, tmp_path, monkeypatch):
    file = tmp_path / "wasl.env"
    file.touch(mode=0o600)
    monkeypatch.delenv("WASL_ENV_FILE", raising=False)
    assert configuration.look_at_file().says == "The environment comes from no file."
    monkeypatch.setenv("WASL_ENV_FILE", str(file))
    assert configuration.look_at_file().state == OK
    file.chmod(0o640)
    found = configuration.look_at_file()
    assert (found.state, found.remedy) == (WARNING, f"Run `chmod 600 {file}`.")


def test_a_second_list_of_hosts_must_let_tenants_pass(own_ngo, settings):
    settings.ALLOWED_HOSTS = [".localhost", "localhost"]
    assert configuration.look_at_allowed_hosts().state == OK
    settings.ALLOWED_HOSTS = ["localhost", "own-ngo.localhost"]
    found = configuration.look_at_allowed_hosts()
    assert (found.state, found.says) == (ERROR, "ALLOWED_HOSTS refuses hosts of tenants: other-ngo.localhost.")


# Hosts


def test_the_hubs_host(hub, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    assert hosts.look_at_hub().state == WARNING
    settings.WAGTAILADMIN_BASE_URL = "https://network.example.org"
    found = hosts.look_at_hub()
    assert (found.state, found.says) == (
        ERROR, "WASL_BASE_URL leads to network.example.org, which is no host of the hub: links in mails fail.",
    )  # fmt: skip
    Domain.objects.create(tenant=hub, domain="hub.invalid", is_primary=True)
    settings.WAGTAILADMIN_BASE_URL = "https://hub.invalid"
    found = hosts.look_at_hub()
    assert (found.state, found.says) == (ERROR, "The hub’s host hub.invalid does not resolve.")
    Domain.objects.create(tenant=hub, domain="127.0.0.1", is_primary=True)
    settings.WAGTAILADMIN_BASE_URL = "https://127.0.0.1"
    assert hosts.look_at_hub().state == OK


def test_hosts_of_ngos_that_lead_nowhere_are_named(own_ngo, other_ngo):
    assert hosts.look_at_tenants().says == "Every host of an NGO resolves (2)."
    connection.set_schema_to_public()
    Domain.objects.create(tenant=other_ngo, domain="ngo.invalid", is_primary=False)
    found = hosts.look_at_tenants()
    assert (found.state, found.says) == (WARNING, "Hosts of NGOs do not resolve: ngo.invalid.")
    Tenant.objects.filter(pk=other_ngo.pk).update(state=Tenant.State.SUSPENDED)
    assert hosts.look_at_tenants().state == OK


# Mail


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = mail_checks.SMTP, False
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def test_a_mail_server_that_answers(mail_server):
    assert mail_checks.look_at_mail().says == f"The mail server 127.0.0.1:{mail_server.port} answers."
    assert mail_server.taken == []


def test_a_mail_server_that_does_not(mail_server, settings):
    mail_server.says["greeting"] = BREAK_OFF
    assert mail_checks.look_at_mail().state == ERROR
    mail_server.close()
    found = mail_checks.look_at_mail()
    assert (found.state, "Connection refused" in found.says) == (ERROR, True)


def test_one_mail_to_oneself(mail_server):
    found = mail_checks.send_to_oneself("operator@example.org")
    assert (found.state, len(mail_server.taken)) == (OK, 1)
    mail_server.says["RCPT"] = "550 no such user"
    found = mail_checks.send_to_oneself("nobody@example.org")
    assert (found.state, "550" in found.says) == (ERROR, True)
