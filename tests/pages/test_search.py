"""The readers' search: whatever the spelling, published pages only, never another NGO's."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from core.search import excerpt, search_key
from courses.models import CoursePage, GlossaryTerm, LessonPage, ModulePage
from pages.models import ArticlePage, HomePage
from tests.support.clients import TenantClient

READY = {"ready_fr": True, "ready_ar": True, "ready_en": True}
BODY_FR = [{"type": "key_message", "value": "On évalue la Vulnérabilité <b>avant</b> toute décision."}]
BODY_AR = [{"type": "key_message", "value": "نُقيِّم الهشاشةَ قبل أيّ قرار، والإنصات أولا."}]


def write_lesson(module, slug, heading="Écouter"):
    lesson = LessonPage(heading_fr=heading, heading_ar="الإنصات", heading_en="Listen", **READY, slug=slug)
    lesson.body_fr, lesson.body_ar = BODY_FR, BODY_AR
    return module.add_child(instance=lesson)


@pytest.fixture
def module(own_ngo):
    home = HomePage.objects.get()
    course = home.add_child(instance=CoursePage(heading_fr="Cours", ready_fr=True, slug="cours"))
    made = course.add_child(instance=ModulePage(heading_fr="Module", ready_fr=True, slug="module"))
    write_lesson(made, "ecouter")
    return made


def found(client, asked, language="fr"):
    response = client.post(f"/{language}/search/", {"q": asked})
    assert response.status_code == 200
    return [(str(hit.heading), str(hit.text)) for hit in response.context["hits"]]


@pytest.fixture
def reader(own_ngo):
    return TenantClient(own_ngo)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L’Évaluation  À l’École", "l evaluation a l ecole"),
        ("الإنصات", "انصات"), ("والإنصَات", "انصات"), ("للمرأة", "مراه"), ("ألم", "الم"), ("ضحيّة", "ضحيه"),
        ("١٢ مؤشرا", "12 موشرا"), ("", ""), ("« … »", ""),
    ],
)  # fmt: skip
def test_words_are_compared_without_their_spelling(text, key):
    assert search_key(text) == key


@pytest.mark.parametrize("asked", ["vulnerabilite", "VULNÉRAB", "هشاشة", "الهشاشه", "انصات", "avant decision"])
def test_a_lesson_is_found_however_it_is_written(reader, module, asked):
    assert [heading for heading, _text in found(reader, asked)] == ["Écouter"]


def test_the_words_found_are_marked_and_escaped(reader, module):
    text = "On évalue la <mark>Vulnérabilité</mark> avant toute décision."
    assert found(reader, "vulnerabilite") == [("Écouter", text)]
    assert excerpt(["<script>x</script> mot"], "mot") == "&lt;script&gt;x&lt;/script&gt; <mark>mot</mark>"
    assert excerpt(["rien"], "mot") is None


def test_the_words_are_shown_in_the_language_they_were_found_in(reader, module):
    html = reader.post("/fr/search/", {"q": "انصات"}).content.decode()
    assert '<p lang="ar" dir="rtl"><mark>الإنصات</mark></p>' in html
    html = reader.post("/ar/search/", {"q": "vulnérabilité"}).content.decode()
    assert '<h3 class="h3" lang="ar" dir="rtl">' in html
    assert '<p lang="fr" dir="ltr">On évalue la <mark>Vulnérabilité</mark>' in html


@pytest.mark.parametrize("asked", ["", "   ", "…", "introuvable", "o'; drop", "a" * 500, "&", "!:*"])
def test_nothing_found_is_no_dead_end(reader, module, asked):
    response = reader.post("/fr/search/", {"q": asked})
    assert (response.status_code, response.context["hits"]) == (200, [])


def test_words_stay_out_of_addresses(reader, module):
    for number in range(12):
        write_lesson(module, f"lecon-{number}", f"Leçon {number}")
    html = reader.post("/fr/search/", {"q": "vulnerabilite"}).content.decode()
    assert '<input type="hidden" name="q" value="vulnerabilite">' in html
    assert ("?q=" in html, "?page=" in html) == (False, False)
    second = reader.post("/fr/search/", {"q": "vulnerabilite", "page": "2"})
    assert (second.context["page"].number, len(second.context["hits"])) == (2, 3)


def test_an_address_with_words_still_works(reader, module):
    response = reader.get("/fr/search/", {"q": "vulnerabilite"})
    assert [str(hit.heading) for hit in response.context["hits"]] == ["Écouter"]


def test_an_empty_search_says_what_to_do(reader, own_ngo):
    pages = [reader.get("/en/search/"), reader.post("/en/search/", {"q": "  "})]
    hint = "Write at least one word, then press “Search”."
    assert [hint in page.content.decode() for page in pages] == [False, True]


def test_what_is_not_published_or_not_ready_is_not_found(reader, module):
    lesson = LessonPage.objects.get()
    lesson.ready_ar = False
    lesson.save()
    assert found(reader, "انصات") == []
    assert len(found(reader, "vulnérabilité")) == 1
    module.unpublish()
    assert found(reader, "vulnérabilité") == []


def test_terms_of_the_glossary_come_first(reader, own_ngo):
    term = GlossaryTerm(term_fr="servitude", term_ar="السخرة", term_en="servitude")
    term.save()
    response = reader.post("/ar/search/", {"q": "سخرة"})
    assert response.context["terms"] == [(term, f"/ar/glossary/#term-{term.pk}")]


def test_the_stranger_finds_nothing_of_ours(module, other_ngo, sign_in):
    assert found(TenantClient(other_ngo), "vulnérabilité") == []
    assert found(sign_in(other_ngo, Role.COORDINATOR), "vulnérabilité") == []


def test_as_many_queries_for_many_hits(reader, module):
    HomePage.objects.get().add_child(instance=ArticlePage(heading_fr="Vulnérabilité", ready_fr=True, slug="article"))
    counts = []
    for number in (0, 8):
        for more in range(number):
            write_lesson(module, f"lecon-{more}", f"Leçon {more}")
        caches["default"].clear()
        reader.get("/fr/search/")  # fills the caches
        with CaptureQueriesContext(connection) as captured:
            assert len(found(reader, "vulnerabilite")) == number + 2
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_lesson_found_says_its_course_and_step_and_leads_to_the_language_of_the_words(reader, module):
    write_lesson(module, "suite", "Suite")
    hits = reader.post("/fr/search/", {"q": "انصات"}).context["hits"]
    assert sorted((str(hit.heading), hit.place.step, hit.place.of, hit.there) for hit in hits) == [
        ("Suite", 2, 2, "/ar/cours/module/suite/"), ("Écouter", 1, 2, "/ar/cours/module/ecouter/"),
    ]  # fmt: skip
    html = reader.post("/fr/search/", {"q": "انصات"}).content.decode()
    assert html.count('Leçon · <bdi lang="fr">Cours</bdi> · Étape 1 sur 2 · <a href="/ar/cours/module/ecouter/"') == 1
    assert [hit.place for hit in reader.post("/fr/search/", {"q": "cours"}).context["hits"]] == [None]


def test_titles_of_pages_are_neutral_and_tell_the_steps_apart(reader, module):
    write_lesson(module, "suite", "Suite")
    titles = [
        reader.get(f"/fr/cours/{path}").content.decode().split("<title>")[1].split("<")[0].split(" · ")[0]
        for path in ("", "module/", "module/ecouter/", "module/suite/")
    ]
    assert titles == ["Cours", "Module", "Étape 1 sur 2", "Étape 2 sur 2"]


@pytest.mark.parametrize("asked", ["l'exploitation", "L’exploitation d’autrui", "d'autrui"])
def test_what_french_elides_hides_no_term(reader, asked):
    GlossaryTerm.objects.create(term_fr="Exploitation d’autrui", definition_fr="…")
    response = reader.get("/fr/search/", {"q": asked})
    assert [str(term.term_fr) for term, _url in response.context["terms"]] == ["Exploitation d’autrui"]
    html = response.content.decode()
    assert ("1 terme trouvé" in html, "page trouvée" in html) == (True, False)
    assert reader.get("/fr/glossary/", {"q": asked}).context["found"] == 1
