"""Texts are translated side by side; a module is published in the languages its lessons are ready in."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from courses.models import Exercise, LessonPage
from tests.support.translating import MATRIX, revise, row_of, side_by_side, states_of

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
