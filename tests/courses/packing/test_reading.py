"""A module packed: read as a tree, written back."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Choice, Exercise, GlossaryTerm, LessonExercise, LessonPage, Option, Question, Scene, Wording
from courses.packing import Node, TextChange, apply_units, read_module, units, write_texts
from courses.packing.streams import map_rich_text
from courses.packing.writing import UnknownNodeError
from tests.support.courses import texts
from tests.support.packing import FIRST, SECOND, callout, outline, paragraph, set_body


def test_a_module_is_its_lessons_and_then_their_exercises(module):
    asked = ["question", ["choice"], ["choice"], ["choice"]]
    assert outline(read_module(module, draft=False)) == [
        "module", ["lesson"], ["lesson"], ["exercise", asked, asked],
    ]  # fmt: skip


def test_a_tree_survives_json(module):
    tree = read_module(module, draft=False)
    assert Node.from_json(tree.to_json()) == tree
    assert Node.from_json(tree.to_json()).digest() == tree.digest()


def test_what_a_question_holds(module, exercise):
    tree = read_module(module, draft=False)
    asked = exercise.questions.first()
    assert tree.by_id()[str(asked.key)].to_json() == {
        "id": str(asked.key),
        "kind": "question",
        "settings": {
            "kind": "single",
            "is_true": False,
            "person": "adult",
            "form": "",
            "topic": "",
            "archived": False,
            "objective": None,
        },
        "texts": {
            "text": {"fr": "un fr", "ar": "un ar", "en": "un en"},
            "explanation": {"fr": "", "ar": "", "en": ""},
        },
        "children": [
            {
                "id": str(choice.key),
                "kind": "choice",
                "settings": {"correct": place == 0, "dimension": "", "weight": ""},
                "texts": {
                    "text": {code: f"un{place} {code}" for code in ("fr", "ar", "en")},
                    "feedback": {"fr": "", "ar": "", "en": ""},
                },
                "children": [],
            }
            for place, choice in enumerate(asked.choices.all())
        ],
    }


def test_a_draft_is_read_apart_from_what_is_published(module, lesson, exercise):
    lesson.heading_fr = "Brouillon"
    lesson.save_revision()
    draft = exercise.get_latest_revision_as_object()
    draft.questions.get_object_list()[0].text_ar = "مسودة"
    draft.save_revision()
    drafted, published = read_module(module, draft=True), read_module(module, draft=False)
    asked = str(exercise.questions.first().key)
    assert drafted.by_id()[str(lesson.translation_key)].texts["heading"]["fr"] == "Brouillon"
    assert published.by_id()[str(lesson.translation_key)].texts["heading"]["fr"] == "Leçon 1 fr"
    assert drafted.by_id()[asked].texts["text"]["ar"] == "مسودة"
    assert published.by_id()[asked].texts["text"]["ar"] == "un ar"
    assert [node.id for node in drafted.walk()] == [node.id for node in published.walk()]


def test_banks_simulations_and_terms_come_along(module, lesson, exercise):
    bank = Exercise.objects.create(kind="bank", heading_fr="Réserve")
    exercise.bank = bank
    exercise.save()
    simulation = Exercise(kind="simulation", heading_fr="Cas")
    simulation.scenes = [
        Scene(number=1, sort_order=0, options=[Option(text_fr="Écouter", leads_to=2, safety=2)]),
        Scene(number=2, sort_order=1, outcome="protected"),
    ]
    simulation.save()
    lesson.lesson_exercises = [LessonExercise(exercise=simulation)]
    term = GlossaryTerm(**texts("term", "Traite"), wordings=[Wording(jurisdiction="MA", wording_fr="Traite")])
    term.save()
    set_body(lesson, "fr", [paragraph(f'<p><a id="{term.pk}" linktype="glossary">traite</a></p>')])
    tree = read_module(module, draft=False)
    scene = ["scene", ["option"]]
    assert [outline(node) for node in tree.children] == [
        ["lesson"], ["lesson"], ["exercise", scene, ["scene"]],
        ["exercise", *[["question", ["choice"], ["choice"], ["choice"]]] * 2], ["exercise"], ["term", ["wording"]],
    ]  # fmt: skip
    first, _second = tree.of_kind("lesson")
    assert first.settings["exercises"] == [str(simulation.key)]
    assert [node.settings["bank"] for node in tree.of_kind("exercise")] == [None, str(bank.key), None]
    assert first.texts["body"]["fr"] == [paragraph(f'<p><a id="term:{term.key}" linktype="glossary">traite</a></p>')]


def test_a_link_to_what_is_gone_is_taken_off_its_text(module, lesson):
    set_body(lesson, "fr", [paragraph('<p>voir <a linktype="page" id="99999">la suite</a></p>')])
    assert read_module(module, draft=False).children[0].texts["body"]["fr"] == [paragraph("<p>voir la suite</p>")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://a.example">b</a>', '<a href="https://a.example">b</a>'),
        ('<a linktype="page" id="3">b</a>', '<a linktype="page" id="page-3">b</a>'),
        ('<embed embedtype="image" id="4" alt="c"/>', '<embed embedtype="image" id="image-4" alt="c"/>'),
        ('<a linktype="page" id="0">b <b>c</b></a> d', "b <b>c</b> d"),
        ('<embed embedtype="image" id="0"/>', ""),
    ],
    ids=["web", "page", "picture", "gone", "picture gone"],
)
def test_references_in_rich_text(html, expected):
    assert map_rich_text(html, lambda kind, identity: f"{kind}-{identity}" if identity != "0" else None) == expected


def test_texts_are_written_to_drafts_alone(module, lesson, exercise, make_user, own_ngo):
    actor = make_user(own_ngo)
    choice = exercise.questions.first().choices.first()
    changes = [
        TextChange(str(module.translation_key), "objectives", "ar", "أن نعرف"),
        TextChange(str(lesson.translation_key), "body", "ar", [paragraph("<p>نص</p>")]),
        TextChange(str(choice.key), "feedback", "en", "Well seen"),
    ]
    before = read_module(module, draft=False)
    write_texts(module, changes, actor=actor)
    assert read_module(module, draft=False) == before
    nodes = read_module(module, draft=True).by_id()
    assert [nodes[change.node_id].texts[change.field][change.language] for change in changes] == [
        "أن نعرف", [paragraph("<p>نص</p>")], "Well seen",
    ]  # fmt: skip
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision.user == actor
    assert Exercise.objects.get().has_unpublished_changes


def test_a_second_change_keeps_the_first(module, lesson):
    for language in ("fr", "ar"):
        change = TextChange(str(lesson.translation_key), "heading", language, f"Titre {language}")
        write_texts(module, [change], actor=None)
    heading = read_module(module, draft=True).by_id()[str(lesson.translation_key)].texts["heading"]
    assert heading == {"fr": "Titre fr", "ar": "Titre ar", "en": "Leçon 1 en"}


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [("text", "x" * 301, ValidationError), ("nothing", "x", UnknownNodeError), ("correct", "x", UnknownNodeError)],
)
def test_one_wrong_change_writes_nothing(module, exercise, field, value, error):
    choice = Choice.objects.first()
    good = TextChange(str(module.translation_key), "heading", "fr", "Autre")
    with pytest.raises(error):
        write_texts(module, [good, TextChange(str(choice.key), field, "fr", value)], actor=None)
    assert read_module(module, draft=True) == read_module(module, draft=False)


def test_a_node_of_another_module_is_not_written(module):
    stranger = Exercise(heading_fr="Ailleurs", questions=[Question(text_fr="?")])
    stranger.save()
    with pytest.raises(UnknownNodeError):
        write_texts(module, [TextChange(str(stranger.key), "heading", "fr", "Ici")], actor=None)


def test_a_term_is_written_at_once(module, lesson):
    term = GlossaryTerm(**texts("term", "Traite"))
    term.save()
    set_body(lesson, "ar", [paragraph(f'<p><a id="{term.pk}" linktype="glossary">ا</a></p>')])
    write_texts(module, [TextChange(str(term.key), "term", "ar", "الاتجار")], actor=None)
    term.refresh_from_db()
    assert (term.term_ar, term.latest_revision.content["term_ar"]) == ("الاتجار", "الاتجار")


def test_units_of_a_body_and_back():
    french = [paragraph("<p>Un</p>"), callout("Deux", "<p>Trois</p>")]
    node = Node("n", "lesson", texts={"heading": {"fr": "Titre", "ar": "", "en": ""}, "body": {"fr": french, "ar": []}})
    found = units(node)
    assert [(unit.field, unit.texts, unit.is_html) for unit in found] == [
        ("heading", {"fr": "Titre", "ar": "", "en": ""}, False),
        (f"body/{FIRST}", {"fr": "<p>Un</p>", "ar": "", "en": ""}, True),
        (f"body/{SECOND}/title", {"fr": "Deux", "ar": "", "en": ""}, False),
        (f"body/{SECOND}/text", {"fr": "<p>Trois</p>", "ar": "", "en": ""}, True),
    ]
    arabic = apply_units(french, {f"body/{FIRST}": "<p>واحد</p>", f"{SECOND}/title": "اثنان"})
    assert arabic == [paragraph("<p>واحد</p>"), callout("اثنان", "<p>Trois</p>")]
    assert french == [paragraph("<p>Un</p>"), callout("Deux", "<p>Trois</p>")]


@pytest.mark.parametrize("draft", [True, False])
def test_reading_takes_no_more_queries_for_more_lessons(module, exercise, draft):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read_module(module, draft=draft)
        return len(captured)

    for page in (module, *LessonPage.objects.all()):
        page.save_revision()
    one = queries()
    for number in range(3, 12):
        lesson = LessonPage(heading_fr=f"Leçon {number}", slug=f"l-{number}")
        made = Exercise(heading_fr="Encore", questions=[Question(text_fr="?", choices=[Choice(text_fr="a")])])
        made.save()
        lesson.lesson_exercises = [LessonExercise(exercise=made)]
        module.add_child(instance=lesson)
        lesson.save_revision()
    assert queries() == one


@given(data=st.data())
def test_any_text_survives(data):
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
    draw = lambda: {code: data.draw(text) for code in ("fr", "ar", "en")}  # noqa: E731
    blocks = [paragraph(data.draw(text)), callout(data.draw(text), data.draw(text))]
    tree = Node("n", "lesson", {"minutes": 5}, {"heading": draw(), "body": {"fr": blocks}}, [])
    assert Node.from_json(json.loads(json.dumps(tree.to_json()))) == tree
    pieces = {unit.field: unit.texts["fr"] for unit in units(tree)}
    emptied = apply_units(blocks, dict.fromkeys(pieces, ""))
    assert apply_units(emptied, pieces) == blocks
