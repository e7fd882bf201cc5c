"""Staff are invited: the link opens one account, once, in one tenant; mail that is away loses nothing."""

import datetime
import logging
import re
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from accounts.models import StaffInvitation, User
from accounts.roles import Role, roles_of
from accounts.staff import mailing
from accounts.staff.actions import StaffError, invite_staff, send_again, withdraw_invitation
from accounts.staff.invitations import link_of, read_token
from tenants import clock
from tests.support.clients import TenantClient
from tests.support.words import FORBIDDEN_WORDS

ADDRESS = "amina@example.org"
SECRET = "une phrase bien longue"
THERE_ARE = "trainer, reviewer, coordinator, administrator, funder"
CHOICE = {"name": "Amina Exemple", "language": "fr", "password": SECRET, "again": SECRET}


class Away(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"nobody of that name")})


@pytest.fixture
def invitation(own_ngo):
    return invite_staff(email=ADDRESS, roles=[Role.TRAINER, Role.COORDINATOR], name="Amina Exemple")


def path_of(invitation):
    return re.sub(r"^https?://[^/]+", "", link_of(invitation))


def test_an_invitation_waits_and_the_worker_sends_it(own_ngo, invitation, mailoutbox):
    assert (invitation.state, invitation.mail, mailoutbox) == ("open", "waiting", [])
    clock.tick()
    connection.set_tenant(own_ngo)
    invitation.refresh_from_db()
    assert (invitation.mail, [message.to for message in mailoutbox]) == ("sent", [[ADDRESS]])
    assert link_of(invitation) in mailoutbox[0].body
    clock.tick()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_mail_is_discreet(own_ngo, mailoutbox, language):
    invitation = invite_staff(email=ADDRESS, roles=[Role.TRAINER], name="Amina Exemple", language=language)
    mailing.send_waiting()
    (message,) = mailoutbox
    html, _kind = message.alternatives[0]
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert f"http://own-ngo.localhost:8000/{language}/staff/accept/" in link_of(invitation)
    for text in (message.subject, message.body, html, message.from_email):
        assert FORBIDDEN_WORDS.findall(text.replace(link_of(invitation), "")) == []
        assert "Exemple" not in text


def test_mail_that_is_away_is_tried_again_for_two_days(invitation, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    began = timezone.now()
    with caplog.at_level(logging.ERROR):
        for hour in range(60):
            moment = began + datetime.timedelta(hours=hour)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(timezone, "now", lambda moment=moment: moment)
                mailing.send_waiting()
            invitation.refresh_from_db()
            assert invitation.mail == "waiting" or hour >= 48
    assert (invitation.mail, 5 < invitation.mail_tries < 20) == ("given_up", True)
    assert read_token(path_of(invitation).split("/")[-2]) == invitation  # the link may be handed on all the same
    assert ADDRESS not in caplog.text


def test_mail_that_comes_back_gets_what_waited(invitation, settings, mailoutbox):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    mailing.send_waiting()
    settings.EMAIL_BACKEND = backend
    StaffInvitation.objects.update(next_try_at=timezone.now())
    mailing.send_waiting()
    invitation.refresh_from_db()
    assert (invitation.mail, len(mailoutbox)) == ("sent", 1)


def test_an_address_that_is_refused_is_not_tried_again(invitation, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mailing.send_waiting()
    invitation.refresh_from_db()
    assert (invitation.mail, invitation.next_try_at) == ("failed", None)


def test_what_a_killed_process_was_sending_is_uncertain(invitation, mailoutbox):
    long_ago = timezone.now() - datetime.timedelta(minutes=20)
    StaffInvitation.objects.update(mail="sending", mail_tried_at=long_ago, next_try_at=None)
    mailing.send_waiting()
    invitation.refresh_from_db()
    assert (invitation.mail, mailoutbox) == ("uncertain", [])


def test_the_link_opens_an_account_with_the_roles_once(client, invitation):
    path = path_of(invitation)
    for _look in range(2):  # looking at it uses nothing up
        page = client.get(path)
    assert page.context["form"].initial == {"email": ADDRESS, "name": "Amina Exemple", "language": "fr"}
    answer = client.post(path, CHOICE)
    assert answer["location"] == "/fr/home/"
    assert client.get("/fr/home/")["location"] == "/fr/today/"
    user = User.objects.get()
    assert (user.username, user.email, str(user), roles_of(user), user.check_password(SECRET)) == (
        ADDRESS, ADDRESS, "Amina Exemple", [Role.TRAINER, Role.COORDINATOR], True,
    )  # fmt: skip
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", user)
    assert (invitation.name, invitation.email) == ("", "")  # they stand with the account, and go with it
    again = TenantClient(client.tenant).get(path)
    assert (again.status_code, again.context["state"]) == (410, "accepted")
    assert TenantClient(client.tenant).post(path, CHOICE).status_code == 410


def test_the_second_factor_is_set_up_first_where_it_is_asked(client, invitation, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.post(path_of(invitation), CHOICE)
    assert client.get("/fr/home/")["location"] == "/fr/account/second/totp/activate/"


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"password": "12345678", "again": "12345678"}, "password"), ({"again": "autre chose"}, "again"),
     ({"name": " "}, "name"), ({"language": "de"}, "language"), ({"password": ""}, "password")],
    ids=str,
)  # fmt: skip
def test_what_is_chosen_badly_is_named_and_nothing_is_made(client, invitation, sent, field):
    page = client.post(path_of(invitation), CHOICE | sent)
    assert field in page.context["form"].errors
    assert User.objects.count() == 0


def test_another_tenant_s_link_opens_nothing(own_ngo, other_ngo, invitation):
    """Nor does the same row in another schema: a restored copy of it, say."""
    path = path_of(invitation)
    with other_ngo:
        StaffInvitation.objects.create(email=ADDRESS, roles=["administrator"], issue=invitation.issue)
    stranger = TenantClient(other_ngo)
    assert (stranger.get(path).status_code, stranger.post(path, CHOICE).status_code) == (404, 404)
    with other_ngo:
        assert User.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "x:y", "0" * 32, "شيء"], ids=str)
def test_a_link_that_is_none_says_what_to_do(client, token):
    answer = client.get(f"/en/staff/accept/{token}/")
    assert answer.status_code == 404
    assert "This link opens nothing here" in answer.content.decode()


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_a_link_that_is_closed_says_why(client, invitation, make_user, own_ngo, state):
    if state == "withdrawn":
        withdraw_invitation(invitation=invitation, by=make_user(own_ngo, Role.ADMINISTRATOR))
    else:
        StaffInvitation.objects.update(expires_at=timezone.now())
    answer = client.post(path_of(invitation), CHOICE)
    assert (answer.status_code, answer.context["state"], User.objects.filter(email=ADDRESS).count()) == (410, state, 0)


def test_sent_again_the_former_link_is_worth_nothing(client, invitation, make_user, own_ngo, mailoutbox):
    former = path_of(invitation)
    StaffInvitation.objects.update(expires_at=timezone.now())
    invitation.refresh_from_db()
    fresh = send_again(invitation=invitation, by=make_user(own_ngo, Role.ADMINISTRATOR))
    assert client.get(former).status_code == 404
    assert client.get(path_of(fresh)).status_code == 200
    mailing.send_waiting()
    assert [message.to for message in mailoutbox] == [[ADDRESS]]


def test_invitations_that_came_to_nothing_are_forgotten(invitation):
    mailing.forget_ended()
    assert StaffInvitation.objects.count() == 1
    StaffInvitation.objects.update(expires_at=timezone.now() - mailing.KEPT)
    mailing.forget_ended()
    assert StaffInvitation.objects.count() == 0


def test_a_newer_invitation_takes_the_place_of_the_former(invitation, mailoutbox):
    newer = invite_staff(email=ADDRESS.upper(), roles=[Role.REVIEWER])
    invitation.refresh_from_db()
    assert (invitation.state, invitation.mail, newer.state) == ("withdrawn", "lapsed", "open")
    mailing.send_waiting()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "amina(at)example"}, "“amina(at)example” is not a mail address. Write it as name@example.org."),
        ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 40}.org"}, "The address is too long: 150 characters at most."),
        ({"roles": []}, f"Name a role. The roles are: {THERE_ARE}."),
        ({"roles": ["boss"]}, f"There is no role “boss” here. The roles are: {THERE_ARE}."),
        ({"roles": [Role.LIBRARY_EDITOR]}, f"There is no role “library_editor” here. The roles are: {THERE_ARE}."),
        ({"projects": ["P1"]}, "Projects go with the role “funder” of the hub alone."),
        ({"name": "x" * 151}, "The name is too long: 150 characters at most."),
        ({"language": "de"}, "Languages are one or more of fr, ar, en."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "-".join(value),
)  # fmt: skip
def test_bad_input_is_named_and_nothing_is_written(own_ngo, said, words):
    with translation.override("en"), pytest.raises(StaffError) as refusal:
        invite_staff(**{"email": ADDRESS, "roles": [Role.TRAINER]} | said)
    assert str(refusal.value) == words
    assert StaffInvitation.objects.count() == 0


def test_the_hub_has_roles_of_its_own(hub):
    with hub:
        for role in ("library_editor", "network_coordinator", "platform_administrator", "funder"):
            invite_staff(email=f"{role}@example.org", roles=[role])
        with pytest.raises(StaffError):
            invite_staff(email="trainer@example.org", roles=[Role.TRAINER])
    connection.set_schema_to_public()


@pytest.mark.django_db(transaction=True)
def test_by_command(capsys, mailoutbox):
    call_command("invite_staff", "own_ngo", ADDRESS, "--role", "trainer", "--role", "reviewer", "--name", "Amina")
    said = capsys.readouterr().out
    (link,) = re.findall(r"http://own-ngo\.localhost:8000/fr/staff/accept/\S+", said)
    assert said.splitlines()[0] == "own_ngo: invited as trainer, reviewer; the worker sends the mail."
    assert connection.schema_name == "public"
    clock.tick()
    assert link in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", ADDRESS, "--role", "trainer"], "There is no tenant “nowhere”"),
        (["own_ngo", ADDRESS], "administrator"),
        (["own_ngo", ADDRESS, "--role", "library_editor"], "trainer, reviewer, coordinator, administrator, funder"),
        (["hub", ADDRESS, "--role", "trainer"], "library_editor, network_coordinator, platform_administrator, funder"),
        (["own_ngo", "amina", "--role", "trainer"], r"nom@exemple\.org"),
    ],
)  # fmt: skip
def test_a_command_that_is_wrong_is_told_so(arguments, words):
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("invite_staff", *arguments)
    assert "\n" not in str(refusal.value)
