"""What a process of the web server and the worker hold after some hundred pages of every kind: at most 150 MB each."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import database
from tests.support.addresses import PARAMETER
from tests.support.crawling.places import all_routes
from tests.support.furnished.network import HUB, NGO
from tests.support.real_server import RealServer, real_server

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")]
MOST = 150  # MB
IDLE = 10  # hundredths of a second
PATIENCE = 120  # seconds
OF_DEVELOPERS = ["jinja2", "pygments"]  # which Django and its kin load where they find them; no server has them
HOSTS = {NGO: "own-ngo.localhost", HUB: "localhost"}
SIGN_IN = """
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from accounts.models import User
from accounts.roles import Role, give_role
from courses.sample import add_sample_course
from tenants.models import Tenant
from importlib import import_module
ROLES = {"own_ngo": ["administrator", "coordinator", "trainer"], "hub": ["platform_administrator", "library_editor"]}
for schema, roles in ROLES.items():
    with Tenant.objects.get(schema_name=schema) as tenant:
        if schema == "own_ngo":
            add_sample_course()
        user, _made = User.objects.get_or_create(username="somebody@example.org")  # tried again, they are there
        for role in roles:
            give_role(user, Role(role))
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        print(schema, session.session_key)
"""


def megabytes(pid: int) -> float:
    """What the process has in memory, what it shares with others included."""
    (resident,) = re.findall(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(resident) / 1024


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("served")
    (folder / "sitecustomize.py").write_text(
        f"import sys\nfor name in {OF_DEVELOPERS}:\n    sys.modules[name] = None\n"
    )
    # One process, which answers every page: of two, the chance which of them answered what would decide.
    with real_server(folder, SECOND_FACTOR_REQUIRED="0", WEB_WORKERS="1") as made:
        made.environment["PYTHONPATH"] += f":{folder}"
        yield made


def cookies(server: RealServer) -> dict[str, str]:
    command = [sys.executable, "-c", SIGN_IN]
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    keys = dict(line.split() for line in done.stdout.splitlines())
    return {NGO: f"sessionid={keys['own_ngo']}", HUB: f"sessionid={keys['hub']}"}


def test_processes_stay_small(server):
    server.stop()  # what a first try left running would answer in its place
    signed_in = cookies(server)
    web = server.start()
    server.wait()
    asked = [
        server.ask(f"/{route.lstrip('/')}", host, Cookie=cookie).status
        for place, host in HOSTS.items()
        for route in all_routes(place)
        if not PARAMETER.search(route)
        for cookie in (signed_in[place], "")
    ]
    (process,) = children(web.pid)
    assert asked.count(200) > 200
    assert round(megabytes(process)) <= MOST


def wait_for_a_round(server: RealServer, worker: subprocess.Popen[bytes]) -> None:
    """Until its clock has told of itself and it has nothing left to do: next to no processor time in two seconds."""
    deadline, before = time.monotonic() + PATIENCE, -IDLE
    with database.connect(server.database) as session:
        while time.monotonic() < deadline and worker.poll() is None:
            spent = sum(map(int, Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
            beaten = session.execute("SELECT EXISTS (SELECT FROM public.tenants_heartbeat)").fetchone() == (True,)
            if beaten and spent - before < IDLE:
                return
            before = spent
            time.sleep(2)
    raise AssertionError(server.log.read_text())


def test_the_worker_stays_small(server):
    """After a round of its clock, with every app loaded."""
    worker = server.start(sys.executable, "manage.py", "worker", "-v", "0")
    wait_for_a_round(server, worker)
    assert worker.poll() is None
    assert round(megabytes(worker.pid)) <= MOST
