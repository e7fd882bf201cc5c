"""The network library: what is new in a module that was adopted is shown, taken or left."""

import pytest
from django.urls import reverse

from courses.models import LessonPage, ModulePage
from courses.packing import read_module, write_texts
from courses.packing.comparing import same
from network.library.differing import by_sentence, stretches
from network.models import LibraryOffer
from tests.support.library import heading, publish

pytestmark = pytest.mark.usefixtures("own_files")


def change_source(hub, source, *changes):
    with hub:
        write_texts(source, changes, actor=None)
        for page in (ModulePage.objects.get(pk=source.pk), *LessonPage.objects.all()):
            if page.latest_revision:
                page.get_latest_revision().publish()


@pytest.fixture
def news(editor, adoption, source, hub, own_ngo):
    """Our own French heading; then version 2 changes the French and the Arabic one."""
    write_texts(adoption.module, [heading("Prêter l’oreille", source)], actor=None)
    change_source(hub, source, heading("Bien écouter fr", source), heading("أحسن الإنصات", source, "ar"))
    publish(editor, source)
    return f"/admin/library/update/{adoption.module.pk}/"


def test_what_is_new_is_shown_side_by_side(trainer, news):
    french, arabic = trainer.get(news).context["rows"]
    assert [french.before[0].stretches, french.now[0].stretches, french.yours[0].stretches] == [
        [("Écouter", True), (" fr", False)],
        [("Bien écouter", True), (" fr", False)],
        [("Prêter l’oreille", True)],
    ]
    assert [(row.default, row.shows_yours, row.language) for row in (french, arabic)] == [
        ("leave", True, "Français"), ("take", False, "العربية"),
    ]  # fmt: skip
    assert [(text.language, text.direction) for text in arabic.now] == [("ar", "rtl")]


def decide(client, path, **answers):
    """Post the form as it is preselected, but for `answers` by language."""
    context = client.get(path).context
    data = {row.piece.id: answers.get(row.piece.language, row.default) for row in context["rows"]}
    return client.post(path, data | {"seen": context["seen"]})


def test_the_preselection_keeps_own_text(trainer, news, adoption):
    response = decide(trainer, news)
    assert response["location"] == reverse("wagtailadmin_explore", args=[adoption.module.pk])
    adoption.refresh_from_db()
    headings = read_module(adoption.module, draft=True).texts["heading"]
    assert headings == {"fr": "Prêter l’oreille", "ar": "أحسن الإنصات", "en": "Écouter en"}
    assert adoption.version == 2
    assert not ModulePage.objects.get().live


def test_what_is_put_off_comes_again(trainer, news, adoption):
    assert decide(trainer, news, fr="later")["location"] == news
    (row,) = trainer.get(news).context["rows"]
    adoption.refresh_from_db()
    assert (row.piece.language, adoption.version) == ("fr", 1)


def test_a_decision_on_what_was_not_seen_does_not_count(trainer, news, adoption, source):
    context = trainer.get(news).context
    write_texts(adoption.module, [heading("عنواننا", source, "ar")], actor=None)
    data = {row.piece.id: "take" for row in context["rows"]}
    assert trainer.post(news, data | {"seen": context["seen"]})["location"] == news
    assert read_module(adoption.module, draft=True).texts["heading"]["ar"] == "عنواننا"


def test_the_newer_version_is_told(trainer, news, adoption):
    (entry,) = trainer.get("/admin/library/").context["entries"]
    assert (entry.has_news, entry.adoption, entry.offer.version) == (True, adoption, 2)
    edit = trainer.get(reverse("wagtailadmin_pages:edit", args=[adoption.module.pk]))
    assert news in edit.content.decode()


def test_the_home_page_tells_the_news(trainer, news, stranger):
    home = trainer.get("/admin/").content.decode()
    assert [f'href="{news}"' in home, "la version 2 est là" in home] == [True, True]
    assert news not in stranger.get("/admin/").content.decode()


def test_the_home_page_of_the_hub_tells_of_offers(editor, offered):
    assert "1 module vous est proposé." in editor.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param("un\r\ndeux ", "un\ndeux", True, id="line ends and spaces at them"),
        pytest.param("e\u0301te\u0301", "\u00e9t\u00e9", True, id="how a letter is composed"),
        pytest.param({"text": "<p>a<br/>b</p>"}, {"text": "<p>a<br>b</p>"}, True, id="how a tag is closed"),
        pytest.param(["un  deux"], ["un deux"], False, id="a space inside"),
        pytest.param({"safety": 1}, {"safety": 2}, False, id="a number"),
    ],
)
def test_what_says_the_same_is_no_change(one, other, alike):
    assert same(one, other) == alike


def test_a_long_text_is_compared_by_its_sentences():
    before = "Une. Deux. Trois. Quatre vieux. Cinq. Six."
    after = before.replace("vieux", "neufs")
    assert by_sentence(after, before) == [
        ("[…] ", False), ("Trois. ", False), ("Quatre ", False), ("neufs", True), (". ", False), ("[…] ", False),
    ]  # fmt: skip


def test_a_withdrawn_module_has_no_news(editor, trainer, news):
    newest = LibraryOffer.objects.order_by("-version").first()
    editor.post(f"/admin/library/kept/{newest.uuid}/withdraw/")
    assert trainer.get(news).context["offer"] is None
    assert trainer.get("/admin/library/").context["entries"] == []


@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        ("un deux", "un deux", [("un deux", False)]),
        ("un trois", "un deux", [("un ", False), ("trois", True)]),
        ("", "un", []),
        ("نص جديد", "نص قديم", [("نص ", False), ("جديد", True)]),
    ],
)
def test_changed_words(text, beside, expected):
    assert stretches(text, beside) == expected
