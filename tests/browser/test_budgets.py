"""What a page costs on a cheap phone and a slow line: bytes, compressed as they are served, and requests.

The bounds: indicators-source.md, section 5.
"""

import pytest

from accounts.models import JoinCode
from courses.models import Enrolment, Exercise, LessonExercise
from tests.browser.pages import PHONE, join
from tests.support.exercises import one_of_each
from tests.support.page_weight import over_budget, weigh
from tests.support.practice_course import load_course
from tests.support.simulations import make_case


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_of_a_participant_is_light(site, own_ngo, open_page, language):
    own_ngo.accent = "#7a1f5c"
    own_ngo.save(update_fields=["accent"])
    course = load_course()
    *_others, last = course.live_lessons()
    every_kind = Exercise(heading_fr="Tout", heading_ar="الكل", heading_en="All", kind="practice")
    every_kind.questions = one_of_each()
    every_kind.save()
    every_kind.save_revision().publish()
    LessonExercise.objects.create(lesson=last, exercise=every_kind)
    case = make_case(last)
    code = JoinCode.objects.get().code
    page = open_page(PHONE)
    heavy = {}
    for path in ("", "join/", f"join/{code}/", "sign-in/", "search/?q=droit", "glossary/", "reading/"):
        heavy[path] = over_budget(*weigh(page, site(own_ngo, f"/{language}/{path}")))
    page.goto(site(own_ngo, f"/{language}/join/{code}/"))
    join(page, "Salma Exemple", "246810")
    gate, *lessons = list(course.live_lessons())
    enrolment = Enrolment.objects.get()
    enrolment.progress.create(lesson=gate)
    paths = [lesson.get_url().partition("/fr/")[2] for lesson in lessons]
    for lesson in lessons:
        exercises = lesson.lesson_exercises.values_list("exercise", flat=True)
        paths += [f"learn/lessons/{lesson.pk}/exercises/{pk}/" for pk in exercises if pk != case.pk]
    paths += [f"learn/lessons/{last.pk}/{kind}/{case.pk}/" for kind in ("simulations", "cases")]
    for path in ("identifier/", "me/", "my-data/", f"learn/courses/{course.pk}/offline/", *paths):
        heavy[path] = over_budget(*weigh(page, site(own_ngo, f"/{language}/{path}")))
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')") == "#7a1f5c"
    assert {path: over for path, over in heavy.items() if over} == {}
