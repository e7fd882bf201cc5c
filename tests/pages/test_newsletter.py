"""The newsletter: asked for, proved, left, sent once and by day; what a robot sends, what a broken line leaves."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, give_role
from pages.models import HomePage, NewsIndexPage, NewsPage
from pages.newsletter.actions import confirm, forget_unproved, hold, leave, let_on, start_mailing
from pages.newsletter.models import Letter, Mailing, Subscription
from pages.newsletter.sending import send_letters
from tests.support.clients import TenantClient
from tests.support.limits import *  # noqa: F403
from tests.support.mail_server import BREAK_OFF, MailServer

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOON = datetime.datetime(2040, 11, 24, 12, tzinfo=CASABLANCA)  # after whatever a test starts
BASE = "http://own.localhost"


def plant(parent, model, slug, **fields):
    page = parent.add_child(instance=model(slug=slug, heading_fr=f"{slug} fr", ready_fr=True, **fields))
    page.save_revision().publish()
    return page


@pytest.fixture
def news(own_ngo):
    return plant(HomePage.objects.get(), NewsIndexPage, "actualites")


@pytest.fixture
def issue(news):
    return plant(news, NewsPage, "traite-automne", kind="newsletter")


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        yield server


def readers(number, **fields):
    fields = {"confirmed_at": timezone.now()} | fields
    return [Subscription.objects.create(email=f"r{n}@example.org", **fields) for n in range(number)]


def staff(tenant, role):
    user = User.objects.create_user(username=role.value, password="x")
    give_role(user, role)
    client = TenantClient(tenant)
    client.force_login(user)
    return client


def send(moment=NOON):
    with pytest.MonkeyPatch.context() as patch, timezone.override(CASABLANCA):
        patch.setattr(timezone, "now", lambda: moment)
        return send_letters(base_url=BASE)


def outcomes():
    return list(Letter.objects.order_by("pk").values_list("outcome", flat=True))


def link_in(message):
    return next(word for word in message.body.split() if word.startswith("http"))


# Asking, proving, leaving


def test_whoever_asks_says_yes_by_mail_and_leaves_with_one_click(client, news):
    answer = client.post("/ar/newsletter/", {"email": "Salma@Example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/ar/newsletter/?asked=1")
    row = Subscription.objects.get()
    assert (row.email, row.language, row.confirmed_at) == ("salma@example.org", "ar", None)
    [proof] = mail.outbox
    path = link_in(proof).partition(client.host)[2].partition("/ar/")[2]
    page = client.get(f"/ar/{path}")
    row.refresh_from_db()
    assert (page.status_code, row.confirmed_at) == (200, None)  # programs open every link
    assert client.post(f"/ar/{path}").status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is not None
    start_mailing(issue=plant(news, NewsPage, "lettre", kind="newsletter"), actor=None)
    send()
    letter = mail.outbox[1]
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = address.removeprefix(BASE)
    assert client.get(stop).status_code == 200
    assert Subscription.objects.count() == 1
    for _twice in range(2):
        assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.count() == 0
    assert client.get(f"/ar/{path}").status_code == 404


def test_visitors_are_given_no_cookie(client, issue):
    for answer in (
        client.get("/fr/newsletter/"), client.post("/fr/newsletter/", {"email": "a@example.org"}),
        client.post("/fr/newsletter/", {"email": "no"}), client.get(link_in(mail.outbox[0]).partition(client.host)[2]),
    ):  # fmt: skip
        assert dict(answer.cookies) == {}


def test_the_answer_is_the_same_whether_the_address_was_there(client, news):
    readers(1)
    first, again = (
        client.post("/fr/newsletter/", {"email": address}) for address in ("new@example.org", "r0@example.org")
    )
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Subscription.objects.get(email="r0@example.org").confirmed_at is not None


def test_one_mail_to_an_address_however_often_it_is_asked_for(client, news):
    for _time in range(5):
        assert client.post("/fr/newsletter/", {"email": "a@example.org"}).status_code == 302
    assert len(mail.outbox) == 1


def test_a_program_that_fills_every_field_gets_the_usual_answer_and_nothing_happens(client, news):
    answer = client.post("/fr/newsletter/", {"email": "a@example.org", "home_page": "http://spam.example"})
    assert (answer.status_code, len(mail.outbox), Subscription.objects.count()) == (302, 0, 0)


@pytest.mark.parametrize(
    "email", ["a@example.org\nBcc: b@example.org", "a@example.org\r\nSubject: x", "a@b@c.org", "", "x" * 300 + "@a.org"]
)
def test_what_is_no_address_or_several_lines_is_refused_in_words(client, news, email):
    answer = client.post("/fr/newsletter/", {"email": email})
    assert (answer.status_code, len(mail.outbox), Subscription.objects.count()) == (200, 0, 0)
    assert "field--wrong" in answer.content.decode()


def test_a_flood_from_one_network_is_stopped(client, news):
    answers = [client.post("/fr/newsletter/", {"email": f"a{n}@example.org"}) for n in range(12)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [200] * 2
    assert "quart d’heure" in answers[-1].content.decode()
    assert len(mail.outbox) == 10


def test_where_the_mail_does_not_go_it_says_so_and_one_may_ask_again(client, news, server):
    server.says["greeting"] = "421 busy"
    answer = client.post("/fr/newsletter/", {"email": "a@example.org"})
    assert (answer.status_code, Subscription.objects.count()) == (200, 0)
    server.says.clear()
    assert client.post("/fr/newsletter/", {"email": "a@example.org"}).status_code == 302
    assert len(server.taken) == 1


def test_what_nobody_proved_is_forgotten(own_ngo):
    long_ago = timezone.now() - datetime.timedelta(days=3)
    readers(1, confirmed_at=None, asked_at=long_ago)
    Subscription.objects.create(email="proved@example.org", asked_at=long_ago, confirmed_at=long_ago)
    forget_unproved()
    assert list(Subscription.objects.values_list("email", flat=True)) == ["proved@example.org"]


def test_a_link_is_worth_nothing_in_another_ngo(client, news, other_ngo):
    client.post("/fr/newsletter/", {"email": "a@example.org"})
    path = link_in(mail.outbox[0]).partition(client.host)[2]
    assert TenantClient(other_ngo).post(path).status_code == 404
    assert TenantClient(other_ngo).get("/fr/newsletter/").status_code == 404  # it has no news
    assert Subscription.objects.get().confirmed_at is None


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
