"""Materials shared with a session: by whoever runs it, for those with a place, in their language."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from accounts.roles import Role
from courses.models import LessonPage, ModulePage
from people.consent import give_consent
from sessions.models import Material, Registration
from sessions.rsvp_links import answer_path
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session


@pytest.fixture
def document(own_ngo):
    """In a collection that visitors may not open."""
    private = Collection.get_first_root_node().add_child(name="Kit")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    file = ContentFile(b"text", name="fiche.txt")
    return Document.objects.create(title="Fiche réflexe", file=file, collection=private)


@pytest.fixture
def session(own_ngo):
    return a_session(people=[a_person("Amina", user=User.objects.create_user(username="p-1"))])


@pytest.fixture
def own(own_ngo, session):
    person = session.registrations.get().person
    give_consent(person=person)
    client = TenantClient(own_ngo)
    client.force_login(person.user)
    return client


def share(client, session, **posted):
    return client.post(reverse("sessions:materials", args=[session.uuid]), posted)


def test_a_trainer_shares_and_a_participant_opens(own_ngo, session, own, sign_in, course, document):
    trainer = sign_in(own_ngo, Role.TRAINER)
    session.trainers.add(User.objects.get(username="trainer"))
    lesson, module = LessonPage.objects.first(), ModulePage.objects.get()
    assert share(trainer, session, page=lesson.pk).status_code == 302
    assert share(trainer, session, page=module.pk).status_code == 302
    assert share(trainer, session, document=document.pk, language="fr").status_code == 302
    assert share(trainer, session, document=document.pk, language="ar").status_code == 302  # corrects the language
    for language, heading in (("fr", "Leçon 1 fr"), ("ar", "Leçon 1 ar")):
        text = own.get(f"/{language}/sessions/{session.uuid}/registered/").content.decode()
        assert (heading in text, "Fiche réflexe" in text) == (True, True)
    row = Material.objects.get(document=document)
    answer = own.get(reverse("sessions:material", args=[session.uuid, row.pk]))
    assert (b"".join(answer.streaming_content), answer.headers["Content-Disposition"][:11]) == (b"text", "attachment;")
    assert row.language == "ar"
    trainer.post(reverse("sessions:unshare", args=[session.uuid, row.pk]))
    assert own.get(reverse("sessions:material", args=[session.uuid, row.pk])).status_code == 404
    assert Document.objects.count() == 1


def test_the_secret_address_opens_them_without_an_account(session, client, document):
    row = Material.objects.create(session=session, document=document)
    path = f"{answer_path(session.registrations.get())}materials/{row.pk}/"
    assert path in client.get(answer_path(session.registrations.get())).content.decode()
    assert client.get(path).status_code == 200
    session.registrations.update(status=Registration.Status.WAITING)
    assert path not in client.get(answer_path(session.registrations.get())).content.decode()
    assert client.get(path).status_code == 404
    assert client.get(f"/fr/sessions/answer/nonsense/materials/{row.pk}/").status_code == 404


@pytest.mark.parametrize("status", [s for s in Registration.Status if s != Registration.Status.CONFIRMED])
def test_without_a_place_there_is_nothing(session, own, document, status):
    row = Material.objects.create(session=session, document=document)
    session.registrations.update(status=status)
    assert own.get(reverse("sessions:material", args=[session.uuid, row.pk])).status_code == 404
    assert "Fiche" not in own.get(reverse("sessions:registered", args=[session.uuid])).content.decode()


def test_who_shares_and_who_opens(own_ngo, other_ngo, session, sign_in, client, document):
    row, other = Material.objects.create(session=session, document=document), a_session()
    page, opened = (
        reverse("sessions:materials", args=[session.uuid]), reverse("sessions:material", args=[session.uuid, row.pk])
    )  # fmt: skip
    away = reverse("sessions:unshare", args=[session.uuid, row.pk])
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.get(page).status_code == 200
    assert coordinator.post(reverse("sessions:unshare", args=[other.uuid, row.pk])).status_code == 404
    assert (client.get(page).status_code, client.get(opened).status_code) == (302, 302)
    trainer = sign_in(own_ngo, Role.TRAINER)  # of other sessions
    assert [trainer.get(page).status_code, trainer.post(away).status_code, trainer.get(opened).status_code] == [404] * 3
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert [stranger.get(path).status_code for path in (page, opened)] == [404, 404]
    assert stranger.post(away).status_code == 404
    assert Material.objects.count() == 1


@pytest.mark.parametrize(
    "posted", [{}, {"page": "1"}, {"document": "999"}, {"language": "xx"}], ids=["nothing", "no lesson", "none", "odd"]
)
def test_what_cannot_be_shared(own_ngo, session, sign_in, posted):
    answer = share(sign_in(own_ngo, Role.COORDINATOR), session, **posted)
    assert (answer.status_code, bool(answer.context["form"].errors), Material.objects.count()) == (200, True, 0)


def test_either_a_page_or_a_document(own_ngo, session, sign_in, course, document):
    lesson = LessonPage.objects.first()
    share(sign_in(own_ngo, Role.COORDINATOR), session, page=lesson.pk, document=document.pk)
    assert Material.objects.count() == 0


def test_a_lesson_withdrawn_is_shown_no_more(session, own, course):
    lesson = LessonPage.objects.first()
    Material.objects.create(session=session, page_id=lesson.pk)
    lesson.unpublish()
    assert "Leçon 1" not in own.get(reverse("sessions:registered", args=[session.uuid])).content.decode()


def test_as_many_queries_for_thirty_as_for_one(own_ngo, session, own, django_assert_max_num_queries):
    path, counts = reverse("sessions:registered", args=[session.uuid]), []
    for more in (1, 29):
        for n in range(more):
            document = Document.objects.create(title=f"D {n}", file=ContentFile(b"text", name="d.txt"))
            Material.objects.create(session=session, document=document)
        own.get(path)
        with django_assert_max_num_queries(25) as queries:
            own.get(path)
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]
