"""The matrix of texts by language, side by side, and a translator's files in the browser's terms."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.roles import Role
from courses.models import Choice, CoursePage, Exercise, GlossaryTerm, LessonPage, ModulePage, Question, Wording
from courses.translating.completeness import tally_all
from courses.translating.matrix import read_rows, select, totals
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts

MATRIX = "/admin/translations/"


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def module(course):
    for page in [course, ModulePage.objects.get(), *LessonPage.objects.all()]:
        page.save_revision()
    return ModulePage.objects.get()


@pytest.fixture
def lesson(module):
    return LessonPage.objects.get(slug="lecon-1")


def revise(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()


def row_of(heading):
    return next(row for row in read_rows() if row.headings.get("fr") == heading)


def states_of(row):
    return {cell.language: (str(cell.state), cell.percent) for cell in row.cells}


def side_by_side(module, node, language="ar"):
    return reverse("courses_translations:translate", args=[module.pk, node.translation_key, language])


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


# Modules


def form_of(module, **changes):
    data = {"slug": module.slug, "phase": "", "level": "", "audience": "", "jurisdiction": "", "duration_minutes": ""}
    data["comments"] = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    for code in ("fr", "ar", "en"):
        empty = {f"{name}_{code}": "" for name in ("seo_heading", "summary", "objectives")}
        data |= empty | {f"heading_{code}": f"Module {code}", f"ready_{code}": "on"}
    return nested_form_data({k: v for k, v in (data | changes).items() if v is not None}) | {"action-publish": "1"}


def test_a_module_is_not_published_in_a_language_its_lessons_are_not_ready_in(trainer, module, lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(ready_ar=False)
    edit = reverse("wagtailadmin_pages:edit", args=[module.pk])
    errors = trainer.post(edit, form_of(module)).context["form"].errors
    assert list(errors) == ["ready_ar"]
    assert [("Leçon 1 fr" in text, "Leçon 2 fr" in text) for text in errors["ready_ar"]] == [(True, False)]
    assert trainer.post(edit, form_of(module, ready_ar=None)).status_code == 302


def test_an_unpublished_lesson_does_not_hold_its_module_back(trainer, module, lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(ready_ar=False, live=False)
    assert trainer.post(reverse("wagtailadmin_pages:edit", args=[module.pk]), form_of(module)).status_code == 302


# Side by side


def test_side_by_side_saves_a_draft(trainer, module, lesson):
    revise(lesson, summary_fr="Résumé")
    path = side_by_side(module, lesson)
    context = trainer.get(path).context
    assert [(pair["source"], pair["target"]) for pair in context["pairs"]] == [
        ("Leçon 1 fr", "Leçon 1 ar"), ("Résumé", ""),
    ]  # fmt: skip
    posted = {pair["entry"].id: pair["target"] for pair in context["pairs"]} | {"digest": context["digest"]}
    posted[f"{lesson.translation_key}/summary"] = "ملخص"
    assert trainer.post(path, posted).headers["location"] == MATRIX
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert (draft.summary_ar, LessonPage.objects.get(pk=lesson.pk).summary_ar or "") == ("ملخص", "")
    assert states_of(row_of("Leçon 1 fr"))["ar"] == ("ready", 100)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"heading": "   "}, 422, id="emptied"),
        pytest.param({"heading": "و" * 256}, 422, id="too long"),
        pytest.param({"digest": "old", "heading": "جديد"}, 200, id="changed meanwhile"),
        pytest.param({}, 200, id="nothing changed"),
    ],
)
def test_what_is_not_saved_keeps_what_was_written(trainer, module, lesson, changes, status):
    path = side_by_side(module, lesson)
    key = f"{lesson.translation_key}/heading"
    posted = {
        "digest": changes.get("digest", trainer.get(path).context["digest"]),
        key: changes.get("heading", "Leçon 1 ar"),
    }
    revisions = lesson.revisions.count()
    response = trainer.post(path, posted)
    assert (response.status_code, response.context["pairs"][0]["target"]) == (status, posted[key])
    assert bool(response.context["pairs"][0]["problem"]) == (status == 422)
    assert lesson.revisions.count() == revisions


def test_an_exercise_is_translated_beside_its_source(trainer, module, exercise):
    path = reverse("courses_translations:translate", args=[module.pk, exercise.key, "ar"])
    context = trainer.get(path).context
    assert len(context["pairs"]) == 9
    posted = {pair["entry"].id: "جديد" for pair in context["pairs"][:1]} | {"digest": context["digest"]}
    assert trainer.post(path, posted).status_code == 302
    assert exercise.get_latest_revision_as_object().heading_ar != "جديد"
    assert Exercise.objects.get().get_latest_revision_as_object().heading_ar == "جديد"


# Files


def upload(trainer, module, data, language="ar"):
    file = BytesIO(data)
    file.name = "translation"
    return trainer.post(reverse("courses_translations:import", args=[module.pk, language]), {"file": file})


def export(trainer, module, suffix="xlf", language="ar"):
    return trainer.get(reverse("courses_translations:export", args=[module.pk, language, suffix]))


@pytest.mark.parametrize(("suffix", "kind"), [("xlf", b"<?xml"), ("xlsx", b"PK\x03\x04")])
def test_an_export_comes_as_a_file_and_goes_back_without_change(trainer, module, suffix, kind):
    response = export(trainer, module, suffix)
    assert response.content[: len(kind)] == kind
    assert response.headers["content-disposition"] == f'attachment; filename="module-fr-ar.{suffix}"'
    review = upload(trainer, module, response.content).context["review"]
    assert (review.changes, review.problems, review.unchanged) == ([], [], 12)


def test_an_import_is_shown_first_and_then_written(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    review = upload(trainer, module, data).context["review"]
    assert [(change.shown_old, change.shown_new) for change in review.changes] == [("Leçon 1 ar", "الدرس الأول")]
    assert "ar" not in lesson.get_latest_revision_as_object().heading_ar.replace("Leçon 1 ar", "")
    apply = reverse("courses_translations:apply", args=[module.pk, "ar"])
    assert trainer.post(apply).headers["location"] == MATRIX
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.heading_ar, lesson.get_latest_revision_as_object().heading_ar) == ("Leçon 1 ar", "الدرس الأول")
    again = trainer.post(apply)  # what is applied is forgotten
    assert again.headers["location"] == reverse("courses_translations:import", args=[module.pk, "ar"])


def test_what_has_changed_since_the_preview_is_not_overwritten(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    upload(trainer, module, data)
    revise(lesson, heading_ar="درس آخر")
    trainer.post(reverse("courses_translations:apply", args=[module.pk, "ar"]))
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().heading_ar == "درس آخر"


def test_a_preview_is_of_one_user_one_module_and_one_language(trainer, make_user, own_ngo, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    upload(trainer, module, data)
    other = TenantClient(own_ngo)
    other.force_login(make_user(own_ngo, Role.REVIEWER))
    for client, language in ((other, "ar"), (trainer, "en")):
        client.post(reverse("courses_translations:apply", args=[module.pk, language]))
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().heading_ar == "Leçon 1 ar"


def test_a_faulty_file_writes_nothing_and_names_each_fault(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), ("و" * 256).encode())
    data = data.replace("Leçon 2 ar".encode(), '<g id="1">الثاني</g>'.encode())
    response = upload(trainer, module, data)
    problems = response.context["review"].problems
    assert response.status_code == 422
    assert [problem.unit.endswith("/heading") and bool(problem.place) for problem in problems] == [True, True]
    assert trainer.post(reverse("courses_translations:apply", args=[module.pk, "ar"])).headers["location"] != MATRIX


@pytest.mark.parametrize("data", [b"", b"no XML", b"PK\x03\x04"])
def test_an_unreadable_file_is_refused(trainer, module, data):
    response = upload(trainer, module, data)
    assert (response.status_code, len(response.context["review"].problems)) == (422, 1)


# A course’s own texts


@pytest.mark.parametrize("suffix", ["xlf", "xlsx"])
def test_a_course_s_own_texts_go_out_and_come_back(trainer, course, module, suffix):
    revise(course, summary_fr="Une introduction", objectives_fr="Savoir écouter\nSavoir orienter")
    review = upload(trainer, course, export(trainer, course, suffix).content).context["review"]
    assert (review.changes, review.problems, review.unchanged, review.empty) == ([], [], 1, 2)
    data = export(trainer, course).content.replace(b"Cours ar", "الدورة".encode())
    upload(trainer, course, data)
    assert trainer.post(reverse("courses_translations:apply", args=[course.pk, "ar"])).headers["location"] == MATRIX
    draft = CoursePage.objects.get().get_latest_revision_as_object()
    assert (draft.heading_ar, draft.summary_fr, CoursePage.objects.get().heading_ar) == (
        "الدورة", "Une introduction", "Cours ar",
    )  # fmt: skip


def test_a_course_is_translated_beside_its_source_from_its_row(trainer, course, module):
    revise(course, objectives_fr="Savoir écouter")
    cell = next(cell for cell in row_of("Cours fr").cells if cell.language == "ar")
    assert (cell.translate_url, row_of("Cours fr").goes_out) == (side_by_side(course, course), True)
    context = trainer.get(cell.translate_url).context
    assert [pair["source"] for pair in context["pairs"]] == ["Cours fr", "Savoir écouter"]
    posted = {f"{course.translation_key}/objectives": "حسن الإنصات", "digest": context["digest"]}
    assert trainer.post(cell.translate_url, posted).headers["location"] == MATRIX
    assert CoursePage.objects.get().get_latest_revision_as_object().objectives_ar == "حسن الإنصات"


def test_the_file_of_a_course_is_not_taken_for_that_of_its_module(trainer, course, module):
    data = export(trainer, course).content
    assert (upload(trainer, module, data).status_code, upload(trainer, course, data).status_code) == (422, 200)


def test_the_stranger_has_no_file_of_a_course(sign_in, other_ngo, course):
    stranger = sign_in(other_ngo, Role.TRAINER)
    for path in (
        side_by_side(course, course),
        reverse("courses_translations:import", args=[course.pk, "ar"]),
        reverse("courses_translations:export", args=[course.pk, "ar", "xlf"]),
    ):
        assert stranger.get(path).status_code == 404


def test_a_page_that_is_no_course_has_no_file(trainer, lesson):
    assert trainer.get(reverse("courses_translations:export", args=[lesson.pk, "ar", "xlf"])).status_code == 404


# A translation that has been checked


def approved_of(data, text):
    """Of the unit whose target is `text`: whether it is approved, and its state."""
    found = re.search(rf"<trans-unit([^>]*)>\s*<source[^>]*>[^<]*</source>\s*<target([^>]*)>{text}<", data.decode())
    return 'approved="yes"' in found[1], re.search(r'state="([^"]*)"', found[2])[1]


def test_what_is_ready_goes_out_approved_and_what_is_stale_or_half_done_does_not(trainer, module, lesson):
    assert approved_of(export(trainer, module).content, "Leçon 1 ar") == (True, "translated")
    revise(lesson, heading_fr="Une autre leçon")
    data = export(trainer, module).content
    assert approved_of(data, "Leçon 1 ar") == (False, "needs-review-translation")
    assert approved_of(data, "Leçon 2 ar") == (True, "translated")
    revise(LessonPage.objects.get(slug="lecon-2"), ready_ar=False)
    assert approved_of(export(trainer, module).content, "Leçon 2 ar") == (False, "translated")
    assert approved_of(export(trainer, module).content, "Module ar") == (True, "translated")


def test_a_file_says_approved_or_not_and_its_text_comes_in_all_the_same(trainer, module):
    """A tool that turns `approved` on or off writes no other text: who may publish says what is ready."""
    data = export(trainer, module).content
    for changed in (data.replace(b' approved="yes"', b""), data.replace(b' approved="yes"', b' approved="no"')):
        review = upload(trainer, module, changed).context["review"]
        assert (review.changes, review.problems) == ([], [])
