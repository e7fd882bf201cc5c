"""The newsletter: asked for, proved, left; what a robot sends."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from pages.models import NewsPage
from pages.newsletter.actions import forget_unproved, start_mailing
from pages.newsletter.models import Subscription
from tests.support.clients import TenantClient
from tests.support.newsletter import BASE, link_in, plant, readers, send


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
