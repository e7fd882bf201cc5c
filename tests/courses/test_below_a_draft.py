"""Below a page that is not published nothing is shown: no page, no search result, no link, nothing to keep offline."""

import pytest

from courses.models import LessonPage, ModulePage
from sessions.materials.actions import share_page
from sessions.materials.reading import materials_of
from tests.support.courses import READY, texts
from tests.support.sessions import a_session, a_user


@pytest.fixture
def hidden(course):
    """A live lesson in a module of its own, beside the one that stays."""
    module = course.add_child(instance=ModulePage(**texts("heading", "Caché"), **READY, slug="cache"))
    module.add_child(instance=LessonPage(**texts("heading", "Introuvable"), **READY, slug="introuvable"))
    return module


DRAFTS = {"module": lambda course, module: module.unpublish(), "course": lambda course, module: course.unpublish()}


def what_leads_there(participant, course, lesson):
    """Each way to the lesson that a participant has, and whether it leads there."""
    pages = {
        "search": "/fr/search/?q=introuvable",
        "course": "/fr/cours/",
        "offline list": f"/fr/learn/courses/{course.pk}/offline/",
        "my courses": "/fr/learn/",
        "my space": "/fr/me/",
        "module": "/fr/cours/cache/",
        "lesson": "/fr/cours/cache/introuvable/",
        "home": "/fr/",
    }
    answers = {name: participant.get(path) for name, path in pages.items()}
    return {name for name, answer in answers.items() if b"introuvable/" in answer.content and answer.status_code == 200}


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_way_leads_below_a_draft(participant, course, lessons, hidden, draft):
    lesson = LessonPage.objects.get(slug="introuvable")
    session = a_session()
    share_page(session=session, page=lesson, actor=a_user())
    for one in lessons:
        participant.post(f"/fr/learn/lessons/{one.pk}/done/")  # what comes next is the lesson
    before = what_leads_there(participant, course, lesson)
    assert before == {"search", "course", "offline list", "my space", "module", "lesson"} | (before & {"my courses"})
    assert len(materials_of(session)) == 1
    DRAFTS[draft](course, ModulePage.objects.get(pk=hidden.pk))
    assert what_leads_there(participant, course, lesson) == set()
    assert materials_of(session) == []
    assert participant.post(f"/fr/learn/lessons/{lesson.pk}/done/").status_code == 404
