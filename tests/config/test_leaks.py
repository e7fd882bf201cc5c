"""Nothing of one NGO stands in what another NGO, the hub or nobody is answered, sent or has logged; and a crawl that
finds nothing would have found something."""

import datetime
import io
import json
import logging
import zipfile
from collections import Counter
from dataclasses import astuple

import pytest
from django.core import mail
from django.db import connection
from django.db.models import DateField, Value
from django.http import HttpResponse

from core.pdf import compile_pdf
from people.models import Person
from people.views import own_data
from tests.support import worlds
from tests.support.crawling.crawler import Crawler
from tests.support.crawling.keeping import keep
from tests.support.crawling.marks import mark_texts
from tests.support.crawling.tally import Tally
from tests.support.furnished.network import HUB, NGO, OTHER, STANDING
from tests.support.worlds import MAKERS, world

PART, STEP, WHOLE = 1500, 5000, 50_000
SEED = 16
MARKED: dict[str, Counter[str]] = {}


@world
def marked_network():
    """The furnished network, every text of it with the mark of its tenant."""
    MAKERS["furnished_network"]()
    for place, found in STANDING.items():
        with found.tenant:
            MARKED[place] = mark_texts(found)


@pytest.fixture
def crawler(marked_network):
    return Crawler(STANDING, SEED)


def told(tally: Tally) -> list[str]:
    """The findings as lines."""
    return ["; ".join(map(str, astuple(finding))) for finding in tally.findings]


def test_every_text_that_people_write_has_a_mark(marked_network):
    for place in (NGO, OTHER):
        assert {
            "people.Person.full_name", "people.Person.institution", "accounts.User.first_name",
            "courses.CoursePage.heading_fr", "impact.ApiToken.name", "people.PeopleList.name",
            "training_sessions.TrainingSession.title", "certificates.Certificate.holder", "impact.SavedView.name",
        } - set(MARKED[place]) == set()  # fmt: skip
        assert MARKED[place].total() > 200


def test_a_part_of_the_crawl_finds_nothing(crawler):
    tally = crawler.run(PART)
    assert told(tally) == []
    assert tally.own == set(STANDING)  # whoever may is shown the marks
    read = {"pages": tally.pages.total(), "files": tally.files.total()}
    assert read["pages"] > PART / 20, read
    assert read["files"] > 5, read
    # Each request has its line, in which it is a route: no path, no question, nothing that was sent.
    lines = [line for line in map(json.loads, crawler.lines.texts) if line["logger"] == "config.watching.requests"]
    assert len(lines) > PART * 0.9
    assert {name for line in lines for name in line} == {
        "time", "level", "logger", "message", "request", "tenant", "route", "method", "status", "seconds",
    }  # fmt: skip
    assert {line["route"] for line in lines if "/" in line["route"] or "?" in line["route"]} == set()
    assert len(crawler.anybody) > 300


@pytest.fixture
def afterwards_anew(_world, django_db_blocker):
    """The world falls after the test, and what was written and taken back is swept away: within one transaction it
    would lie in the way of every query."""
    yield
    with django_db_blocker.unblock():
        worlds.fall()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


CRAWLED = Tally()


@pytest.mark.long
@pytest.mark.parametrize("step", range(WHOLE // STEP))
def test_the_whole_crawl_finds_nothing(afterwards_anew, marked_network, step):
    """Each step in a world of its own, as drawn by a seed of its own. The counts so far go into docs/reliability.md: a
    crawl that is stopped leaves what it has done."""
    CRAWLED.add(Crawler(STANDING, SEED + step).run(STEP))
    keep(CRAWLED, f"{SEED} to {SEED + step}", datetime.date.today())
    assert told(CRAWLED) == []


# What is planted is found


def zipped(secret: str) -> bytes:
    """An archive within an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", secret)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.zip", packed.getvalue())
    return outer.getvalue()


def a_badge(secret: str) -> bytes:
    data = {
        "language": "fr",
        "title": "x",
        "name": secret,
        "hint": "x",
        "alt": "x",
        "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    return compile_pdf("badge", data)


LEAKS = {
    "in a page": lambda secret: HttpResponse(f"<p>{secret}</p>"),
    "in a page, escaped": lambda secret: HttpResponse("".join(f"&#{ord(letter)};" for letter in secret)),
    "in a header": lambda secret: HttpResponse(headers={"X-Name": secret}),
    "in a redirect": lambda secret: HttpResponse(status=302, headers={"Location": f"/fr/?name={secret}"}),
    "in a cookie": lambda secret: with_cookie(secret),
    "in an archive": lambda secret: HttpResponse(zipped(secret), content_type="application/zip"),
    "in a PDF": lambda secret: HttpResponse(a_badge(secret), content_type="application/pdf"),
    "in the log": lambda secret: HttpResponse(str(logging.getLogger("wasl").warning("for %s", secret))),
    "in a mail": lambda secret: HttpResponse(str(mail.send_mail("x", secret, None, ["a@example.org"]))),
}


def with_cookie(secret: str) -> HttpResponse:
    answer = HttpResponse()
    answer.set_cookie("name", secret)
    return answer


@pytest.mark.parametrize("place", [NGO, HUB])
@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(crawler, monkeypatch, leak, place):
    secret = f"{STANDING[OTHER].private}00001"
    monkeypatch.setattr(own_data, "_as_file", lambda response, name: LEAKS[leak](secret))
    role = "network_coordinator" if place == HUB else "coordinator"
    tally = crawler.visit(place, role, ["/fr/glossary/", "/fr/my-data/my-data.json"])
    assert [finding.how for finding in tally.findings][:1] == ["GET /fr/my-data/my-data.json"]


def test_a_uuid_of_the_stranger_is_found(crawler, monkeypatch):
    with STANDING[OTHER].tenant:
        somebody = Person.objects.first()
    monkeypatch.setattr(own_data, "_as_file", lambda response, name: HttpResponse(str(somebody.uuid)))
    tally = crawler.visit(NGO, "administrator", ["/fr/my-data/my-data.json"])
    assert [finding.what for finding in tally.findings] == [str(somebody.uuid)]


def test_rows_of_the_stranger_are_found(crawler, monkeypatch):
    """A view whose query goes to another schema."""

    def everybody(asked):
        with STANDING[OTHER].tenant:
            return list(Person.objects.annotate(last_presence=Value(None, DateField())))

    monkeypatch.setattr("people.forms.finding.find_people", everybody)
    tally = crawler.visit(NGO, "coordinator", ["/fr/people/"])
    assert {finding.where for finding in tally.findings} == {"answer 200"}


@pytest.mark.parametrize(("shown", "found"), [("{word}", 0), ("{word}00001", 1)], ids=["as it was sent", "more"])
def test_a_word_that_was_sent_may_come_back_and_nothing_more(crawler, monkeypatch, shown, found):
    word = STANDING[OTHER].mark
    answer = HttpResponse(f"<p>{shown.format(word=word)}</p>")
    monkeypatch.setattr(own_data, "_as_file", lambda response, name: answer)
    tally = crawler.visit(NGO, "coordinator", [f"/fr/my-data/my-data.json?q={word}"])
    assert len(tally.findings) == found


def test_what_is_one_s_own_is_no_finding(crawler):
    addresses = ["/fr/people/", "/fr/sessions/", "/fr/my-data/my-data.json", "/fr/figures/"]
    tally = crawler.visit(NGO, "coordinator", addresses)
    assert (told(tally), tally.own) == ([], {NGO})


def test_the_same_seed_asks_for_the_same(marked_network):
    asked = []
    for _time in range(2):
        crawler = Crawler(STANDING, SEED)
        asked.append(crawler.run(60).requests)
    assert asked[0] == asked[1]
