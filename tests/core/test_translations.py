"""How far each language of a page has come: what makes it stale, what brings it in line, how much is written."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.roles import Role
from core.rounding import percent_done
from core.translations import State, describe, digest, follow_source, read_texts, source_language, words_of
from courses.models import LessonPage
from pages.models import ArticlePage, HomePage

TEXTS = {"fr": "Accueillir", "ar": "الاستقبال", "en": "Welcome"}


def paragraphs(*texts):
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts])


@pytest.fixture
def article(own_ngo):
    page = ArticlePage(slug="accueil", ready_fr=True, ready_ar=True)
    for code, text in TEXTS.items():
        setattr(page, f"heading_{code}", text)
        setattr(page, f"body_{code}", paragraphs(text, f"{text} 2"))
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    return ArticlePage.objects.get()


def revise(page, **changes):
    """Save a draft with these changes; the states by language."""
    draft = page.get_latest_revision_as_object()
    confirmed = changes.pop("confirmed", ())
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.confirmed_languages = confirmed
    draft.save_revision()
    return states(page)


def states(page):
    page.refresh_from_db()
    return {code: page.language_states[code]["state"] for code in TEXTS}


def test_languages_written_at_once_are_in_line(article):
    assert states(article) == {"fr": "ready", "ar": "ready", "en": "draft"}


def test_a_page_has_states_before_its_first_revision(own_ngo):
    page = HomePage.objects.get().add_child(instance=ArticlePage(heading_ar="عنوان", ready_ar=True, slug="a"))
    assert states(page) == {"fr": "missing", "ar": "ready", "en": "missing"}


def test_a_changed_source_makes_the_others_stale_and_the_page_stays_as_published(article):
    article.get_latest_revision().publish()
    assert revise(article, heading_fr="Bien accueillir") == {"fr": "ready", "ar": "stale", "en": "stale"}
    assert article.heading_fr == "Accueillir"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"heading_ar": "حسن الاستقبال"}, id="heading"),
        pytest.param({"summary_ar": "ملخص"}, id="summary"),
        pytest.param({"body_ar": paragraphs("نص جديد")}, id="body"),
        pytest.param({"confirmed": ["ar"]}, id="said to be up to date"),
    ],
)
def test_what_is_written_again_is_in_line(article, change):
    revise(article, body_fr=paragraphs("Autre"))
    assert revise(article, **change) == {"fr": "ready", "ar": "ready", "en": "stale"}


def test_the_same_revision_brings_the_languages_written_in_line(article):
    found = revise(article, heading_fr="Bien accueillir", heading_en="A good welcome")
    assert found == {"fr": "ready", "ar": "stale", "en": "draft"}


def test_a_source_changed_back_makes_nothing_stale(article):
    revise(article, heading_fr="Bien accueillir")
    assert revise(article, heading_fr="Accueillir") == {"fr": "ready", "ar": "ready", "en": "draft"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('[{"type": "paragraph", "value": "<p data-block-key=\\"x1\\">Accueillir</p>"},'
                     ' {"type": "paragraph", "value": "<p><b>Accueillir</b> 2</p>\\n"}]', id="markup"),
        pytest.param('[{"type": "paragraph", "id": "1", "value": "<p>Accueillir</p>"},'
                     ' {"type": "paragraph", "id": "2", "value": "<p>Accueillir  2</p>"}]', id="block ids and spaces"),
    ],
)  # fmt: skip
def test_words_alone_make_stale(article, body):
    assert revise(article, body_fr=body) == {"fr": "ready", "ar": "ready", "en": "draft"}


def test_a_flag_alone_changes_the_state_alone(article):
    assert revise(article, ready_ar=False, ready_en=True) == {"fr": "ready", "ar": "draft", "en": "ready"}


def test_an_arabic_page_that_gets_french_stays_in_line(own_ngo):
    page = ArticlePage(heading_ar="عنوان", heading_en="Heading", ready_ar=True, slug="a")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    assert revise(page, heading_fr="Titre") == {"fr": "draft", "ar": "ready", "en": "draft"}
    assert revise(page, heading_fr="Autre titre") == {"fr": "draft", "ar": "stale", "en": "stale"}


def test_what_was_stale_before_the_source_moved_stays_so(own_ngo):
    page = ArticlePage(heading_ar="عنوان", heading_en="Heading", ready_ar=True, slug="a")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    revise(page, heading_ar="عنوان آخر")
    assert revise(page, heading_fr="Titre") == {"fr": "draft", "ar": "ready", "en": "stale"}


def test_restoring_an_old_revision_keeps_the_newest_states(article):
    first = article.latest_revision
    revise(article, heading_fr="Bien accueillir", heading_ar="حسن الاستقبال")
    first.as_object().save_revision()
    assert states(article) == {"fr": "ready", "ar": "ready", "en": "draft"}


def test_publishing_an_old_revision_leaves_the_states_of_the_newest_draft(article):
    first = article.latest_revision
    revise(article, heading_fr="Bien accueillir")
    Revision.objects.get(pk=first.pk).publish()
    assert states(article) == {"fr": "ready", "ar": "stale", "en": "stale"}


def test_completeness_counts_fields_and_blocks_that_the_source_has(article):
    revise(article, summary_fr="Résumé", body_ar=paragraphs("فقرة"), heading_en="", body_en="[]", summary_en="Summary")
    kept = {code: (entry["percent"], entry["filled"], entry["of"]) for code, entry in article.language_states.items()}
    assert kept == {"fr": (100, 4, 4), "ar": (50, 2, 4), "en": (25, 1, 4)}
    assert states(article)["en"] == "missing"


def test_more_than_the_source_has_is_not_more_than_complete(article):
    revise(article, summary_ar="ملخص", body_ar=paragraphs("1", "2", "3"))
    assert article.language_states["ar"]["percent"] == 100


def test_words_in_every_kind_of_block_are_read(own_ngo):
    body = [
        {"type": "paragraph", "value": "<p>Un <b>deux</b>&nbsp;&amp;</p><p>trois</p>"},
        {"type": "callout", "value": {"title": "Titre", "text": "<p>Texte</p>"}},
        {"type": "law_reference", "value": {"jurisdiction": "int", "article": "3", "text": "Dit", "source": "ONU"}},
        {"type": "image", "value": {"image": 1, "alt_text": "", "decorative": True}},
    ]  # fmt: skip
    lesson = LessonPage(heading_fr="Leçon", body_fr=json.dumps(body))
    assert read_texts(lesson, "fr") == {
        "heading": ["Leçon"],
        "body": ["Un deux & trois", "Titre Texte", "3 Dit ONU"],
    }


@pytest.mark.parametrize(
    ("headings", "source"),
    [({"fr": "a", "ar": "b"}, "fr"), ({"fr": "", "ar": "b", "en": "c"}, "ar"), ({"en": "c"}, "en"), ({}, "")],
)
def test_the_source_is_the_first_with_a_heading(headings, source):
    assert source_language(headings) == source


@pytest.mark.parametrize(("filled", "of", "expected"), [(2, 3, 66), (199, 200, 99), (0, 0, 0), (3, 3, 100)])
def test_percent_is_rounded_down(filled, of, expected):
    assert percent_done(filled, of) == expected


def test_words_have_no_tags_and_single_spaces():
    assert words_of('<p class="a">L’eau &lt; 3</p>\n <p>x</p>') == "L’eau < 3 x"


def test_states_without_any_heading_are_missing():
    texts = {code: {} for code in TEXTS}
    assert {entry["state"] for entry in describe(texts, {}, [], {}).values()} == {State.MISSING}
    assert follow_source({code: digest({}) for code in TEXTS}, "", {}, {}) == {}


# The form


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


def posted(action="action-publish", **changes):
    data = {"slug": "accueil", "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    for code, text in TEXTS.items():
        data |= {f"heading_{code}": text, f"seo_heading_{code}": "", f"summary_{code}": text, f"ready_{code}": "on"}
        data[f"body_{code}"] = streamfield([("paragraph", rich_text(f"<p>{text}</p>"))])
    data = {name: value for name, value in (data | changes).items() if value is not None}
    return nested_form_data(data) | ({action: "1"} if action else {})


def unchanged():
    """What the editor posts for the article of the fixture, where it differs from `posted`."""
    bodies = {}
    for code, text in TEXTS.items():
        blocks = [("paragraph", rich_text(f"<p>{words}</p>")) for words in (text, f"{text} 2")]
        bodies |= {f"body_{code}": streamfield(blocks), f"summary_{code}": ""}
    return bodies


def post(trainer, **changes):
    return trainer.post(reverse("wagtailadmin_pages:add", args=["pages", "articlepage", HomePage.objects.get().pk]),
                        posted(**changes))  # fmt: skip


@pytest.mark.parametrize(
    ("field", "empty"),
    [("heading_ar", ""), ("summary_ar", ""), ("body_ar", streamfield([])), ("summary_en", "")],
)
def test_a_ready_language_has_all_that_the_source_has(trainer, field, empty):
    response = post(trainer, **{field: empty})
    assert list(response.context["form"].errors) == [field]
    assert not ArticlePage.objects.exists()


def test_the_error_names_both_languages_and_the_remedy(trainer, settings):
    settings.LANGUAGE_CODE = "en"
    errors = post(trainer, summary_ar="").context["form"].errors["summary_ar"]
    assert [("العربية" in error, "Français" in error) for error in errors] == [(True, True)]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"action": None, "summary_ar": ""}, id="a draft may have gaps"),
        pytest.param({"summary_ar": "", "ready_ar": None}, id="what is not ready may have gaps"),
        pytest.param({"summary_fr": ""}, id="more than the source"),
        pytest.param({"seo_heading_ar": "عنوان"}, id="a field of one language"),
        pytest.param(
            {"heading_fr": "", "summary_fr": "", "ready_fr": None, "body_fr": streamfield([])}, id="no French"
        ),
    ],
)
def test_what_the_form_takes(trainer, changes):
    assert post(trainer, **changes).status_code == 302
    assert ArticlePage.objects.count() == 1


def test_a_language_is_said_to_be_up_to_date_in_the_editor(trainer, article):
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert 'name="confirmed_ar"' not in trainer.get(edit).content.decode()
    revise(article, heading_fr="Bien accueillir")
    html = trainer.get(edit).content.decode()
    assert [f'name="confirmed_{code}"' in html for code in TEXTS] == [False, True, True]
    same = unchanged()
    same |= {"action": None, "heading_fr": "Bien accueillir", "confirmed_ar": "on", "ready_en": None}
    assert trainer.post(edit, posted(**same)).status_code == 302
    assert states(article) == {"fr": "ready", "ar": "ready", "en": "stale"}


def test_a_stale_language_is_published_with_a_warning(trainer, article):
    revise(article, heading_fr="Bien accueillir")
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    same = unchanged()
    response = trainer.post(edit, posted(**same, heading_fr="Bien accueillir", ready_en=None), follow=True)
    warnings = [message.message for message in response.context["messages"] if message.level_tag == "warning"]
    assert [("العربية" in text, "English" in text) for text in warnings] == [(True, False)]
    assert ArticlePage.objects.get().live
