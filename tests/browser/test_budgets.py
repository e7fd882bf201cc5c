"""What a page costs on a cheap phone and a slow line: bytes, compressed as they are served, and requests.

The bounds: indicators-source.md, section 5.
"""

import pytest

from accounts.models import JoinCode
from courses.models import Enrolment, Exercise
from demo.course import load_course
from tests.browser.conftest import PHONE

KINDS = {"document": 14_000, "stylesheet": 8_000, "script": 20_000, "font": 0}
WHOLE, REQUESTS = 40_000, 8
UNLISTED = 2  # the icon and the manifest, which browsers do not list
AGAIN = 15_000  # all but what a browser keeps: static files never change under one name
# The page and what it has loaded, with sizes compressed: the test's server sends static files as they are.
LOADED = """async () => {
  const size = async (url) => {
    const packed = (await fetch(url)).body.pipeThrough(new CompressionStream("gzip"));
    return (await new Response(packed).arrayBuffer()).byteLength;
  };
  const entries = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType !== "fetch");
  const names = [...new Set(entries.map((entry) => entry.name))];
  const counted = names.filter((name) => !/\\.(webp|png|jpe?g|svg)$/.test(name));
  return Promise.all([location.href, ...counted].map(async (name) => [name, await size(name)]));
}"""


def weigh(page, address):
    """Bytes by kind, without pictures, and the number of requests, until the page has loaded."""
    response = page.goto(address, wait_until="load")
    assert response.status == 200, address
    (_page, document), *loaded = page.evaluate(LOADED)
    kinds = {"document": document}
    for name, size in loaded:
        kind = "script" if name.endswith(".js") else "stylesheet" if name.endswith(".css") else "other"
        kinds[kind] = kinds.get(kind, 0) + size
    return kinds, len(loaded) + 1 + UNLISTED


def over_budget(kinds, requests, whole=WHOLE):
    """What is above the budget, by name."""
    over = {kind: size for kind, size in kinds.items() if size > KINDS.get(kind, whole)}
    if sum(kinds.values()) > whole:
        over["whole"] = sum(kinds.values())
    if requests > REQUESTS:
        over["requests"] = requests
    if kinds.get("document", 0) > AGAIN:
        over["again"] = kinds["document"]
    return over


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_of_a_participant_is_light(site, own_ngo, open_page, language):
    course = load_course()
    code = JoinCode.objects.get().code
    page = open_page(PHONE)
    heavy = {}
    for path in ("", "join/", f"join/{code}/", "sign-in/", "search/?q=droit", "glossary/", "reading/"):
        heavy[path] = over_budget(*weigh(page, site(own_ngo, f"/{language}/{path}")))
    page.goto(site(own_ngo, f"/{language}/join/{code}/"))
    page.fill("[name=name]", "Salma Exemple")
    page.fill("[name=pin]", "246810")
    page.check("[name=consent]")
    page.locator("main form button").click()
    gate, *lessons = list(course.live_lessons())
    enrolment = Enrolment.objects.get()
    enrolment.progress.create(lesson=gate)
    paths = [lesson.get_url().partition("/fr/")[2] for lesson in lessons]
    for lesson in lessons:
        exercises = lesson.lesson_exercises.values_list("exercise", flat=True)
        paths += [f"learn/lessons/{lesson.pk}/exercises/{pk}/" for pk in exercises]
    for path in ("identifier/", "me/", "my-data/", f"learn/courses/{course.pk}/offline/", *paths):
        heavy[path] = over_budget(*weigh(page, site(own_ngo, f"/{language}/{path}")))
    assert Exercise.objects.exists()
    assert {path: over for path, over in heavy.items() if over} == {}
