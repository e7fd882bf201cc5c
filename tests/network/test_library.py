"""The network library: the hub publishes, an NGO adopts and updates, offers back; a stranger sees none of it."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from accounts.roles import Role
from courses.models import Adoption, CoursePage, Exercise, LessonPage, ModulePage
from courses.packing import Node, TextChange, read_module, write_texts
from courses.packing.comparing import same
from network.library.differing import by_sentence, stretches
from network.library.reading import find
from network.library.showing import show
from network.models import LibraryOffer
from pages.models import HomePage
from tests.support.clients import TenantClient
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def editor(sign_in, hub):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def stranger(sign_in, other_ngo):
    return sign_in(other_ngo, Role.TRAINER)


@pytest.fixture
def source(hub):
    with hub:
        return make_module()


def publish(editor, module, note="Nouveau"):
    response = editor.post(f"/admin/library/publish/{module.pk}/", {"note": note})
    return response, LibraryOffer.objects.filter(source="hub").order_by("-version").first()


@pytest.fixture
def shelved(editor, source, own_ngo):
    """The module, published to the library."""
    return publish(editor, source)[1]


@pytest.fixture
def adoption(trainer, shelved):
    trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": "new"})
    return Adoption.objects.get()


@pytest.fixture
def offered(trainer, own_ngo):
    """A module of our NGO, offered."""
    module = make_module("Le nôtre")
    trainer.post(f"/admin/library/offer/{module.pk}/", {"note": "Prenez-le"})
    return LibraryOffer.objects.get(source="own_ngo")


# Publishing


def test_publishing_keeps_titles_and_facts_alone_in_public(shelved, source, hub):
    assert (shelved.source, shelved.key, shelved.version, shelved.state) == (
        "hub",
        source.translation_key,
        1,
        "published",
    )
    assert shelved.headings == {"fr": "Écouter fr", "ar": "Écouter ar", "en": "Écouter en"}
    assert shelved.facts == {
        "phase": "identification", "level": "", "audience": "", "jurisdiction": "", "minutes": 15, "lessons": 1,
        "exercises": 1, "languages": ["fr", "ar"],
    }  # fmt: skip
    with hub:
        assert default_storage.exists(shelved.bundle)
    assert not default_storage.exists(shelved.bundle)  # in our own files
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM public.network_libraryoffer t")
        assert "On écoute" not in str(cursor.fetchall())


def test_an_unchanged_module_is_refused(editor, shelved, source):
    response, newest = publish(editor, source)
    said = gettext("Nothing has changed since the last version. Publish your changes first.")
    assert response.context["form"].non_field_errors() == [said]
    assert newest.version == 1


def test_a_changed_module_is_the_next_version(editor, shelved, source, hub):
    with hub:
        source.heading_fr = "Entendre"
        source.save()
    assert publish(editor, source)[1].version == 2


def test_a_draft_is_not_published(editor, hub, own_ngo):
    with hub:
        module = make_module()
        module.unpublish()
    response, offer = publish(editor, module)
    assert (response.status_code, offer, len(response.context["form"].errors)) == (200, None, 1)


def test_withdrawing_asks_once_and_can_be_undone(editor, trainer, shelved):
    path = f"/admin/library/kept/{shelved.uuid}/"
    assert editor.get(f"{path}withdraw/").status_code == 200
    assert len(trainer.get("/admin/library/").context["entries"]) == 1
    editor.post(f"{path}withdraw/")
    assert trainer.get("/admin/library/").context["entries"] == []
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/").status_code == 404
    editor.post(f"{path}bring-back/")
    assert len(trainer.get("/admin/library/").context["entries"]) == 1


def test_a_bundle_is_not_served(editor, shelved):
    assert editor.get(f"/media/{shelved.bundle}").status_code == 404


# Reading and adopting


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_preview_in_each_language(trainer, shelved, language):
    response = trainer.get(f"/admin/library/modules/{shelved.uuid}/?language={language}")
    shown = response.context["shown"]
    assert (shown.heading, shown.children[0].heading) == (f"Écouter {language}", f"Leçon {language}")
    assert response.context["direction"] == ("rtl" if language == "ar" else "ltr")


def test_the_preview_is_whole_and_harmless(trainer, shelved):
    response = trainer.get(f"/admin/library/modules/{shelved.uuid}/?language=fr")
    lesson, exercise = response.context["shown"].children
    text, picture = lesson.parts
    assert (text.sort, text.value) == ("html", "<p>On écoute <b>avant</b> de parler.</p>x")
    assert [choice.is_right for choice in exercise.children[0].children] == [True, False, False]
    assert (exercise.facts[0], lesson.facts[0]) == ("Nature: Entraînement", "Minutes: 15")
    served = trainer.get(reverse("library:module_file", args=[shelved.uuid, picture.value]))
    assert (served.status_code, served["Content-Type"]) == (200, "image/png")
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/files/image:{'0' * 40}").status_code == 404


def test_adopting_brings_a_draft_with_its_lineage(adoption, shelved, source, hub, own_ngo):
    module = adoption.module
    assert (adoption.source_key, adoption.version, adoption.adopted_by.username) == (shelved.key, 1, "trainer")
    assert (module.live, [page.live for page in LessonPage.objects.all()]) == (False, [False])
    assert (module.get_parent().specific.heading_fr, module.get_parent().live) == ("Écouter fr", False)
    mine = read_module(module, draft=True)
    with hub:
        assert read_module(source, draft=False) == mine
    assert [image.title for image in Image.objects.all()] == ["Étoile"]


def test_adopting_into_a_course_of_ours(trainer, shelved, own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="À nous", slug="a-nous"))
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": course.pk})
    module = ModulePage.objects.get()
    assert (response.status_code, response["location"]) == (302, reverse("wagtailadmin_explore", args=[module.pk]))
    assert module.get_parent().pk == course.pk


@pytest.mark.parametrize("course", ["", "0", "x"])
def test_a_course_that_is_not_there_is_refused(trainer, shelved, own_ngo, course):
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": course})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["course"])
    assert ModulePage.objects.count() == 0


def test_adopting_twice_leads_to_the_first(trainer, adoption, shelved, own_ngo):
    path = f"/admin/library/modules/{shelved.uuid}/adopt/"
    response = trainer.post(path, {"course": "new"}, follow=True)
    assert reverse("wagtailadmin_pages:edit", args=[adoption.module.pk]) in response.content.decode()
    assert [ModulePage.objects.count(), CoursePage.objects.count()] == [1, 1]


def test_a_damaged_bundle_writes_nothing(trainer, shelved, hub, own_ngo):
    with hub:
        default_storage.delete(shelved.bundle)
        default_storage.save(shelved.bundle, ContentFile(b"no zip"))
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/").context["damaged"]
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": "new"}, follow=True)
    assert response.status_code == 200
    assert [ModulePage.objects.count(), CoursePage.objects.count()] == [0, 0]


def test_the_shelf_is_searched(editor, trainer, shelved, hub, own_ngo):
    with hub:
        other = make_module("Orienter")
        CoursePage.objects.update(phase="accompaniment")
    publish(editor, other)

    def found(**asked):
        return [str(entry.heading) for entry in trainer.get("/admin/library/", asked).context["entries"]]

    assert found() == ["Orienter fr", "Écouter fr"]
    assert found(q="ecouter") == ["Écouter fr"]
    assert found(phase="accompaniment") == ["Orienter fr"]
    assert found(language="en") == []
    assert found(language="ar", q="ORIENTER ar") == ["Orienter fr"]
    assert find([], words="x") == []


# Updating


def change_source(hub, source, *changes):
    with hub:
        write_texts(source, changes, actor=None)
        for page in (ModulePage.objects.get(pk=source.pk), *LessonPage.objects.all()):
            if page.latest_revision:
                page.get_latest_revision().publish()


def heading(value, module, language="fr"):
    return TextChange(str(module.translation_key), "heading", language, value)


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


# Offering back


def test_an_offer_is_for_the_hub_alone(editor, stranger, offered, trainer):
    assert (offered.source, offered.state, offered.note) == ("own_ngo", "offered", "Prenez-le")
    (row,) = editor.get("/admin/library/offered/").context["offers"]
    assert (row[0], str(row[1]), row[2]) == (offered, "Le nôtre fr", "Association de l’Amandier")
    assert editor.get(f"/admin/library/offered/{offered.uuid}/").context["shown"].heading == "Le nôtre fr"
    assert [offer for offer, _heading in trainer.get("/admin/library/mine/").context["offers"]] == [offered]
    assert stranger.get("/admin/library/").context["entries"] == []
    assert stranger.get("/admin/library/mine/").context["offers"] == []


def test_an_accepted_offer_is_a_draft_of_the_hub(editor, trainer, offered, hub):
    response = editor.post(f"/admin/library/offered/{offered.uuid}/accept/", {"course": "new"})
    with hub:
        module = ModulePage.objects.get()
    assert response["location"] == reverse("wagtailadmin_explore", args=[module.pk])
    assert (module.heading_fr, module.live, module.translation_key) == ("Le nôtre fr", False, offered.key)
    offered.refresh_from_db()
    assert (offered.state, offered.decided_at is not None) == ("accepted", True)
    assert trainer.get("/admin/library/").context["entries"] == []  # not published yet


def test_an_accepted_copy_of_an_own_module_stands_beside_it(editor, trainer, adoption, source, hub):
    write_texts(adoption.module, [heading("Notre version", source)], actor=None)
    for page in (
        CoursePage.objects.get(),
        ModulePage.objects.get(),
        *LessonPage.objects.all(),
        *Exercise.objects.all(),
    ):
        page.get_latest_revision().publish()
    trainer.post(f"/admin/library/offer/{adoption.module.pk}/")
    offer = LibraryOffer.objects.get(source="own_ngo")
    editor.post(f"/admin/library/offered/{offer.uuid}/accept/", {"course": "new"})
    with hub:
        first, second = ModulePage.objects.order_by("pk")
        assert (first.heading_fr, second.heading_fr, second.live) == ("Écouter fr", "Notre version", False)
        assert len({first.translation_key, second.translation_key}) == 2


def test_the_library_s_own_module_is_not_offered_unchanged(trainer, adoption):
    for page in (
        CoursePage.objects.get(),
        ModulePage.objects.get(),
        *LessonPage.objects.all(),
        *Exercise.objects.all(),
    ):
        page.get_latest_revision().publish()
    response = trainer.post(f"/admin/library/offer/{adoption.module.pk}/")
    assert (response.status_code, len(response.context["form"].errors)) == (200, 1)
    assert LibraryOffer.objects.count() == 1


def test_the_ngo_reads_why_it_was_declined(editor, trainer, offered):
    path = f"/admin/library/offered/{offered.uuid}/decline/"
    assert list(editor.post(path, {"reason": " "}).context["reason_form"].errors) == ["reason"]
    editor.post(path, {"reason": "Trop long"})
    ((offer, _heading),) = trainer.get("/admin/library/mine/").context["offers"]
    assert (offer.state, offer.reason) == ("declined", "Trop long")


def test_an_offer_is_withdrawn_by_those_who_made_it(editor, trainer, stranger, offered):
    path = f"/admin/library/mine/{offered.uuid}/withdraw/"
    assert stranger.post(path).status_code == 404
    trainer.post(path)
    offered.refresh_from_db()
    assert offered.state == "withdrawn"
    assert list(editor.get("/admin/library/offered/").context["offers"]) == []
    assert editor.post(f"/admin/library/offered/{offered.uuid}/accept/", {"course": "new"}).status_code == 404


def test_an_open_offer_is_not_made_twice(trainer, offered):
    module = ModulePage.objects.get()
    module.heading_fr = "Autre"
    module.save()
    assert trainer.post(f"/admin/library/offer/{module.pk}/").status_code == 200
    assert LibraryOffer.objects.count() == 1


# Who sees what

NGO_PATHS = ["", "modules/{uuid}/", "modules/{uuid}/files/x", "mine/", "offer/{pk}/", "update/{pk}/"]
NGO_POSTS = ["modules/{uuid}/adopt/", "mine/{uuid}/withdraw/"]
HUB_PATHS = ["kept/", "kept/{uuid}/withdraw/", "publish/{pk}/", "offered/", "offered/{uuid}/", "offered/{uuid}/files/x"]
HUB_POSTS = ["kept/{uuid}/bring-back/", "offered/{uuid}/accept/", "offered/{uuid}/decline/"]


def statuses(client, paths, posts, **values):
    asked = [client.get(f"/admin/library/{path.format(**values)}") for path in paths]
    asked += [client.post(f"/admin/library/{path.format(**values)}") for path in posts]
    return {answer.status_code for answer in asked}


def test_an_ngo_has_none_of_the_hub_s_pages(trainer, stranger, offered):
    values = {"uuid": offered.uuid, "pk": ModulePage.objects.get().pk}
    assert statuses(trainer, HUB_PATHS, HUB_POSTS, **values) == {404}
    assert statuses(stranger, HUB_PATHS, HUB_POSTS, **values) == {404}
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_the_hub_has_none_of_an_ngo_s_pages(editor, shelved, source):
    assert statuses(editor, NGO_PATHS, NGO_POSTS, uuid=shelved.uuid, pk=source.pk) == {404}


def test_a_stranger_cannot_reach_an_offer_by_its_address(stranger, offered):
    paths = ["modules/{uuid}/", "modules/{uuid}/files/x", "update/{pk}/", "offer/{pk}/"]
    pk = ModulePage.objects.get().pk
    assert statuses(stranger, paths, NGO_POSTS, uuid=offered.uuid, pk=pk) == {404}


def test_an_adoption_is_unseen_elsewhere(stranger, adoption, shelved, other_ngo):
    (entry,) = stranger.get("/admin/library/").context["entries"]
    assert (entry.adoption, entry.module) == (None, None)
    with other_ngo:
        assert [ModulePage.objects.count(), Exercise.objects.count(), Image.objects.count()] == [0, 0, 0]
        assert Document.objects.count() == 0


@pytest.mark.parametrize("role", [Role.FUNDER, None], ids=str)
def test_those_who_do_not_write_are_refused(sign_in, own_ngo, hub, offered, role):
    values = {"uuid": offered.uuid, "pk": ModulePage.objects.get().pk}
    assert statuses(sign_in(own_ngo, role), NGO_PATHS, NGO_POSTS, **values) <= {302, 403}
    assert statuses(sign_in(hub, role), HUB_PATHS, HUB_POSTS, **values) <= {302, 403}
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_nobody_signed_in_is_sent_to_sign_in(own_ngo, hub, offered):
    values = {"uuid": offered.uuid, "pk": 1}
    assert statuses(TenantClient(own_ngo), NGO_PATHS, NGO_POSTS, **values) == {302}
    assert statuses(TenantClient(hub), HUB_PATHS, HUB_POSTS, **values) == {302}


def test_menu_and_buttons_by_kind_of_host(editor, trainer, source, offered):
    def links(client, pk):
        text = client.get(reverse("wagtailadmin_explore", args=[pk])).content.decode()
        names = ("publish", "offer", "kept", "offered", "shelf", "own_offers")
        addresses = {n: reverse(f"library:{n}", args=[pk] if n in ("publish", "offer") else []) for n in names}
        return {name for name, address in addresses.items() if f'"{address}"' in text.replace("&quot;", '"')}

    assert links(editor, source.pk) == {"publish", "kept", "offered"}
    assert links(trainer, ModulePage.objects.get().pk) == {"offer", "shelf", "own_offers"}


# Queries


def copies(offer, number):
    """More rows like one, each another module."""
    for _copy in range(number):
        offer.pk, offer.uuid, offer.key = None, uuid4(), uuid4()
        offer.save()


def test_lists_take_the_same_queries_for_many_rows(editor, trainer, shelved, offered):
    pages = [(trainer, "/admin/library/"), (trainer, "/admin/library/mine/"), (editor, "/admin/library/kept/"),
             (editor, "/admin/library/offered/")]  # fmt: skip

    def counts():
        found = []
        for client, path in pages:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        return found

    one = counts()
    copies(shelved, 15)
    copies(offered, 15)
    assert counts() == one


def test_the_explorer_takes_the_same_queries_for_many_modules(trainer, offered):
    course = CoursePage.objects.get()
    path = reverse("wagtailadmin_explore", args=[course.pk])

    def count():
        trainer.get(path)
        with CaptureQueriesContext(connection) as captured:
            trainer.get(path)
        return len([query for query in captured if "libraryoffer" in query["sql"] or "adoption" in query["sql"]])

    one = count()
    for number in range(10):
        Page.objects.get(pk=course.pk).specific.add_child(instance=ModulePage(heading_fr=f"M {number}", ready_fr=True))
    assert count() == one


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        pytest.param("a", "Vise les objectifs de « Leçon » : Écouter · Orienter", id="a lesson of the module"),
        pytest.param("b", "Vise les objectifs d’une partie qui n’est pas dans ce module", id="another module"),
        pytest.param(None, "Ne vise aucun objectif nommé", id="none"),
    ],
)
def test_whoever_accepts_a_module_reads_what_each_question_tests(objective, said):
    lesson = Node(
        "a", "lesson", {"minutes": 15}, {"heading": {"fr": "Leçon"}, "objectives": {"fr": "Écouter\nOrienter"}}
    )
    asked = Node("c", "question", {"kind": "single", "objective": objective}, {"text": {"fr": "Que faire ?"}})
    with translation.override("fr"):
        shown = show(Node("m", "module", {}, {"heading": {"fr": "Module"}}, [lesson, asked]), "fr")
    assert shown.children[1].facts[-1] == said
