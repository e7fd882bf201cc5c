"""The guide for trainers: in three languages, read where one writes, in the language of the editor."""

import re

import pytest

from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from courses.writing.guide import FILES, read_guide
from pages.models import HomePage


def outline(language):
    """Headings, lists and tables in their order, without words."""
    return re.findall(r"<(h[23]|li|tr|ol|ul)\b", read_guide(language)[1])


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_translation_has_what_the_original_has(language):
    assert outline(language) == outline("en")
    assert [identity for identity, _name in read_guide(language)[2]] == [one for one, _name in read_guide("en")[2]]
    assert [name for _identity, name in read_guide(language)[2]] != [name for _identity, name in read_guide("en")[2]]


@pytest.mark.parametrize("language", sorted(FILES))
def test_it_shows_no_mark_of_its_notation_and_no_picture(language):
    text = read_guide(language)[1]
    assert [mark for mark in ("**", "![", "<img", "](") if mark in text] == []
    assert 'id="part-3"' in text


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Pour les formatrices"), ("ar", "للمكوّنات"), ("en", "For trainers")]
)
def test_it_is_opened_from_where_one_writes_in_the_language_of_the_editor(own_ngo, make_user, sign_in, language, title):
    trainer = sign_in(own_ngo, Role.TRAINER)
    user = make_user(own_ngo, Role.TRAINER, "other")
    user.wagtail_userprofile.preferred_language = language
    user.wagtail_userprofile.save()
    trainer.force_login(user)
    assert trainer.get("/admin/guide/").context["title"].startswith(title)
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", slug="cours"))
    module = course.add_child(instance=ModulePage(heading_fr="Module", slug="module"))
    lesson = module.add_child(instance=LessonPage(heading_fr="Leçon", live=False))
    for page in ("/admin/write/", f"/admin/write/lessons/{lesson.pk}/", "/admin/"):
        assert "/admin/guide/" in trainer.get(page).content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.FUNDER, 302), (Role.REVIEWER, 200), (None, 302)])
def test_who_reads_it(sign_in, own_ngo, role, status):
    assert sign_in(own_ngo, role).get("/admin/guide/").status_code == status
