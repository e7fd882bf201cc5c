"""From a database of an ordinary owner, under production settings, to a first session that counts: from an empty one
in `make long`, in `make test` from one with tables and no tenant.

What an operator and the people of a network do on their first days: `first_run`, then HTTP alone, with a worker and a
mail server of this machine.
"""

import datetime
import email
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import database
from tests.support.mail_server import MailServer
from tests.support.sessions import today
from tests.support.visitor import Visitor, code_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
HOST = "reseau.example.org"
PATIENCE = 180  # seconds for a mail, or for the server's first answer
PASSWORD = "une phrase assez longue pour cela"


class Network:
    """A server, its worker and its mail, and what is known of both."""

    def __init__(self, folder: Path, mail: MailServer, address: str) -> None:
        self.folder, self.mail, self.database = folder, mail, address
        self.file = folder / "wasl.env"
        self.running: list[subprocess.Popen[bytes]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "fr_FR.UTF-8", "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"} | more

    def manage(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command, as an operator types it."""
        environment = self.environment(WASL_ENV_FILE=str(self.file)) | more
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def start(self) -> None:
        """The web server and the worker, as their units do."""
        web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "2"]
        worker = [sys.executable, str(ROOT / "manage.py"), "worker", "-v", "0"]
        log = (self.folder / "log").open("wb")
        for command in (web, worker):
            self.running.append(
                subprocess.Popen(command, cwd=ROOT / "platform", env=self.environment(WASL_ENV_FILE=str(self.file)),
                                 stdout=log, stderr=log)
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.visitor().get("/healthz").text == "ok\n":
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()

    def visitor(self, host: str = HOST) -> Visitor:
        return Visitor(self.port, host)

    def mails_to(self, address: str) -> list[Message]:
        read = [email.message_from_bytes(raw) for raw in list(self.mail.taken)]
        return [message for message in read if message["To"] == address]

    def link_to(self, address: str) -> str:
        """The link in the one mail to `address`, once it has come."""
        deadline = time.monotonic() + PATIENCE
        while not (mails := self.mails_to(address)):
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.2)
        (mail,) = mails
        text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
        (link,) = re.findall(r"https://\S+", text.get_payload(decode=True).decode())
        return link


def without_tenants(name: str) -> None:
    """The shared tables and the template of a tenant, as `first_run` leaves them when it is stopped before the hub."""
    with database.connect("postgres") as session:
        session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database.ensure_template()}"'.encode())
    with database.connect(name) as session:
        for schema in ("hub", *database.NGOS):
            session.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        session.execute("TRUNCATE tenants_tenant CASCADE")


def empty(name: str) -> None:
    with database.connect("postgres") as session:
        session.execute(f'CREATE DATABASE "{name}"'.encode())


BEGINNINGS = [pytest.param(without_tenants, id="tables"), pytest.param(empty, id="empty", marks=pytest.mark.long)]


@pytest.fixture(params=BEGINNINGS)
def network(request: pytest.FixtureRequest, tmp_path: Path, django_db_setup: None) -> Iterator[Network]:
    """No tenant yet: a database whose owner is no superuser, a folder, a mail server."""
    name, given = f"wasl_test_nothing_{os.getpid()}", settings.DATABASES["default"]
    with database.connect("postgres") as session:
        assert session.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
    request.param(name)
    with MailServer() as mail:
        made = Network(tmp_path, mail, f"postgresql://{given['USER']}@/{name}?host={given['HOST']}")
        try:
            yield made
        finally:
            made.stop()
            database.drop(name)  # which waits for an autovacuum


def set_up(network: Network) -> str:
    """What an operator types; what `first_run` said."""
    (network.folder / "var").mkdir()
    done = network.manage(
        "first_run", "--name", "Réseau d’essai", "--host", HOST, "--email", "Wasl <no-reply@example.org>",
        "--administrator", "plateforme@example.org", "--env", str(network.file), DATABASE_URL=network.database,
        WASL_VAR=str(network.folder / "var"), EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(network.mail.port),
        EMAIL_USE_TLS="0", PAGE_CACHE_SECONDS="0",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def accept(network: Network, address: str, name: str) -> Visitor:
    """Follow the link of the mail to `address`: name, password, second key; signed in."""
    link = network.link_to(address)
    visitor = network.visitor(urlsplit(link).hostname or "")
    page = visitor.fill(visitor.get(link), name=name, password=PASSWORD, again=PASSWORD)
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page.text)
    assert secret, page.words()
    page = visitor.fill(page, code=code_of(secret[1]))
    assert page.path.endswith("/recovery-codes/"), page.words()
    assert visitor.get("/fr/home/").status == 200
    return visitor


def offer_a_module(editor: Visitor) -> None:
    """A course, a module and a lesson in the hub; the module goes into the library."""
    above = re.findall(r"/admin/pages/(\d+)/edit", editor.get("/admin/pages/").text)[0]
    first = {f"body_{code}-count": "0" for code in ("ar", "en")} | {
        "body_fr-count": "1", "body_fr-0-type": "key_message", "body_fr-0-order": "0", "body_fr-0-deleted": "",
        "body_fr-0-id": "", "body_fr-0-value": "Écouter.",
    }  # fmt: skip
    for kind, heading, slug in (("coursepage", "Reconnaître", "reconnaitre"), ("modulepage", "Écouter", "ecouter"),
                                ("lessonpage", "Poser une question", "question")):  # fmt: skip
        page = editor.get(f"/admin/pages/add/courses/{kind}/{above}/")
        page = editor.fill(page, heading_fr=heading, slug=slug, ready_fr="on", **{"action-publish": "action-publish"},
                           added=first if kind == "lessonpage" else {})  # fmt: skip
        assert page.path == f"/admin/pages/{above}/", page.words()
        parent, above = above, re.findall(r"/admin/pages/(\d+)/edit", page.text)[0]
    page = editor.fill(editor.get(f"/admin/library/publish/{parent}/"), note="Première édition")
    assert page.path == "/admin/library/kept/", page.words()


def make_ngo(platform: Visitor, schema: str, name: str, administrator: str) -> None:
    """Ordered in the console; a task makes it and invites."""
    page = platform.fill(
        platform.get("/fr/console/new/"), name_fr=name, schema_name=schema, host=f"{schema}.example.org", country="MA",
        languages=["fr", "ar"], administrator=administrator, language="fr",
    )  # fmt: skip
    assert "/fr/console/orders/" in page.path, page.words()


def invite(keeper: Visitor, address: str, role: str) -> None:
    page = keeper.fill(keeper.get("/fr/staff/invite/"), name=f"Membre {role}", email=address, language="fr", roles=role)
    assert "/fr/staff/invitations/" in page.path, page.words()


def adopt(staff: Visitor) -> None:
    """The module of the library, as a new course."""
    (module,) = set(staff.get("/admin/library/").links(r"/admin/library/modules/[^/]+/$"))
    page = staff.fill(staff.get(module), action="/adopt/", course="new")
    assert page.status == 200, page.words()


def import_people(staff: Visitor) -> None:
    """Two people, pasted from a spreadsheet."""
    cells = "Nom\tEmail\tProfession\nAmina Exemple\tamina@example.org\tsocial_worker\nKarim Modèle\tk@example.org\t"
    page = staff.fill(staff.get("/fr/sessions/lists/"), text=cells, files={})
    page = staff.fill(page, action="/import/")
    assert page.status == 200, page.words()


def hold_a_session(staff: Visitor, day: datetime.date) -> None:
    """Planned for a day that is over, with both on its list, marked, and held."""
    page = staff.fill(
        staff.get("/fr/sessions/new/"), title="Accueil et écoute", audience="professional", region="MA-09",
        **{"half_days-0-date": day.isoformat(), "half_days-0-part": "morning"},
    )  # fmt: skip
    session = page.path
    for name in ("Amina", "Karim"):
        page = staff.fill(staff.get(f"{session}people/add/"), action="/find/", q=name)
        staff.fill(page, action="/register/")
    page = staff.get(f"{session}1/attendance/")
    page = staff.fill(page, present=page.form("present").options["present"])
    page = staff.fill(staff.get(f"{session}hold/"), action="/hold/")
    assert page.path == session, page.words()


def test_from_an_empty_database_to_a_first_session(network: Network) -> None:
    set_up(network)
    before = network.file.read_text()
    assert stat.S_IMODE(network.file.stat().st_mode) == 0o600
    network.start()
    found = {row["check"]: row["state"] for row in json.loads(network.manage("doctor", "--json").stdout)}
    # Its host is nobody's, and nothing was collected: the rest is as a server needs it.
    assert {name for name, state in found.items() if state == "error"} <= {"hub_host", "static_files", "catalogues"}

    platform = accept(network, "plateforme@example.org", "Nadia Plateforme")
    for role in ("library_editor", "network_coordinator"):
        invite(platform, f"{role}@example.org", role)
    offer_a_module(accept(network, "library_editor@example.org", "Lina Bibliothèque"))
    coordinator = accept(network, "network_coordinator@example.org", "Rachid Réseau")

    for schema in ("argane", "grenadier"):
        make_ngo(platform, schema, f"Association {schema}", f"{schema}@example.org")
    staff = accept(network, "argane@example.org", "Salma Argane")
    stranger = accept(network, "grenadier@example.org", "Driss Grenadier")
    for role in ("trainer", "reviewer", "coordinator", "funder"):
        invite(staff, f"{role}@argane.example.org", role)
    runs = accept(network, "coordinator@argane.example.org", "Hind Coordination")
    for role in ("trainer", "reviewer", "funder"):
        accept(network, f"{role}@argane.example.org", f"Membre {role}")

    adopt(staff)
    import_people(runs)
    day = today(-1)
    hold_a_session(runs, day)
    done = network.manage("count", "argane", "--from", f"{day.year}-01-01", "--to", f"{day.year}-12-31")
    counted = json.loads(done.stdout)["indicators"]
    assert {code: counted[code]["value"] for code in ("S_HELD", "ATT", "REACH")} == {"S_HELD": 1, "ATT": 2, "REACH": 2}

    # The stranger and the network read no name; run again, nothing that is set changes.
    assert "Amina" not in stranger.get("/fr/people/").text
    assert coordinator.get(f"/fr/network/?year={day.year}").status == 200
    again = network.manage("first_run")
    assert (again.returncode, network.file.read_text()) == (0, before), again.stderr
    assert "tout est réglé, rien n’a changé" in again.stdout
