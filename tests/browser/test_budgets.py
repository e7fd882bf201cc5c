"""What a page costs on a cheap phone and a slow line: bytes, compressed as they are served, and requests.

The bounds: indicators-source.md, section 5.
"""

import pytest

from accounts.models import JoinCode
from courses.models import Enrolment, Exercise
from demo.course import load_course
from tests.browser.pages import PHONE
from tests.support.page_weight import over_budget, weigh


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
