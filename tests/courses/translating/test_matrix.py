"""The matrix of texts by language: what it shows, to whom, and what is up to date."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from courses.models import Choice, CoursePage, Exercise, GlossaryTerm, LessonPage, Question, Wording
from courses.translating.completeness import tally_all
from courses.translating.matrix import read_rows, select, totals
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts
from tests.support.translating import MATRIX, revise, row_of, side_by_side, states_of

# What it shows


def test_rows_follow_the_tree_then_pages_exercises_and_terms(module):
    GlossaryTerm.objects.create(term_fr="Traite", definition_fr="Déf")
    rows = [(str(row.section), row.headings.get("fr"), row.depth) for row in read_rows() if row.headings.get("fr")]
    assert [row for row in rows if row[1] != "Association de l’Amandier"] == [
        ("Cours", "Cours fr", 0), ("Cours", "Module fr", 1), ("Cours", "Leçon 1 fr", 2), ("Cours", "Leçon 2 fr", 2),
        ("Exercices", "Test fr", 0), ("Glossaire", "Traite", 0),
    ]  # fmt: skip


def test_the_states_of_a_page_are_those_of_its_newest_draft(lesson):
    revise(lesson, summary_fr="Résumé", ready_en=False)
    assert states_of(row_of("Leçon 1 fr")) == {"fr": ("ready", 100), "ar": ("stale", 50), "en": ("stale", 50)}


def test_exercises_are_complete_or_not_in_their_drafts(exercise):
    assert states_of(row_of("Test fr")) == dict.fromkeys(("fr", "ar", "en"), ("ready", 100))
    draft = exercise.get_latest_revision_as_object()
    question = draft.questions.all()[0]
    question.text_ar, question.explanation_fr = "", "Parce que"
    draft.save_revision()
    # 9 texts: the heading, two questions, six choices; and the explanation
    found = tally_all(Exercise)[exercise.pk]
    assert (found.of, found.filled) == (10, {"fr": 10, "ar": 8, "en": 9})
    assert states_of(row_of("Test fr")) == {"fr": ("ready", 100), "ar": ("draft", 80), "en": ("draft", 90)}


def test_a_term_counts_its_wordings(own_ngo):
    term = GlossaryTerm.objects.create(term_fr="Traite", definition_fr="Déf", term_ar="الاتجار")
    Wording.objects.create(term=term, jurisdiction="MA", wording_fr="Traite", wording_ar="الاتجار", sort_order=0)
    assert states_of(row_of("Traite")) == {"fr": ("ready", 100), "ar": ("draft", 66), "en": ("missing", 0)}


def test_totals_are_of_all_texts(lesson):
    revise(lesson, summary_fr="Résumé")
    of_course = select(read_rows(), course=CoursePage.objects.get().path)
    # course 1, module 1, lessons 2 + 1, exercise 9
    assert [(total.language, total.filled, total.of) for total in totals(of_course)] == [
        ("fr", 14, 14), ("ar", 13, 14), ("en", 13, 14),
    ]  # fmt: skip
    assert totals(of_course)[1].percent == 92


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"language": "ar", "state": "missing"}, ["Leçon 1 fr"], id="missing in Arabic"),
        pytest.param({"language": "en", "state": "missing"}, [], id="missing in English"),
        pytest.param({"state": "missing"}, ["Leçon 1 fr"], id="missing in any"),
        pytest.param({"search": "LECON 2"}, ["Leçon 2 fr"], id="search folds"),
        pytest.param({"search": "Leçon 2 ar"}, ["Leçon 2 fr"], id="search in every language"),
    ],
)
def test_what_is_asked_for(lesson, asked, found):
    revise(lesson, heading_ar="")
    rows = select(read_rows(), course=CoursePage.objects.get().path, **asked)
    assert [row.headings["fr"] for row in rows] == found


def test_the_page_says_states_in_words_and_leads_to_the_tab(trainer, lesson):
    revise(lesson, heading_ar="")
    html = trainer.get(MATRIX, {"language": "ar", "state": "missing", "search": "Leçon"}).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    tab = LessonPage.get_edit_handler().child_identifiers[1]
    assert re.findall(r'<a href="([^"]*)" class="tr-missing">', html) == [f"{edit}#tab-{tab}"]
    assert f'id="tab-{tab}"' in trainer.get(edit).content.decode()


def test_an_empty_site_says_what_to_do(trainer):
    response = trainer.get(MATRIX)
    assert response.context["is_empty"] is True
    assert reverse("wagtailadmin_explore_root") in response.content.decode()


@pytest.mark.parametrize("path", [MATRIX, "import", "translate"])
def test_the_pages_take_as_many_queries_for_1_and_30(trainer, module, exercise, path):
    lesson = module.get_children().get(slug="lecon-1").specific
    paths = {"import": reverse("courses_translations:import", args=[module.pk, "ar"]),
             "translate": side_by_side(module, lesson)}  # fmt: skip
    path = paths.get(path, path)
    GlossaryTerm.objects.create(term_fr="Un")
    trainer.get(path)
    few = count_queries(trainer, path)
    for number in range(30):
        page = module.add_child(instance=LessonPage(**texts("heading", f"L {number}"), **READY, slug=f"l-{number}"))
        page.save_revision()
        module.refresh_from_db()
        more = Exercise.objects.create(**texts("heading", f"E {number}"))
        more.questions = [Question(text_fr="Q", choices=[Choice(text_fr="C")])]
        more.save()
        GlossaryTerm.objects.create(term_fr=f"Terme {number}")
    assert count_queries(trainer, path) == few


def count_queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_long_lists_come_in_pages(trainer, module):
    for number in range(60):
        GlossaryTerm.objects.create(term_fr=f"Terme {number:02}")
    page = trainer.get(MATRIX, {"page": 2, "search": "terme"}).context["page"]
    assert [row.headings["fr"] for row in page.object_list][:2] == ["Terme 40", "Terme 41"]


# Who


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TRAINER, 200), (Role.REVIEWER, 200), (Role.FUNDER, 302), (None, 302)]
)
def test_who_sees_the_matrix(sign_in, own_ngo, role, status):
    assert sign_in(own_ngo, role).get(MATRIX).status_code == status


def test_the_stranger_sees_and_changes_nothing(sign_in, other_ngo, own_ngo, lesson, module):
    revise(lesson, heading_fr="Nouveau")
    stranger = sign_in(other_ngo, Role.TRAINER)
    assert "Leçon" not in stranger.get(MATRIX).content.decode()
    for path in (
        side_by_side(module, lesson),
        reverse("courses_translations:import", args=[module.pk, "ar"]),
        reverse("courses_translations:export", args=[module.pk, "ar", "xlf"]),
        reverse("courses_translations:export", args=[module.pk, "ar", "xlsx"]),
    ):
        assert stranger.get(path).status_code == 404
    for path in (
        reverse("courses_translations:mark", args=[lesson.pk, "ar"]),
        reverse("courses_translations:apply", args=[module.pk, "ar"]),
        side_by_side(module, lesson),
    ):
        assert stranger.post(path).status_code == 404
    assert states_of(row_of("Nouveau"))["ar"][0] == "stale"
    assert TenantClient(own_ngo).get(MATRIX).status_code == 302


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_module_is_not_translated_into_its_own_language_or_another(trainer, module, language):
    assert trainer.get(reverse("courses_translations:import", args=[module.pk, language])).status_code == 404


# Up to date


def test_marking_as_up_to_date_and_back(trainer, lesson):
    revise(lesson, heading_fr="Nouveau")
    revisions = lesson.revisions.count()
    response = trainer.post(reverse("courses_translations:mark", args=[lesson.pk, "ar"]), {"filters": "state=stale"})
    assert response.headers["location"] == f"{MATRIX}?state=stale"
    assert states_of(row_of("Nouveau")) == {"fr": ("ready", 100), "ar": ("ready", 100), "en": ("stale", 100)}
    undo = trainer.get(MATRIX).context["undo"]
    assert (undo["pk"], undo["language"]) == (lesson.pk, "ar")
    trainer.post(reverse("courses_translations:mark", args=[lesson.pk, "ar"]), {"before": undo["before"]})
    assert states_of(row_of("Nouveau"))["ar"][0] == "stale"
    assert lesson.revisions.count() == revisions


def test_what_is_taken_back_to_holds_no_sign_that_cannot_be_kept(trainer, lesson):
    url = reverse("courses_translations:mark", args=[lesson.pk, "ar"])
    assert trainer.post(url, {"before": "a\x00b" * 100}).status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).followed_sources["ar"] == ("ab" * 100)[:64]
