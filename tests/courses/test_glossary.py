"""The glossary: the terms an NGO starts with, the form, the page everybody reads, the words of a lesson."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import features

from accounts.roles import Role
from core.languages import ORDER
from courses.admin.glossary import TermLinkHandler
from courses.glossary import linked_terms, load_glossary, read_terms, sort_terms, term_key
from courses.models import GlossaryTerm, LessonPage, Wording
from tests.support.clients import TenantClient
from tests.support.glossary import make_term

EMPTY_FORMSET = {"wordings-INITIAL_FORMS": "0", "wordings-MIN_NUM_FORMS": "0", "wordings-MAX_NUM_FORMS": "1000"}


def link(term, words="mot"):
    return f'<p>Un <a linktype="glossary" id="{term.pk}">{words}</a>.</p>'


def write(lesson, *htmls, kind="paragraph"):
    values = [{"title": "Titre", "text": html} if kind == "callout" else html for html in htmls]
    for code in ORDER:
        setattr(lesson, f"body_{code}", [{"type": kind, "value": value} for value in values])
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


def posted(*jurisdictions, **fields):
    rows = {"wordings-TOTAL_FORMS": str(len(jurisdictions))} | EMPTY_FORMSET
    for place, code in enumerate(jurisdictions):
        rows |= {f"wordings-{place}-{name}": "" for name in ("wording_fr", "wording_ar", "wording_en", "source", "id")}
        rows |= {f"wordings-{place}-jurisdiction": code, f"wordings-{place}-wording_fr": "mot"}
        rows |= {f"wordings-{place}-ORDER": str(place + 1), f"wordings-{place}-DELETE": ""}
    blank = {f"{name}_{code}": "" for name in ("term", "definition") for code in ORDER}
    return blank | rows | fields


# The terms an NGO starts with


def test_the_terms_are_loaded_once_and_an_editors_words_stay(own_ngo):
    assert len(load_glossary()) == 55
    kept = GlossaryTerm.objects.get(key=term_key("servitude"))
    GlossaryTerm.objects.filter(pk=kept.pk).update(definition_fr="À nous")
    assert load_glossary() == []
    assert GlossaryTerm.objects.count() == 55
    kept.refresh_from_db()
    assert kept.definition_fr == "À nous"


def test_every_term_is_whole_in_three_languages_and_the_doubtful_ones_are_marked(own_ngo):
    terms = load_glossary()
    assert all(getattr(term, f"{name}_{code}") for term in terms for name in ("term", "definition") for code in ORDER)
    assert sum(term.to_check for term in terms) == 12  # ten of field knowledge, two seen in a copy only


def test_servitude_and_forced_labour_are_false_friends_in_arabic(own_ngo):
    load_glossary()
    wordings = {
        (row.term.term_fr, row.jurisdiction): row.wording_ar
        for row in Wording.objects.filter(term__term_fr__in=["servitude", "travail forcé"])
    }
    assert wordings == {
        ("servitude", "MA"): "السخرة",
        ("servitude", "INT"): "الاستعباد",
        ("travail forcé", "MA"): "العمل الجبري (في بعض النسخ: العمل القسري)",
        ("travail forcé", "INT"): "السخرة أو الخدمة قسرا",
    }


def test_the_glossary_of_one_ngo_is_not_that_of_another(own_ngo, other_ngo):
    load_glossary()
    with other_ngo:
        assert not GlossaryTerm.objects.exists()


# The form


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


ADD = "/admin/snippets/courses/glossaryterm/add/"


def test_a_trainer_writes_a_term(trainer):
    assert trainer.post(ADD, posted("MA", "INT", term_ar="السخرة")).status_code == 302
    term = GlossaryTerm.objects.get()
    assert (term.term_ar, [row.jurisdiction for row in term.wordings.all()]) == ("السخرة", ["MA", "INT"])


def test_a_term_without_a_word_is_refused(trainer):
    form = trainer.post(ADD, posted()).context["form"]
    with translation.override("en"):
        assert form.errors == {"term_fr": ["Write the term in one language at least."]}
    assert not GlossaryTerm.objects.exists()


def test_a_jurisdiction_twice_is_refused_where_it_stands(trainer):
    form = trainer.post(ADD, posted("MA", "FR", "MA", term_fr="servitude")).context["form"]
    errors = [wording.errors for wording in form.formsets["wordings"].forms]
    said = "This jurisdiction has a wording above. Write both in one, or choose another jurisdiction."
    with translation.override("en"):
        assert errors == [{}, {}, {"jurisdiction": [said]}]
    assert not GlossaryTerm.objects.exists()


def test_a_wording_without_words_is_refused(trainer):
    form = trainer.post(ADD, posted("MA", term_fr="servitude") | {"wordings-0-wording_fr": ""}).context["form"]
    said = "Write the wording in one language at least."
    with translation.override("en"):
        assert form.formsets["wordings"].forms[0].errors == {"wording_fr": [said]}


@pytest.mark.parametrize("role", [Role.FUNDER, None], ids=["funder", "participant"])
def test_others_do_not_write_terms(sign_in, own_ngo, role):
    assert sign_in(own_ngo, role).get(ADD).status_code == 302
    assert not GlossaryTerm.objects.exists()


# The page


def names(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return [(letter, [str(term) for term in terms]) for letter, terms in response.context["letters"]]


def test_terms_are_in_the_order_of_french(client):
    for word in ("zèle", "Éthique", "abus", "esclavage"):
        make_term(word)
    assert names(client, "/fr/glossary/") == [
        ("A", ["abus fr"]),
        ("E", ["esclavage fr", "Éthique fr"]),
        ("Z", ["zèle fr"]),
    ]


def test_arabic_is_ordered_without_the_article(own_ngo):
    words = [make_term("x", term_ar=word) for word in ("نقل", "الاختطاف", "الخداع", "إيواء")]
    with translation.override("ar"):
        assert [term.term_ar for term in sort_terms(words)] == ["الاختطاف", "إيواء", "الخداع", "نقل"]


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("fr", "ethique", ["Éthique"]),
        ("fr", "ÉTHIQUE", ["Éthique"]),
        ("ar", "ايواء", ["Éthique"]),
        ("ar", "إيواء", ["Éthique"]),
        ("en", "sens Éthique ar", ["Éthique"]),
        ("fr", "rien de tel", []),
    ],
)
def test_searching_folds_accents_and_letters(client, language, asked, found):
    make_term("Éthique", term_fr="Éthique", term_ar="إيواء")
    make_term("autre", term_fr="autre", term_ar="نقل")
    response = client.get(f"/{language}/glossary/", {"q": asked})
    assert [term.term_fr for _letter, terms in response.context["letters"] for term in terms] == found


def test_a_term_shows_its_other_languages_and_a_row_for_each_jurisdiction(client):
    make_term("servitude", "MA", "INT", term_en="")
    html = client.get("/ar/glossary/").content.decode()
    assert '<h3 lang="ar" dir="rtl">servitude ar</h3>' in html
    assert '<li><bdi lang="fr">servitude fr</bdi></li>' in html
    assert '<span lang="ar" dir="rtl">servitude MA ar</span>' in html
    assert html.count("<dt>") == 2


def test_an_empty_glossary_and_an_empty_search_say_so(client):
    assert "The glossary is empty" in client.get("/en/glossary/").content.decode()
    assert "No term found" in client.get("/en/glossary/?q=x").content.decode()


def test_the_stranger_reads_none_of_our_terms(client, other_ngo):
    make_term("à nous", "MA")
    assert names(TenantClient(other_ngo), "/fr/glossary/") == []


def count_queries(client, path):
    client.get(path)  # warm the caches
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_glossary_takes_as_many_queries_at_1_and_30_terms(client):
    make_term("mot", "MA", "FR")
    few = count_queries(client, "/fr/glossary/")
    for number in range(30):
        make_term(f"mot {number}", "MA", "INT")
    assert count_queries(client, "/fr/glossary/") == few <= 12


# The words of a lesson


@pytest.mark.parametrize("kind", ["paragraph", "callout"])
def test_a_linked_word_leads_to_its_term_below_the_text(client, lessons, kind):
    term = make_term("servitude", "MA")
    write(lessons[0], link(term), kind=kind)
    html = client.get("/ar/cours/module/lecon-1/").content.decode()
    assert f'<a class="term" href="#term-{term.pk}">mot</a>' in html
    assert html.count(f'id="term-{term.pk}"') == 1
    assert "sens servitude ar" in html
    assert "js/lesson" in html


def test_a_lesson_without_linked_words_has_no_list(client, lessons):
    write(lessons[0], "<p>Un mot.</p>")
    html = client.get("/en/cours/module/lecon-1/").content.decode()
    assert ("Words of this lesson" in html, "data-terms" in html) == (False, False)


def test_the_word_of_a_deleted_term_stays_as_a_word(client, lessons):
    gone, kept = make_term("parti"), make_term("reste")
    write(lessons[0], link(gone, "ceci") + link(kept, "cela"))
    gone.delete()
    html = client.get("/fr/cours/module/lecon-1/").content.decode()
    assert "<p>Un ceci.</p>" in html
    assert f'<p>Un <a class="term" href="#term-{kept.pk}">cela</a>.</p>' in html


def test_terms_are_found_once_in_the_order_of_the_language(client, lessons):
    second, first = make_term("zoo"), make_term("abus")
    lesson = write(lessons[0], link(second), link(first), link(second), '<p><a href="/x" id="9">non</a></p>')
    assert linked_terms(lesson.body_fr) == {first.pk, second.pk}
    assert client.get("/fr/cours/module/lecon-1/").context["terms"] == [first, second]


def test_terms_are_read_with_their_wordings_in_order(own_ngo):
    full, bare = make_term("plein", "MA", "INT", "FR"), make_term("nu")
    read = read_terms([full.pk, bare.pk])
    assert {pk: [row.wording_ar for row in term.wordings.all()] for pk, term in read.items()} == {
        full.pk: ["plein MA ar", "plein INT ar", "plein FR ar"],
        bare.pk: [],
    }


def test_a_lesson_takes_as_many_queries_at_1_and_30_words(client, lessons):
    write(lessons[0], link(make_term("mot", "MA")))
    few = count_queries(client, "/fr/cours/module/lecon-1/")
    write(lessons[0], *(link(make_term(f"mot {number}", "MA", "INT")) for number in range(30)))
    assert count_queries(client, "/fr/cours/module/lecon-1/") == few <= 12


def test_the_editor_keeps_the_link(own_ngo):
    term = make_term("servitude")
    converter = ContentstateConverter(["glossary"])
    state = converter.from_database_format(link(term))
    assert '"string": "servitude fr"' in state
    assert f'<a linktype="glossary" id="{term.pk}">mot</a>' in converter.to_database_format(state)


def test_the_editor_knows_where_a_term_is_used(lessons):
    term = make_term("servitude")
    lesson = write(lessons[0], link(term))
    ReferenceIndex.create_or_update_for_object(lesson)
    assert ReferenceIndex.get_references_to(term).values_list("object_id", flat=True).first() == str(lesson.pk)


@pytest.mark.parametrize("attributes", [{}, {"id": "x"}, {"id": '1" onclick="x'}], ids=["none", "word", "forged"])
def test_a_link_without_a_number_leads_nowhere(attributes):
    assert TermLinkHandler.expand_db_attributes(attributes) == "<a>"


def test_the_chooser_offers_the_terms(trainer):
    make_term("servitude")
    entity = features.get_editor_plugin("draftail", "glossary").data["chooserUrls"]["termChooser"]
    assert "servitude fr" in trainer.get(str(entity)).content.decode()
    assert str(entity) == reverse("wagtailsnippetchoosers_courses_glossaryterm:choose")
