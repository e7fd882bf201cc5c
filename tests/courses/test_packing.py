"""A module packed: read as a tree, written back, carried into another schema, compared piece by piece."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from core.metadata.stripping import strip
from courses.models import (
    Adoption,
    Choice,
    CoursePage,
    Exercise,
    GlossaryTerm,
    LessonExercise,
    LessonPage,
    ModulePage,
    Option,
    Question,
    Scene,
    Wording,
)
from courses.packing import Node, TextChange, apply_units, read_module, units, write_texts
from courses.packing.adopting import AlreadyHereError, adopt_module, decide, pending
from courses.packing.bundle import BundleError, open_bundle, pack_module
from courses.packing.streams import map_rich_text
from courses.packing.unpacking import unpack_module
from courses.packing.writing import UnknownNodeError
from tests.support.courses import new_course, question, texts
from tests.support.traces import SAMPLES

LEAFLET = (SAMPLES / "sample.pdf").read_bytes()
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def module(course):
    return ModulePage.objects.get()


@pytest.fixture
def lesson(lessons):
    return lessons[0]


def paragraph(html, block=FIRST):
    return {"type": "paragraph", "value": html, "id": block}


def set_body(lesson, language, body):
    setattr(lesson, f"body_{language}", LessonPage._meta.get_field("body").stream_block.to_python(body))
    lesson.save()


def outline(node):
    return [node.kind, *map(outline, node.children)]


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


def callout(title, html):
    return {"type": "callout", "value": {"title": title, "text": html}, "id": SECOND}


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


@pytest.fixture
def full_module(module, lesson, exercise, own_files):
    """A module with a picture, a document, a term and a link between its lessons."""
    picture = Image.objects.create(title="Étoile", description="Une étoile", file=get_test_image_file("star.png"))
    leaflet = Document.objects.create(title="Dépliant", file=ContentFile(LEAFLET, name="leaflet.pdf"))
    term = GlossaryTerm(**texts("term", "Traite"), wordings=[Wording(jurisdiction="MA", **texts("wording", "Traite"))])
    term.save()
    other = LessonPage.objects.exclude(pk=lesson.pk).get()
    html = (
        f'<p><a linktype="document" id="{leaflet.pk}">un</a> <a linktype="glossary" id="{term.pk}">deux</a> '
        f'<a linktype="page" id="{other.pk}">trois</a></p>'
    )
    star = {"type": "image", "value": {"image": picture.pk, "decorative": False, "alt_text": "Étoile"}, "id": SECOND}
    for language in ("fr", "ar"):
        set_body(lesson, language, [paragraph(html), star])
    return module


def packed(module):
    handle = io.BytesIO()
    pack_module(module, handle)
    return handle


def unpack(handle, tenant, **options):
    with tenant:
        return unpack_module(open_bundle(handle), course=new_course(), actor=None, **options)


def test_what_is_unpacked_reads_the_same(full_module, other_ngo):
    tree, handle = read_module(full_module, draft=False), packed(full_module)
    copy = unpack(handle, other_ngo)
    with other_ngo:
        assert read_module(copy, draft=True) == tree
        assert (copy.live, read_module(copy, draft=False).children) == (False, [])
        assert [page.live for page in LessonPage.objects.all()] == [False, False]
        assert [exercise.live for exercise in Exercise.objects.all()] == [True]  # seen where its lesson is
        picture, leaflet = Image.objects.get(), Document.objects.get()
        assert (picture.title, picture.description, picture.width) == ("Étoile", "Une étoile", 640)
        assert leaflet.file.read() == strip(LEAFLET, "pdf").data


def test_files_terms_and_exercises_that_are_here_are_used(full_module, exercise, other_ngo):
    key, handle = GlossaryTerm.objects.get().key, packed(full_module)
    with other_ngo:
        Image.objects.create(title="La nôtre", file=get_test_image_file("ours.png")).get_file_hash()
        GlossaryTerm.objects.create(key=key, term_fr="Notre traite")
        Exercise.objects.create(key=exercise.key, heading_fr="Notre test")
    copy = unpack(handle, other_ngo)
    with other_ngo:
        assert [image.title for image in Image.objects.all()] == ["La nôtre"]
        assert [term.term_fr for term in GlossaryTerm.objects.all()] == ["Notre traite"]
        assert [made.heading_fr for made in Exercise.objects.all()] == ["Notre test"]
        assert read_module(copy, draft=True).of_kind("lesson")[1].settings["exercises"] == [str(exercise.key)]


def test_a_copy_beside_its_source_has_keys_of_its_own(full_module, own_ngo):
    before = read_module(full_module, draft=False)
    copy = unpack(packed(full_module), own_ngo, keep_exercises=False)
    tree = read_module(copy, draft=True)
    kept = {node.id for node in tree.walk()} & {node.id for node in before.walk()}
    assert kept == {node.id for term in before.of_kind("term") for node in term.walk()}
    assert outline(tree) == outline(before)
    assert read_module(full_module, draft=False) == before


def rewritten(handle, change):
    """The same zip with its manifest changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(handle) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(name, content)
    return made


def retitle(manifest):
    manifest["tree"]["texts"]["heading"]["fr"] = "Autre"


def renumber(manifest):
    manifest["format"] = 99


def forget_media(manifest):
    manifest["media"] = []


def mistake_media(manifest):
    manifest["media"][0]["sha256"] = "0" * 64


def nest(manifest):
    manifest["tree"]["kind"] = "lesson"
    manifest["digest"] = Node.from_json(manifest["tree"]).digest()


@pytest.mark.parametrize("change", [retitle, renumber, forget_media, mistake_media, nest])
def test_a_changed_bundle_is_refused(full_module, change):
    with pytest.raises(BundleError):
        open_bundle(rewritten(packed(full_module), change))


@pytest.mark.parametrize("content", [b"", b"PK", b"a text"], ids=["empty", "cut", "text"])
def test_what_is_no_bundle_is_refused(own_ngo, content):
    with pytest.raises(BundleError):
        open_bundle(io.BytesIO(content))


def test_a_damaged_file_is_refused_before_anything_is_written(full_module, other_ngo):
    handle, made = packed(full_module), io.BytesIO()
    with zipfile.ZipFile(handle) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, content if info.filename == "manifest.json" else b"x" * len(content))
    with other_ngo, pytest.raises(BundleError):
        unpack_module(open_bundle(made), course=new_course(), actor=None)
    with other_ngo:
        assert [ModulePage.objects.count(), Image.objects.count(), Exercise.objects.count()] == [0, 0, 0]


def test_a_failure_half_way_leaves_no_row_and_no_file(full_module, other_ngo):
    handle = packed(full_module)
    with other_ngo:
        bundle, course = open_bundle(handle), new_course()
        bundle.tree.of_kind("lesson")[1].texts["heading"] = {"fr": "x" * 300}
        with pytest.raises(ValidationError):
            unpack_module(bundle, course=course, actor=None)
        assert [Image.objects.count(), Document.objects.count(), Exercise.objects.count()] == [0, 0, 0]
        assert default_storage.listdir("documents")[1] == []


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


@pytest.fixture
def library(full_module, other_ngo):
    """What the other NGO has adopted, and ways to change either side."""
    bundle = open_bundle(packed(full_module))
    with other_ngo:
        course = new_course()
        adoption = adopt_module(bundle, version=1, course=course, actor=None)
    return Library(full_module, other_ngo, adoption)


class Library:
    """A source in one NGO and its copy in another."""

    def __init__(self, source, tenant, adoption):
        self.source, self.tenant, self.adoption = source, tenant, adoption

    def write_here(self, *changes):
        with self.tenant:
            write_texts(self.adoption.module, changes, actor=None)

    def write_there(self, *changes):
        """Publish changes in the source."""
        write_texts(self.source, changes, actor=None)
        self.publish()

    def publish(self):
        pages = [ModulePage.objects.get(), *LessonPage.objects.all(), *Exercise.objects.all()]
        for page in pages:
            if page.latest_revision:
                page.get_latest_revision().publish()

    def pending(self):
        bundle = open_bundle(packed(self.source))
        with self.tenant:
            return pending(self.adoption, bundle)

    def decide(self, taken=(), left=()):
        bundle = open_bundle(packed(self.source))
        with self.tenant:
            rest = decide(self.adoption, bundle, version=2, taken=set(taken), left=set(left), actor=None)
            self.adoption.refresh_from_db()
        return rest

    def mine(self):
        with self.tenant:
            return read_module(self.adoption.module, draft=True)


def heading(node, value, language="fr"):
    return TextChange(node.id, "heading", language, value)


def shown(pieces):
    return [(piece.sort.value, piece.field, piece.language, piece.base, piece.theirs, piece.mine) for piece in pieces]


def test_an_unchanged_source_has_nothing_new(library):
    tree = library.mine()
    assert tree == read_module(library.source, draft=False)
    assert library.pending() == []
    library.write_here(heading(tree, "Notre titre"))
    assert library.pending() == []


def test_adopting_twice_is_refused(library):
    bundle = open_bundle(packed(library.source))
    with library.tenant, pytest.raises(AlreadyHereError) as refused:
        adopt_module(bundle, version=1, course=CoursePage.objects.get(), actor=None)
    assert refused.value.module == library.adoption.module


def test_the_source_itself_is_not_adopted(full_module, course):
    with pytest.raises(AlreadyHereError):
        adopt_module(open_bundle(packed(full_module)), version=1, course=course, actor=None)


def test_own_text_is_kept_unless_it_is_given_up(library):
    tree = library.mine()
    library.write_here(heading(tree, "Notre titre"))
    library.write_there(heading(tree, "Titre nouveau"), heading(tree, "جديد", "ar"))
    pieces = library.pending()
    assert shown(pieces) == [
        ("text", "heading", "fr", "Module fr", "Titre nouveau", "Notre titre"),
        ("text", "heading", "ar", "Module ar", "جديد", "Module ar"),
    ]
    assert [piece.is_own for piece in pieces] == [True, False]
    assert library.decide(taken=[pieces[1].id]) == 1
    assert library.mine().texts["heading"] == {"fr": "Notre titre", "ar": "جديد", "en": "Module en"}
    assert (library.adoption.version, shown(library.pending())) == (1, shown(pieces[:1]))
    assert library.decide(left=[pieces[0].id]) == 0
    assert library.mine().texts["heading"] == {"fr": "Notre titre", "ar": "جديد", "en": "Module en"}
    assert (library.adoption.version, library.pending()) == (2, [])


def test_own_text_can_be_given_up(library):
    tree = library.mine()
    library.write_here(heading(tree, "Notre titre"))
    library.write_there(heading(tree, "Titre nouveau"))
    assert library.decide(taken=[piece.id for piece in library.pending()]) == 0
    assert library.mine().texts["heading"]["fr"] == "Titre nouveau"


def test_what_nobody_decided_on_stays_open(library):
    library.write_there(heading(library.mine(), "Titre nouveau"))
    assert library.decide() == 1
    assert library.adoption.version == 1


def test_nothing_is_published_by_an_update(library):
    library.write_there(heading(library.mine(), "Titre nouveau"))
    library.decide(taken=[piece.id for piece in library.pending()])
    with library.tenant:
        row = ModulePage.objects.get()
        assert (row.live, row.heading_fr, row.has_unpublished_changes) == (False, "Module fr", True)


def test_blocks_are_taken_one_by_one(library, lesson):
    node = library.mine().of_kind("lesson")[0]
    french = node.texts["body"]["fr"]
    ours = [paragraph("<p>Le nôtre</p>", "33333333-3333-4333-8333-333333333333")]
    library.write_here(TextChange(node.id, "body", "fr", [*ours, *french]))
    new = callout("Neuf", "<p>Attention</p>") | {"id": "44444444-4444-4444-8444-444444444444"}
    term = GlossaryTerm(**texts("term", "Victime"))
    term.save()
    changed = paragraph(f'<p>Changé, voir <a linktype="glossary" id="term:{term.key}">victime</a></p>')
    library.write_there(TextChange(node.id, "body", "fr", [changed, new]))
    pieces = library.pending()
    assert [(piece.sort.value, piece.field, piece.base and True, piece.theirs and True) for piece in pieces] == [
        ("block", FIRST, True, True),
        ("block", new["id"], None, True),
        ("block", SECOND, True, None),
        ("new", "", None, True),
    ]
    assert library.decide(taken=[pieces[0].id, pieces[1].id]) == 1  # the term came with the block that names it
    assert library.mine().of_kind("lesson")[0].texts["body"]["fr"] == [*ours, changed, new, french[1]]
    assert library.decide(taken=[pieces[2].id]) == 0
    assert library.mine().of_kind("lesson")[0].texts["body"]["fr"] == [*ours, changed, new]
    kept = [block for block in node.texts["body"]["ar"] if block["id"] != SECOND]  # what goes, goes in every language
    assert library.mine().of_kind("lesson")[0].texts["body"]["ar"] == kept


def test_settings_are_taken_key_by_key(library, exercise):
    exercise.pass_mark, exercise.tries = 80, 3
    exercise.save()
    with library.tenant:
        ours = Exercise.objects.get()
        ours.shuffled = True
        ours.save_revision()
    (piece,) = library.pending()
    assert (piece.base, piece.theirs, piece.mine) == (
        {"pass_mark": 75, "tries": None}, {"pass_mark": 80, "tries": 3}, {"pass_mark": 75, "tries": None},
    )  # fmt: skip
    assert library.decide(taken=[piece.id]) == 0
    settings = library.mine().of_kind("exercise")[0].settings
    assert (settings["pass_mark"], settings["tries"], settings["shuffled"]) == (80, 3, True)


def test_new_parts_are_taken(library, exercise, module):
    added = Exercise(**texts("heading", "Encore"), questions=[question("trois", 1)])
    added.save()
    lesson = LessonPage(**texts("heading", "Leçon 3"), slug="l-3", ready_fr=True)
    lesson.lesson_exercises = [LessonExercise(exercise=added)]
    module.add_child(instance=lesson)
    exercise.questions = [*exercise.questions.all(), question("quatre", 2)]
    exercise.save()
    pieces = library.pending()
    assert [(piece.sort.value, piece.node.kind) for piece in pieces] == [
        ("new", "lesson"), ("new", "question"), ("new", "exercise"),
    ]  # fmt: skip
    assert library.decide(taken=[piece.id for piece in pieces]) == 0
    assert library.mine() == read_module(module, draft=False)


def test_what_was_removed_in_the_source_stays_here(library, exercise):
    kept, gone = exercise.questions.order_by("pk")
    exercise.questions = [kept]
    exercise.save()
    (piece,) = library.pending()
    assert (piece.sort.value, piece.node.id, piece.can_be_taken) == ("removed", str(gone.key), False)
    assert library.decide(taken=[piece.id]) == 1
    assert library.decide(left=[piece.id]) == 0
    assert str(gone.key) in library.mine().by_id()


def test_what_was_removed_here_does_not_come_back(library):
    lesson = library.mine().of_kind("lesson")[0]
    with library.tenant:
        LessonPage.objects.get(translation_key=lesson.id).delete()
    library.write_there(heading(lesson, "Nouveau"))
    assert library.pending() == []
    assert library.decide() == 0
    assert library.adoption.version == 2


# Which lesson a question tests


def test_what_a_question_tests_travels_with_it(module, lesson, exercise, other_ngo):
    """By its key: there it is the lesson of that schema."""
    exercise.questions.update(objective=lesson)
    handle = packed(module)
    with other_ngo:
        copy = unpack_module(open_bundle(handle), course=new_course(), actor=None)
        there = LessonPage.objects.child_of(copy).first()
        taught = set(Question.objects.filter(exercise__key=exercise.key).values_list("objective", flat=True))
        draft = Exercise.objects.get(key=exercise.key).get_latest_revision_as_object()
        assert taught == {there.pk} == {asked.objective_id for asked in draft.questions.get_object_list()}


def test_a_question_that_came_before_its_lesson_names_it_once_that_is_here(module, lessons, exercise, other_ngo):
    """As of a bank, which the first module brings whole."""
    course = CoursePage.objects.get()
    later = course.add_child(instance=ModulePage(heading_fr="Plus tard"))
    taught = later.add_child(instance=LessonPage(heading_fr="Ce qui vient après"))
    exercise.questions.update(objective=taught)
    first, second = packed(module), packed(ModulePage.objects.get(pk=later.pk))
    with other_ngo:
        course = new_course()
        adopt_module(open_bundle(first), version=1, course=course, actor=None)
        asked = Question.objects.filter(exercise__key=exercise.key)
        assert set(asked.values_list("objective", flat=True)) == {None}
        adopt_module(open_bundle(second), version=1, course=course, actor=None)
        there = LessonPage.objects.get(translation_key=taught.translation_key)
        assert set(asked.values_list("objective", flat=True)) == {there.pk}
        assert pending_of(module.translation_key, first) == []


def pending_of(source, handle):
    """What an update from the same bundle would offer: nothing."""
    return pending(Adoption.objects.get(source_key=source), open_bundle(handle))
