"""An adopted module and its source, compared piece by piece."""

import pytest

from courses.models import CoursePage, Exercise, GlossaryTerm, LessonExercise, LessonPage, ModulePage
from courses.packing import TextChange, read_module, write_texts
from courses.packing.adopting import AlreadyHereError, adopt_module, decide, pending
from courses.packing.bundle import open_bundle
from tests.support.courses import new_course, question, texts
from tests.support.packing import FIRST, SECOND, callout, packed, paragraph


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
