"""An issue for many readers, whose worker is killed in the middle: the next one goes on, nobody gets it twice."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from pages.models import HomePage, NewsIndexPage, NewsPage
from pages.newsletter.actions import start_mailing
from pages.newsletter.models import Letter, Mailing, Subscription
from tests.support.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 500


def a_mailing(number):
    home = HomePage.objects.get()
    news = home.add_child(instance=NewsIndexPage(slug="actualites", heading_fr="Actualités", ready_fr=True))
    issue = news.add_child(instance=NewsPage(slug="lettre", heading_fr="Lettre", ready_fr=True, kind="newsletter"))
    Subscription.objects.bulk_create(
        [Subscription(email=f"r{n}@example.org", confirmed_at=timezone.now()) for n in range(number)]
    )
    return start_mailing(issue=issue, actor=None)


def start_worker(server):
    database = connection.settings_dict
    user, port = f"{database['USER']}:{database['PASSWORD']}", database["PORT"] or 5432
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{user}@localhost:{port}/{database['NAME']}?host={database['HOST']}",
        "MAIL_PORT": str(server.port), "DJANGO_SETTINGS_MODULE": "tests.people.worker_settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "NEWSLETTER_PER_MINUTE": "100000",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pages.letters_worker"], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def counted(tenant):
    with tenant:
        return Counter(Letter.objects.values_list("outcome", flat=True))


def wait_until(is_so):
    until = time.monotonic() + SECONDS
    while not is_so() and time.monotonic() < until:
        time.sleep(0.2)
    assert is_so()


def receivers(server):
    return Counter(mail.split(b"To: ")[1].split(b"\r\n")[0] for mail in server.taken)


@pytest.mark.parametrize("number", [40, pytest.param(5000, marks=pytest.mark.long)])
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_one_in_doubt_and_the_next_goes_on(own_ngo, number):
    a_mailing(number)
    with MailServer() as server:
        server.silent_from = number // 2  # it has this one, and the worker no answer
        worker = start_worker(server)
        server.wait_for(number // 2, SECONDS)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        before = counted(own_ngo)
        assert (before["sent"], before["sending"], before["waiting"]) == (number // 2 - 1, 1, number - number // 2)
        server.silent_from = None
        with own_ngo:
            late = timezone.now() - datetime.timedelta(minutes=11)
            Letter.objects.filter(outcome="sending").update(sent_at=late)
        worker = start_worker(server)
        try:
            wait_until(lambda: counted(own_ngo)["waiting"] == counted(own_ngo)["sending"] == 0)
        finally:
            worker.terminate()
            worker.wait()
    assert counted(own_ngo) == {"sent": number - 1, "uncertain": 1}
    assert len(server.taken) == number
    assert set(receivers(server).values()) == {1}
    with own_ngo:
        assert Mailing.objects.get().ended_at is not None
