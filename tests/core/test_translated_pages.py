"""Pages in three languages on Wagtail's standard base: drafts, previews, revisions, copies, redirects, workflow."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import Role, give_role
from core.languages import fallback_languages, shown
from courses.models import Exercise
from pages.models import ArticlePage, HomePage
from tests.support.clients import TenantClient

TEXTS = {"fr": "Accueillir sans juger", "ar": "الاستقبال دون حكم", "en": "Welcome without judging"}


def form_data(action=None, **changes):
    """What the editor posts for an article with every language filled."""
    data = {f"heading_{code}": text for code, text in TEXTS.items()}
    for code, text in TEXTS.items():
        data |= {f"seo_heading_{code}": "", f"summary_{code}": "", f"ready_{code}": "on"}
        data[f"body_{code}"] = streamfield([("paragraph", rich_text(f"<p>{text}.</p>"))])
    data |= {"slug": "", "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}} | changes
    posted = nested_form_data({key: value for key, value in data.items() if value is not None})
    return posted | ({action: "1"} if action else {})


@pytest.fixture
def home(own_ngo):
    return HomePage.objects.get()


@pytest.fixture
def article(home):
    page = ArticlePage(
        **{f"heading_{code}": text for code, text in TEXTS.items()}, ready_fr=True, ready_ar=True, slug="accueil"
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


def add_url(home):
    return reverse("wagtailadmin_pages:add", args=["pages", "articlepage", home.pk])


def test_a_trainer_writes_and_publishes_a_page_in_three_languages(trainer, home):
    response = trainer.post(add_url(home), form_data("action-publish"))
    assert response.status_code == 302
    page = ArticlePage.objects.get()
    assert (page.slug, page.title, page.live) == ("accueillir-sans-juger", TEXTS["fr"], True)
    for code, text in TEXTS.items():
        html = trainer.get(f"/{code}/accueillir-sans-juger/").content.decode()
        assert f">{text}.</p>" in html
        assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html


def test_the_stranger_has_no_such_page(trainer, home, other_ngo):
    trainer.post(add_url(home), form_data("action-publish"))
    assert TenantClient(other_ngo).get("/fr/accueillir-sans-juger/").status_code == 404


def test_an_arabic_only_page_gets_an_ascii_slug_and_title(trainer, home):
    changes = {"heading_fr": "", "heading_en": "", "ready_fr": None, "ready_en": None}
    assert trainer.post(add_url(home), form_data("action-publish", **changes)).status_code == 302
    page = ArticlePage.objects.get()
    assert page.title == TEXTS["ar"]
    assert page.slug.isascii()


def test_two_pages_of_one_heading_get_slugs_of_their_own(trainer, home):
    for _ in range(2):
        assert trainer.post(add_url(home), form_data("action-publish")).status_code == 302
    slugs = sorted(ArticlePage.objects.values_list("slug", flat=True))
    assert slugs == ["accueillir-sans-juger", "accueillir-sans-juger-2"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"heading_fr": "", "heading_ar": "", "heading_en": ""}, "heading_fr", id="no heading"),
        pytest.param({"heading_ar": ""}, "heading_ar", id="ready without heading"),
        pytest.param({"ready_fr": None, "ready_ar": None, "ready_en": None}, "ready_fr", id="nothing ready"),
    ],
)
def test_what_is_missing_is_said_at_the_field(trainer, home, changes, field):
    response = trainer.post(add_url(home), form_data("action-publish", **changes))
    assert field in response.context["form"].errors
    assert not ArticlePage.objects.exists()


def test_what_is_written_has_its_language_and_direction_and_labels_those_of_the_interface(trainer, home):
    html = trainer.get(add_url(home)).content.decode()
    for code, direction in (("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")):
        for field in ("heading", "summary"):
            panel = re.search(rf'<section[^>]* id="[^"]*-{field}_{code}-section"[^>]*>', html)[0]
            assert dict(re.findall(r' (lang|dir|data-writes)="(\w+)"', panel)) == {"data-writes": code}
            written = re.search(rf'<(?:input|textarea)[^>]* name="{field}_{code}"[^>]*>', html)[0]
            assert dict(re.findall(r' (lang|dir)="(\w+)"', written)) == {"lang": code, "dir": direction}


def test_what_is_not_ready_falls_back_visibly(client, article):
    html = client.get("/en/accueil/").content.decode()
    assert f'<h1 lang="fr" dir="ltr">{TEXTS["fr"]}</h1>' in html
    assert 'role="note"' in html
    assert '<html lang="en" dir="ltr">' in html  # the interface stays in the asked language


@pytest.mark.parametrize(
    ("ready", "asked", "expected"),
    [
        pytest.param("fr ar en", "ar", "ar", id="asked"),
        pytest.param("ar en", "fr", "ar", id="Arabic before English"),
        pytest.param("en", "ar", "en", id="the only one"),
        pytest.param("fr en", "ar", "fr", id="French first"),
        pytest.param("", "en", "en", id="none ready"),
    ],
)
def test_which_language_is_shown(own_ngo, ready, asked, expected):
    page = ArticlePage(**{f"heading_{code}": text for code, text in TEXTS.items()})
    for code in ready.split():
        setattr(page, f"ready_{code}", True)
    found = shown(page, "heading", asked)
    assert (found.value, found.language) == (TEXTS[expected], expected)


def test_a_draft_keeps_its_headings_apart_from_the_published_page(trainer, article):
    draft = article.get_latest_revision_as_object()
    draft.heading_fr, draft.heading_ar = "Brouillon", "مسودة"
    draft.save_revision()
    article.refresh_from_db()
    assert (article.heading_fr, article.draft_headings["fr"]) == (TEXTS["fr"], "Brouillon")
    with translation.override("ar"):
        assert article.get_admin_display_title() == "مسودة"
    listed = trainer.get(reverse("wagtailadmin_explore", args=[article.get_parent().pk])).content.decode()
    assert "Brouillon" in listed


@pytest.mark.parametrize("language", TEXTS)
def test_choosers_show_the_heading_in_the_editors_language(trainer, article, language):
    profile = UserProfile.get_for_user(User.objects.get())
    profile.preferred_language = language
    profile.save()
    response = trainer.get(reverse("wagtailadmin_choose_page_child", args=[article.get_parent().pk]))
    assert TEXTS[language] in response.json()["html"]


@pytest.mark.parametrize("language", TEXTS)
def test_preview_in_each_language(trainer, article, language):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    assert trainer.post(url, form_data(slug="accueil")).json()["is_valid"]
    html = trainer.get(url, {"mode": language}).content.decode()
    assert f'<html lang="{language}"' in html
    assert f">{TEXTS[language]}.</p>" in html


def test_revisions_can_be_compared_and_restored_in_every_language(trainer, article):
    first = article.latest_revision
    draft = article.get_latest_revision_as_object()
    draft.heading_ar = "عنوان آخر"
    second = draft.save_revision()
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, first.pk, second.pk])
    assert "عنوان" in trainer.get(compare).content.decode()
    first.publish()
    article.refresh_from_db()
    assert article.heading_ar == TEXTS["ar"]
    assert trainer.get(reverse("wagtailadmin_pages:history", args=[article.pk])).status_code == 200


def test_a_copy_asks_its_headings_in_three_languages(trainer, article):
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    html = trainer.get(url).content.decode()
    assert all(f'name="new_title_{code}"' in html for code in TEXTS)
    posted = {
        "new_title_fr": "Copie", "new_title_ar": "نسخة", "new_title_en": "", "new_slug": "copie",
        "new_parent_page": article.get_parent().pk,
    }  # fmt: skip
    assert trainer.post(url, posted).status_code == 302
    copy = ArticlePage.objects.get(slug="copie")
    assert (copy.title, copy.headings()) == ("Copie", {"fr": "Copie", "ar": "نسخة"})
    assert copy.get_latest_revision_as_object().heading_ar == "نسخة"
    assert copy.draft_headings == {"fr": "Copie", "ar": "نسخة"}


def test_an_alias_keeps_the_headings_of_its_source(trainer, article):
    posted = {
        "new_title_fr": "Copie", "new_title_ar": "", "new_title_en": "", "new_slug": "copie",
        "new_parent_page": article.get_parent().pk, "alias": "on",
    }  # fmt: skip
    assert trainer.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), posted).status_code == 302
    alias = ArticlePage.objects.get(slug="copie")
    assert (alias.alias_of_id, alias.headings()) == (article.pk, TEXTS)


def test_a_page_is_in_one_language_as_a_whole(client, article):
    ArticlePage.objects.update(ready_en=True, summary_fr="Résumé", summary_en="")
    page = ArticlePage.objects.get()
    heading, summary = shown(page, "heading", "en"), shown(page, "summary", "en")
    assert [(text.value, text.language) for text in (heading, summary)] == [(TEXTS["en"], "en"), ("", "en")]


def test_a_page_ready_in_nothing_is_shown_in_a_language_with_a_heading(own_ngo):
    found = shown(ArticlePage(heading_fr="Accueil"), "heading", "ar")
    assert (found.value, found.language, found.is_fallback) == ("Accueil", "fr", True)


def test_what_has_no_flags_falls_back_by_field_visibly(own_ngo):
    exercise = Exercise(heading_fr="Repérer", heading_en="Recognise", intro_fr="Lisez.")
    heading, intro = shown(exercise, "heading", "en"), shown(exercise, "intro", "en")
    assert [(text.value, text.language, text.is_fallback) for text in (heading, intro)] == [
        ("Recognise", "en", False), ("Lisez.", "fr", True),
    ]  # fmt: skip
    assert fallback_languages([heading, intro]) == ["fr"]


def test_a_changed_slug_redirects_under_every_prefix(client, article, django_capture_on_commit_callbacks):
    article.slug = "ecoute"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    assert Redirect.objects.count() == 3
    for code in TEXTS:
        assert client.get(f"/{code}/accueil/").headers["location"] == f"/{code}/ecoute/"


@pytest.mark.parametrize(("query", "language"), [("accueillir", "fr"), ("الاستقبال", "ar"), ("judging", "en")])
def test_search_finds_a_page_by_each_language(article, query, language):
    assert [page.pk for page in Page.objects.search(query)] == [article.pk]


def test_workflow_from_author_to_reviewer(trainer, article, make_user, own_ngo):
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = trainer.post(edit, form_data("action-submit", slug="accueil", heading_ar="عنوان للمراجعة"))
    assert response.status_code == 302
    article.refresh_from_db()
    task_state = article.current_workflow_task_state
    reviewer = User.objects.create_user(username="reviewer", password="x")
    give_role(reviewer, Role.REVIEWER)
    client = TenantClient(own_ngo)
    client.force_login(reviewer)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task_state.pk])
    client.post(approve)
    article.refresh_from_db()
    assert article.heading_ar == "عنوان للمراجعة"


def test_saving_under_another_interface_language_changes_no_text(article):
    for code in TEXTS:
        with translation.override(code):
            page = ArticlePage.objects.get(pk=article.pk)
            page.save_revision().publish()
    article.refresh_from_db()
    assert article.headings() == TEXTS
    assert article.title == TEXTS["fr"]
