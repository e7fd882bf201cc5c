"""The Nu HTML checker over a page of every type, as whoever may open it: of `make long`, with npm and Java.

Pinned, with hashes, in tools/vnu; installed once into var/.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from demo.website import add_website
from pages.models import HomePage
from tests.config.test_routes import LEFT_OUT, LINES, address_of
from tests.support.clients import TenantClient
from tests.support.furnished.network import STANDING
from tools.routes import NOBODY, URLCONFS, lines_of, routes

pytestmark = [pytest.mark.slow, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "vnu"
JAR = HOME / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NOT_OURS = ("admin/", "documents/", "_design/")  # Wagtail's editor; files; the parts beside each other
ROLES = {
    "NGO": (NOBODY, "participant", "administrator", "trainer", "funder"),
    "hub": (NOBODY, "network_coordinator", "platform_administrator", "funder"),
}


@pytest.fixture(scope="module")
def vnu():
    """Asks the checker about a folder: what it calls an error, by file."""
    if not (shutil.which("npm") and shutil.which("java")):
        pytest.skip("no npm and Java")
    if not JAR.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "tools" / "vnu" / name, HOME / name)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=HOME, check=True, capture_output=True)

    def ask(folder):
        command = ["java", "-jar", str(JAR), "--format", "json", "--errors-only", "--skip-non-html", str(folder)]
        said = json.loads(subprocess.run(command, check=False, capture_output=True, timeout=300).stderr)["messages"]
        return sorted({(Path(one["url"]).name, one["message"], one.get("extract", "")[:160]) for one in said})

    return ask


def keep(answer, folder, name):
    """Whether it is a page; kept once for each route."""
    is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    if is_page:
        (folder / f"{name.replace('/', '_')[:120]}.html").write_bytes(answer.content)
    return is_page


@pytest.mark.parametrize("host", ["NGO", "hub"])
def test_every_page_type_is_valid(furnished_network, hub, vnu, tmp_path, host):
    place, kept = STANDING[host], set()
    for role in ROLES[host]:
        client = place.client(role)
        for number, route in enumerate(routes(URLCONFS[host])):
            opens = any(line.lets_in(role) and "GET" in line.methods for line in lines_of(route, host, LINES))
            if route in kept or route in LEFT_OUT or route.startswith(NOT_OURS) or not opens:
                continue
            answer = client.ask("GET", address_of(route, place.ids(role)))
            if keep(answer, tmp_path, f"{number}-{route}"):
                kept.add(route)
    assert len(kept) > 60
    wrong = vnu(tmp_path)
    assert not wrong, "\n".join(map(" | ".join, wrong))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_of_the_website_is_valid(own_ngo, vnu, tmp_path, language):
    home = HomePage.objects.get()
    add_website("hub")
    client = TenantClient(own_ngo)

    paths = [page.url_path.removeprefix(home.url_path) for page in home.get_descendants(inclusive=True).live()]
    for number, path in enumerate(paths):
        assert keep(client.get(f"/{language}/{path}"), tmp_path, f"{number}-{path}")
    wrong = vnu(tmp_path)
    assert not wrong, "\n".join(map(" | ".join, wrong))
