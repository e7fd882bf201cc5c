"""The exercise in the editor: what cannot be answered is refused at the field, with the remedy."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.roles import Role
from courses.models import Exercise, LessonExercise, Question
from tests.support.courses import question, texts

CODES = ("fr", "ar", "en")
EMPTY = {f"{field}_{code}": "" for field in ("feedback", "explanation", "intro") for code in CODES}


def choice(name, correct=False, **changes):
    return texts("text", name) | EMPTY | {"correct": "on" if correct else "", "dimension": "", "weight": ""} | changes


def item(name, **changes):
    return texts("text", name) | EMPTY | changes


def group(name, *items, **changes):
    return texts("text", name) | {"items": inline_formset(list(items))} | changes


def asked(kind, choices=(), groups=(), **changes):
    fields = {"kind": kind, "is_true": "", "person": "adult", "form": ""}
    inline = {"choices": inline_formset(list(choices)), "groups": inline_formset(list(groups))}
    return texts("text", "Question") | EMPTY | fields | inline | changes


def form_data(*questions, action="action-publish", **changes):
    """What the editor posts for an exercise."""
    rules = {"pass_mark": 75, "tries": "", "shuffled": "", "bank": "", "drawn": "", "drawn_form": ""}
    inline = {"questions": inline_formset(list(questions)), "scenes": inline_formset([])}
    data = texts("heading", "Test") | EMPTY | {"kind": "practice"} | rules | inline | changes
    return nested_form_data(data) | {action: "1"}


def errors_of(form):
    """Every error, by the name of its field in the page."""
    found = {form.add_prefix(name): list(map(str, errors)) for name, errors in form.errors.items()}
    for formset in getattr(form, "formsets", {}).values():
        for nested in formset.forms:
            found |= errors_of(nested)
    return found


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def send(trainer):
    """Post a new exercise; what it says, in English, by the names of the fields; {} once it is saved."""

    def post(*questions, **changes):
        url = reverse("wagtailsnippets_courses_exercise:add")
        response = trainer.post(url, form_data(*questions, **changes), headers={"accept-language": "en"})
        return {} if response.status_code == 302 else errors_of(response.context["form"])

    return post


RIGHT, WRONG = choice("Juste", correct=True), choice("Faux")
SOUND = {
    "single": asked("single", [RIGHT, WRONG]),
    "multiple": asked("multiple", [RIGHT, RIGHT]),
    "true_false": asked("true_false"),
    "ordering": asked("ordering", [RIGHT, RIGHT, WRONG]),
    "sorting": asked("sorting", groups=[group("Acte", item("Recruter")), group("Moyen", item("Menacer"))]),
    "matching": asked("matching", groups=[group("Fait", item("Article")), group("Autre", item("Loi"))]),
    "checklist": asked("checklist", [choice("Signe", correct=True, dimension="exploitation", weight="strong")]),
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_question_is_published(send, kind):
    assert send(SOUND[kind]) == {}
    made = Exercise.objects.get()
    assert (made.live, made.questions.get().kind) == (True, kind)


def test_all_of_them_together_keep_what_belongs_to_them(send):
    assert send(*SOUND.values()) == {}
    kept = Question.objects.get(kind="sorting")
    assert [[one.text_ar for one in part.items.all()] for part in kept.groups.all()] == [
        ["Recruter ar"],
        ["Menacer ar"],
    ]
    assert [choice.correct for choice in Question.objects.get(kind="ordering").choices.all()] == [True, True, False]


K, C, G = "questions-0-kind", "questions-0-choices", "questions-0-groups"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        pytest.param(asked("single", [WRONG, WRONG]), K, id="single without a right answer"),
        pytest.param(asked("multiple", [WRONG, WRONG]), K, id="multiple without a right answer"),
        pytest.param(asked("single", [RIGHT, RIGHT]), K, id="two right in a single"),
        pytest.param(asked("single", [RIGHT]), K, id="one choice"),
        pytest.param(asked("multiple"), K, id="no choice"),
        pytest.param(asked("ordering", [RIGHT, WRONG]), K, id="one step"),
        pytest.param(asked("sorting", groups=[group("Acte", item("Recruter"))]), K, id="one group"),
        pytest.param(
            asked("sorting", groups=[group("Acte", item("Recruter")), group("Moyen")]),
            f"{G}-1-__all__", id="empty group",
        ),
        pytest.param(
            asked("checklist", [choice("Signe", correct=True, weight="weak")]), f"{C}-0-dimension", id="no dimension"
        ),
        pytest.param(
            asked("checklist", [choice("Signe", correct=True, dimension="coercion")]), f"{C}-0-weight", id="no weight"
        ),
        pytest.param(
            asked("checklist", [choice("Signe", dimension="coercion", weight="weak")]), K, id="nothing present"
        ),
        pytest.param(
            asked("true_false", **dict.fromkeys(texts("text", ""), "")), "questions-0-text_fr", id="no text"
        ),
        pytest.param(
            asked("single", [RIGHT, choice("Faux", text_ar="")]), f"{C}-1-text_ar", id="a choice missing in Arabic"
        ),
        pytest.param(
            asked("matching", groups=[group("Fait", item("Article", text_en="")), group("Autre", item("Loi"))]),
            f"{G}-0-items-0-text_en", id="an item missing in English",
        ),
        pytest.param(
            asked("matching", groups=[group("Fait", item("Article")), group("Autre", item("Loi"), text_fr="")]),
            f"{G}-1-text_fr", id="a group missing in French",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_at_its_field_and_may_be_a_draft(send, sent, field):
    assert list(send(sent)) == [field]
    assert not Exercise.objects.exists()
    assert send(sent, action="action-draft") == {}
    assert not Exercise.objects.get().live


def test_the_language_that_is_missing_is_named(send):
    said = send(asked("single", [RIGHT, choice("Faux", text_ar="")]))
    assert ["العربية" in errors[0] for errors in said.values()] == [True]


def test_a_question_in_one_language_needs_no_other(send):
    only = {f"text_{code}": "" for code in ("ar", "en")}
    assert send(asked("single", [RIGHT | only, WRONG | only], **only)) == {}


def test_rows_to_be_deleted_and_of_another_kind_do_not_count(send):
    deleted = choice("Vieux", correct=True, DELETE="on")
    assert send(asked("single", [RIGHT, WRONG, deleted])) == {}
    assert list(send(asked("single", [RIGHT, deleted]))) == [K]
    assert send(asked("true_false", [choice("Reste", text_ar="")])) == {}


def test_an_exercise_without_questions_or_heading_is_refused(send):
    assert list(send()) == ["kind"]
    assert list(send(SOUND["single"], **dict.fromkeys(texts("heading", ""), ""))) == ["heading_fr"]
    assert send(action="action-draft") == {}


@pytest.fixture
def bank(own_ngo):
    """Two questions of form A, one of form B."""
    made = Exercise(**texts("heading", "Banque"), kind="bank")
    for place, form in enumerate("AAB"):
        one = question(f"{form}{place}", 0)
        one.form = form
        made.questions.add(one)
    made.save()
    made.save_revision().publish()
    return made


@pytest.mark.parametrize(
    ("drawn", "form", "field"),
    [
        (3, "", None), (4, "", "drawn"), ("", "", None), (2, "A", None), (3, "A", "drawn"), (2, "B", "drawn"),
        (1, "balanced", None), (2, "balanced", "drawn"),
    ],
)  # fmt: skip
def test_a_bank_holds_what_is_drawn(send, bank, drawn, form, field):
    assert list(send(bank=bank.pk, drawn=drawn, drawn_form=form)) == ([field] if field else [])


def test_a_bank_that_has_none_of_the_form_is_refused(send, bank):
    Question.objects.filter(form="B").delete()
    assert list(send(bank=bank.pk, drawn_form="B")) == ["bank"]


def test_a_bank_is_no_exercise_of_a_lesson(trainer, lessons, exercise, bank):
    entry = lessons[1].lesson_exercises.get()
    data = texts("heading", "Leçon") | {f"{f}_{c}": "" for c in CODES for f in ("seo_heading", "summary", "objectives")}
    data |= {f"body_{code}": {"count": 0} for code in CODES} | {"jurisdiction": "", "minutes": 15, "slug": "lecon-2"}
    chosen = {"id": entry.pk, "exercise": bank.pk, "ORDER": 1, "DELETE": ""}
    data |= {"lesson_exercises": inline_formset([chosen], initial=1), "comments": inline_formset([])}
    response = trainer.post(reverse("wagtailadmin_pages:edit", args=[lessons[1].pk]), nested_form_data(data))
    assert list(errors_of(response.context["form"])) == ["lesson_exercises-0-exercise"]
    entry.refresh_from_db()
    assert entry.exercise == exercise


def test_an_exercise_of_a_lesson_does_not_become_a_bank(trainer, course, exercise):
    LessonExercise.objects.update(exercise=exercise)
    url = reverse("wagtailsnippets_courses_exercise:edit", args=[exercise.pk])
    response = trainer.post(url, form_data(SOUND["single"], kind="bank"))
    assert list(errors_of(response.context["form"])) == ["kind"]


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_preview_shows_what_stands_in_the_editor_in_each_language(trainer, own_ngo, language, direction):
    url = reverse("wagtailsnippets_courses_exercise:preview_on_add")
    data = form_data(*SOUND.values(), asked("single"), action="action-draft")
    assert trainer.post(url, data).json() == {"is_valid": True, "is_available": True}
    page = trainer.get(f"{url}?mode={language}").content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count(f"Question {language}<") == 8
    assert f"Recruter {language}" in page
    assert '<button class="button">' not in page
    assert not Exercise.objects.exists()


def test_the_stranger_and_participants_do_not_edit(participant, sign_in, other_ngo, exercise):
    url = reverse("wagtailsnippets_courses_exercise:edit", args=[exercise.pk])
    assert sign_in(other_ngo, Role.TRAINER).get(url).status_code == 404
    assert participant.get(url).status_code == 302
