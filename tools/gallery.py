"""`make gallery`: a picture of every page type of the demo (Arabic 360, French 1280, both dark), and what each weighs.

The demo must have been made once (`make demo`); a server of its own is started and stopped. Pictures and the table of
weights are kept in `var/gallery/<day>`; what looks otherwise than in the run before is listed by how much.
"""

import datetime
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

import django  # noqa: E402  needs the path and settings above

django.setup()

from django_tenants.utils import tenant_context  # noqa: E402  needs setup
from PIL import Image, ImageChops  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from courses.models import LessonExercise, LessonPage  # noqa: E402
from demo.accounts import PASSWORD  # noqa: E402
from people.models import Person  # noqa: E402
from sessions.models import TrainingSession  # noqa: E402
from tenants.models import Tenant  # noqa: E402
from tools.setup import CHROMIUM_NAMES  # noqa: E402

PORT = 8797
SCHEMA = "save_agadir"
HOST = f"http://{SCHEMA.replace('_', '-')}.localhost:{PORT}"
LOOKS = {"ar-360": ("ar", 360, "light"), "fr-1280": ("fr", 1280, "light"), "ar-360-dark": ("ar", 360, "dark"),
         "fr-1280-dark": ("fr", 1280, "dark")}  # fmt: skip
KEPT = ROOT / "var" / "gallery"
CHANGED = 0.002  # of the pixels: less is a date or a count


@dataclass(frozen=True)
class Shown:
    """A page type: its name, where it is after the language, who opens it (nobody: "")."""

    name: str
    path: str
    who: str = ""


def pages() -> list[Shown]:
    """One of each page type."""
    with tenant_context(Tenant.objects.get(schema_name=SCHEMA)):
        places = LessonExercise.objects.filter(exercise__live=True, lesson__live=True)
        kinds = {place.exercise.kind: place for place in places.select_related("exercise").order_by("-lesson__path")}
        lesson = LessonPage.objects.live().order_by("path")[2]
        course_at, module_at, lesson_at = (
            page.url.removeprefix("/fr/") for page in (lesson.course(), lesson.get_parent(), lesson)
        )
        session = TrainingSession.objects.order_by("-pk").first()
        person = Person.objects.filter(user__username="participant").get()
    found = [
        Shown("home", ""), Shown("course", course_at), Shown("module", module_at), Shown("lesson", lesson_at),
        Shown("help", "aide/"), Shown("figures-for-all", "chiffres/"),
        Shown("glossary", "glossary/"), Shown("search", "search/?q=travail"), Shown("join", "join/"),
        Shown("sign-in", "sign-in/"), Shown("verify", "verify/"), Shown("sessions-to-come", "sessions/coming/"),
        Shown("not-there", "nothing/"), Shown("my-space", "me/", "participant"),
        Shown("my-courses", "learn/", "participant"), Shown("my-data", "my-data/", "participant"),
        Shown("my-certificates", "certificates/mine/", "participant"),
        Shown("offline", "learn/offline/", "participant"),
        Shown("lesson-joined", lesson_at, "participant"),
        Shown("sessions", "sessions/", "coordinator"), Shown("register", "people/", "coordinator"),
        Shown("record", f"people/{person.uuid}/", "coordinator"), Shown("dashboard", "figures/", "coordinator"),
        Shown("certificates", "certificates/all/", "coordinator"),
    ]  # fmt: skip
    if session:
        found.append(Shown("session", f"sessions/{session.uuid}/", "coordinator"))
    for kind, place in kinds.items():
        part = "simulations" if kind == "simulation" else "exercises"
        path = f"learn/lessons/{place.lesson_id}/{part}/{place.exercise_id}/"
        found.append(Shown(f"exercise-{kind}", path, "participant"))
    return found


def main() -> None:
    folder = KEPT / f"{datetime.date.today()}"
    folder.mkdir(parents=True, exist_ok=True)
    before = max((one for one in KEPT.iterdir() if one.is_dir() and one.name < folder.name), default=None)
    wanted, weights = pages(), {}
    server = _serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            for look in LOOKS:
                weights[look] = _shoot(browser, look, wanted, folder)
            browser.close()
    finally:
        server.terminate()
        server.wait(20)
    (folder / "weights.txt").write_text(table(weights["ar-360"]), encoding="utf-8")
    print(table(weights["ar-360"]))
    for name in changed(before, folder) if before else []:
        print(f"looks otherwise than on {before.name if before else ''}: {name}")
    print(f"{len(LOOKS) * len(wanted)} pictures in {folder.relative_to(ROOT)}")


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def _serve() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--threads", "4",
               "--log-level", "error"]  # fmt: skip
    environment = os.environ | {"WASL_BASE_URL": f"http://localhost:{PORT}", "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT / "platform", env=environment)
    for _try in range(200):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/healthz", timeout=5)
            return server
        except OSError:
            time.sleep(0.3)
    server.terminate()
    raise SystemExit("The server did not answer in a minute.")


def _shoot(browser: Browser, look: str, wanted: list[Shown], folder: Path) -> dict[str, tuple[int, int]]:
    """Pictures in one look; what each page weighs: bytes as they came, and requests."""
    language, width, scheme = LOOKS[look]
    weights, open_pages = {}, {}
    for one in wanted:
        if one.who not in open_pages:
            viewport: Any = {"width": width, "height": 740 if width < 500 else 900}
            context = browser.new_context(viewport=viewport, color_scheme=scheme, service_workers="block")
            open_pages[one.who] = context.new_page()
            if one.who:
                _sign_in(open_pages[one.who], one.who)
        page = open_pages[one.who]
        came: list[Any] = []

        def listen(request: Any, came: list[Any] = came) -> None:
            came.append(request)

        page.on("requestfinished", listen)
        page.goto(f"{HOST}/{language}/{one.path}", wait_until="networkidle")
        page.remove_listener("requestfinished", listen)
        weights[one.name] = (sum(max(0, request.sizes()["responseBodySize"]) for request in came), len(came))
        page.screenshot(path=folder / f"{one.name}-{look}.png", full_page=True)
    for page in open_pages.values():
        page.context.close()
    return weights


def _sign_in(page: Page, username: str) -> None:
    page.goto(f"{HOST}/fr/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def table(weights: dict[str, tuple[int, int]]) -> str:
    """The heaviest first. The front page is a first visit; to the others comes what the browser does not have yet."""
    rows = sorted(weights.items(), key=lambda entry: -entry[1][0])
    lines = [f"| {name} | {size / 1000:.1f} | {requests} |" for name, (size, requests) in rows]
    return "\n".join(["| page (Arabic, 360 px) | KB | requests |", "|---|---|---|", *lines, ""])


def changed(before: Path, now: Path) -> list[str]:
    """The pictures that differ from those of the run before, with the share of their pixels."""
    found = []
    for path in sorted(now.glob("*.png")):
        if not (before / path.name).exists():
            continue
        one, other = (Image.open(folder / path.name).convert("L") for folder in (before, now))
        if one.size != other.size:
            found.append(f"{path.name}: {one.size} became {other.size}")
            continue
        histogram = ImageChops.difference(one, other).histogram()
        share = sum(histogram[17:]) / (one.size[0] * one.size[1])
        if share > CHANGED:
            found.append(f"{path.name}: {share:.1%}")
    return found


if __name__ == "__main__":
    main()
