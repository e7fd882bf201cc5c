"""The newsletter is sent once and by day; what is refused or broken off is shown, and staff see no address."""

import datetime

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, give_role
from pages.models import NewsPage
from pages.newsletter.actions import confirm, hold, leave, let_on, start_mailing
from pages.newsletter.models import Letter, Mailing, Subscription
from tests.support.clients import TenantClient
from tests.support.mail_server import BREAK_OFF
from tests.support.newsletter import BASE, NOON, link_in, plant, readers, send


def staff(tenant, role):
    user = User.objects.create_user(username=role.value, password="x")
    give_role(user, role)
    client = TenantClient(tenant)
    client.force_login(user)
    return client


def outcomes():
    return list(Letter.objects.order_by("pk").values_list("outcome", flat=True))


# Sending


def test_the_mail_names_nothing_and_its_link_leads_on(client, issue):
    readers(1, language="ar")
    mailing = start_mailing(issue=issue, actor=None)
    assert send() == 1
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("صفحة جديدة للقراءة", ["r0@example.org"])
    said = letter.subject + letter.body + letter.alternatives[0].content + str(letter.extra_headers)
    for word in ("traite", "الاتجار", "automne", "actualites"):
        assert word not in said.lower()
    assert link_in(letter) == f"{BASE}/ar/newsletter/{mailing.pk}/"
    answer = client.get(f"/fr/newsletter/{mailing.pk}/")
    assert answer["Location"].endswith("/fr/actualites/traite-automne/")


def test_it_goes_by_day_and_at_its_pace(issue, settings):
    settings.NEWSLETTER_PER_MINUTE = 2
    readers(5)
    start_mailing(issue=issue, actor=None)
    night = NOON.replace(hour=5)
    assert [send(night), send(), send(), send(NOON + datetime.timedelta(minutes=2))] == [0, 2, 0, 2]
    assert Mailing.objects.get().ended_at is None
    assert send(NOON + datetime.timedelta(minutes=4)) == 1
    assert Mailing.objects.get().ended_at is not None
    assert sorted(one.to[0] for one in mail.outbox) == [f"r{n}@example.org" for n in range(5)]


def test_who_leaves_and_what_is_held_or_unpublished_is_not_sent(issue):
    rows = readers(2)
    mailing = start_mailing(issue=issue, actor=None)
    leave(uuid=str(rows[0].uuid))
    hold(mailing=mailing)
    assert send() == 0
    let_on(mailing=mailing)
    issue.unpublish()
    assert send() == 0
    issue.save_revision().publish()
    assert (send(), outcomes()) == (1, ["lapsed", "sent"])


def test_an_unproved_address_gets_nothing(issue):
    readers(1, confirmed_at=None)
    with pytest.raises(Exception, match="Personne"):
        start_mailing(issue=issue, actor=None)
    assert Mailing.objects.count() == 0


def test_a_server_that_is_away_stops_the_look_and_all_go_later(issue, server):
    readers(6)
    start_mailing(issue=issue, actor=None)
    server.close()
    assert send() == 0
    assert [row.tries for row in Letter.objects.order_by("pk")] == [1, 1, 1, 0, 0, 0]
    server.open()
    later = NOON + datetime.timedelta(minutes=20)
    assert send(later) == 6
    assert len(server.taken) == 6


def test_what_is_refused_or_broken_off_is_shown_and_never_sent_again(issue, server, own_ngo):
    readers(1)
    start_mailing(issue=issue, actor=None)
    server.says["taken"] = BREAK_OFF
    send()
    assert outcomes() == ["uncertain"]
    server.says.clear()
    for cache in caches.all():
        cache.clear()
    send(NOON + datetime.timedelta(days=1))
    assert (outcomes(), len(server.taken)) == (["uncertain"], 1)
    page = staff(own_ngo, Role.COORDINATOR).get("/fr/newsletter/sending/").content.decode()
    assert "<strong>1</strong> incertain" in page


# Staff


def test_staff_send_an_issue_once_and_see_no_address(own_ngo, other_ngo, issue):
    readers(3)
    client = staff(own_ngo, Role.COORDINATOR)
    start = f"/fr/newsletter/sending/{issue.pk}/start/"
    assert "3 " in client.get(start).content.decode()
    for _twice in range(2):
        client.post(start)
    assert (Mailing.objects.count(), Letter.objects.count()) == (1, 3)
    page = client.get("/fr/newsletter/sending/").content.decode()
    assert "r0@example.org" not in page
    client.post("/fr/newsletter/sending/remove/", {"email": "R0@example.org"})
    assert sorted(outcomes()) == ["lapsed", "waiting", "waiting"]
    with other_ngo:
        assert (Subscription.objects.count(), Letter.objects.count()) == (0, 0)
        stranger = staff(other_ngo, Role.COORDINATOR)
    assert stranger.get(start).status_code == 404
    assert staff(own_ngo, Role.REVIEWER).get(start).status_code == 403


def test_as_many_queries_for_1_and_12_issues(own_ngo, news):
    client = staff(own_ngo, Role.COORDINATOR)
    readers(1)
    counts = []
    for number in range(12):
        start_mailing(issue=plant(news, NewsPage, f"n{number}", kind="newsletter"), actor=None)
        if number in (0, 11):
            client.get("/fr/newsletter/sending/")
            with CaptureQueriesContext(connection) as asked:
                client.get("/fr/newsletter/sending/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("says", "refused"),
    [
        ("550 5.1.1 no such user", 1),
        ("550 5.2.1 mailbox closed", 1),
        ("550 no such user", 0),  # may as well refuse us
        ("553 5.1.3 what is that", 1),
        ("554 5.7.1 relay access denied", 0),  # refuses us: every address would be lost
        ("550 5.7.1 your network is on a list", 0),
        ("552 5.2.2 mailbox full", 0),
        ("450 4.2.0 come back later", 0),
    ],
)
def test_an_address_that_is_not_there_is_not_written_to_again(issue, news, server, says, refused):
    readers(1)
    server.says["RCPT"] = says
    start_mailing(issue=issue, actor=None)
    send()
    assert Subscription.objects.filter(refused_at__isnull=False).count() == refused
    assert Subscription.objects.reached().count() == 1 - refused


def test_the_sender_reads_how_many_were_refused_and_who_asks_anew_is_written_to(own_ngo, issue, news, server):
    gone, _other = readers(2)
    Subscription.objects.filter(pk=gone.pk).update(refused_at=timezone.now())
    page = staff(own_ngo, Role.COORDINATOR).get("/fr/newsletter/sending/")
    assert (page.context["readers"], "r0@example.org" in page.content.decode()) == (
        {"all": 1, "open": 0, "refused": 1}, False,
    )  # fmt: skip
    assert "1 adresse a été refusée pour de bon" in " ".join(page.content.decode().split())
    start_mailing(issue=issue, actor=None)
    assert Letter.objects.count() == 1
    assert confirm(uuid=str(gone.uuid))
    assert Subscription.objects.reached().count() == 2
