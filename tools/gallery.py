"""`make gallery`: a picture of every page type of the demo (Arabic 360, French 1280, both dark), and what each weighs.

The demo must have been made once (`make demo`); a server of its own is started and stopped. Pictures and the table of
weights are kept in `var/gallery/<day>`; what looks otherwise than in the run before is listed by how much. Words after
the command (`ARGS="today hub-"`) take those alone whose names begin so.
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
from wagtail.models import Page as SitePage  # noqa: E402  needs setup

from accounts.roles import ROLES_OF  # noqa: E402
from courses.models import LessonExercise, LessonPage  # noqa: E402
from demo.accounts import PASSWORD  # noqa: E402
from network.models import Logframe, Project  # noqa: E402
from pages.newsletter.models import Mailing  # noqa: E402
from people.models import Person  # noqa: E402
from sessions.models import TrainingSession  # noqa: E402
from tenants.models import Tenant  # noqa: E402
from tools.setup import CHROMIUM_NAMES  # noqa: E402

PORT = 8797
SCHEMA = "save_agadir"
HOST = f"http://{SCHEMA.replace('_', '-')}.localhost:{PORT}"
HUB = f"http://localhost:{PORT}"
LOOKS = {"ar-360": ("ar", 360, "light"), "fr-1280": ("fr", 1280, "light"), "ar-360-dark": ("ar", 360, "dark"),
         "fr-1280-dark": ("fr", 1280, "dark")}  # fmt: skip
KEPT = ROOT / "var" / "gallery"
CHANGED = 0.002  # of the pixels: less is a date or a count


@dataclass(frozen=True)
class Shown:
    """A page type: its name, where it is after the language, who opens it (nobody: ""), at which host."""

    name: str
    path: str
    who: str = ""
    host: str = HOST


# Pages of staff that are at the same place in every NGO: name and path; coordinators open them.
OF_STAFF = {
    "courses": "learn/courses/", "accounts": "accounts/", "messages": "reminders/", "hours": "sessions/hours/",
    "calendar": "sessions/calendar/", "lists-of-people": "sessions/lists/", "duplicates": "people/duplicates/",
    "missing": "figures/missing/", "periods": "figures/periods/", "targets": "figures/targets/",
    "audits": "figures/audits/", "reports": "figures/reports/", "definitions": "figures/definitions/",
    "logframes": "logframes/", "newsletter-sending": "newsletter/sending/", "signatures": "charter/signatures/",
    "room": "room/", "certificates-undecided": "certificates/undecided/", "letterhead": "certificates/letterhead/",
    "first-day": "first-day/", "evidence": "figures/evidence/TRAINED/",
}  # fmt: skip
OF_ADMINISTRATORS = {
    "staff": "staff/", "invite-staff": "staff/invite/", "invitations": "staff/invitations/",
    "keeping": "people/keeping/", "readers": "figures/readers/", "leaving": "leaving/",
    "taken": "sessions/lists/taken/",
}  # fmt: skip
OF_THE_NETWORK = {
    "figures": "network/", "health": "network/health/", "projects": "network/projects/",
    "periods": "network/periods/", "courses": "learn/courses/", "newsletter-sending": "newsletter/sending/",
    "signatures": "charter/signatures/", "programs": "network/projects/programs/",
    "publications": "network/publications/",
}  # fmt: skip
FOR_EVERYBODY = {
    "newsletter-asked": "newsletter/", "charter-sign": "charter/sign/", "charter-text": "charter/1/",
    "open-modules": "learn/open/", "display": "reading/",
}  # fmt: skip
SHOWN_BESIDE = {"home", "course", "module", "lesson", "impact"}  # types of pages that are named one by one


def pages() -> list[Shown]:
    """One of each page type, of an NGO and of the hub."""
    return [*_known_pages(), *_pages_of_the_website(), *_pages_of_staff(), *_pages_of_the_hub()]


def _known_pages() -> list[Shown]:
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


def _pages_of_the_website() -> list[Shown]:
    """One published page of each type that the editor offers, of an NGO and of the hub, and what stands beside them."""
    found = [Shown(name, path, host=HUB) for name, path in FOR_EVERYBODY.items()]
    with tenant_context(Tenant.objects.get(schema_name=SCHEMA)):
        found += [Shown(f"page-{name}", path) for name, path in _one_of_each_type()]
    with tenant_context(Tenant.objects.get(kind=Tenant.Kind.HUB)):
        found += [Shown("hub-home", "", host=HUB)]
        found += [Shown(f"hub-page-{name}", path, host=HUB) for name, path in _one_of_each_type()]
        if mailing := Mailing.objects.order_by("-pk").first():
            found.append(Shown("newsletter-issue", f"newsletter/{mailing.pk}/", host=HUB))
    return found


def _one_of_each_type() -> list[tuple[str, str]]:
    """Name and path after the language; the page with most above it, which has most of its own."""
    by_type = {page.content_type.model: page for page in SitePage.objects.live().filter(depth__gt=1).order_by("path")
               .select_related("content_type")}  # fmt: skip
    named = {name.removesuffix("page"): page for name, page in by_type.items()}
    return [(name, (page.url or "").removeprefix("/fr/")) for name, page in named.items() if name not in SHOWN_BESIDE]


def _pages_of_staff() -> list[Shown]:
    found = [Shown(name, path, "coordinator") for name, path in OF_STAFF.items()]
    found += [Shown(name, path, "administrator") for name, path in OF_ADMINISTRATORS.items()]
    found += [Shown(f"today-{role.value}", "today/", role.value) for role in ROLES_OF[Tenant.Kind.NGO]]
    frame = Logframe.objects.filter(state=Logframe.State.APPROVED).order_by("pk").first()
    if frame:
        found.append(Shown("logframe", f"logframes/{frame.project_id}/", "coordinator"))
    return found


def _pages_of_the_hub() -> list[Shown]:
    coordinator, administrator = "network-coordinator", "platform-administrator"
    found = [Shown(f"hub-{name}", path, coordinator, HUB) for name, path in OF_THE_NETWORK.items()]
    found += [Shown("hub-console", "console/", administrator, HUB), Shown("hub-staff", "staff/", administrator, HUB)]
    for role in ROLES_OF[Tenant.Kind.HUB]:
        found.append(Shown(f"hub-today-{role.value}", "today/", role.value.replace("_", "-"), HUB))
    if project := Project.objects.filter(logframes__isnull=False).order_by("pk").first():
        found.append(Shown("hub-project", f"network/projects/{project.pk}/", coordinator, HUB))
        found.append(Shown("hub-logframe", f"network/projects/{project.pk}/logframe/", coordinator, HUB))
    return found


def main() -> None:
    folder = KEPT / f"{datetime.date.today()}"
    folder.mkdir(parents=True, exist_ok=True)
    before = max((one for one in KEPT.iterdir() if one.is_dir() and one.name < folder.name), default=None)
    wanted, weights = [one for one in pages() if not sys.argv[1:] or one.name.startswith(tuple(sys.argv[1:]))], {}
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
        seat = (one.host, one.who)
        if seat not in open_pages:
            viewport: Any = {"width": width, "height": 740 if width < 500 else 900}
            context = browser.new_context(viewport=viewport, color_scheme=scheme, service_workers="block")
            open_pages[seat] = context.new_page()
            if one.who:
                _sign_in(open_pages[seat], one.host, one.who)
        page = open_pages[seat]
        came: list[Any] = []

        def listen(request: Any, came: list[Any] = came) -> None:
            came.append(request)

        page.on("requestfinished", listen)
        page.goto(f"{one.host}/{language}/{one.path}", wait_until="networkidle")
        page.remove_listener("requestfinished", listen)
        weights[one.name] = (sum(max(0, request.sizes()["responseBodySize"]) for request in came), len(came))
        page.screenshot(path=folder / f"{one.name}-{look}.png", full_page=True)
    for page in open_pages.values():
        page.context.close()
    return weights


def _sign_in(page: Page, host: str, username: str) -> None:
    page.goto(f"{host}/fr/sign-in/")
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
