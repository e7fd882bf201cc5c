"""The network library: who sees what, and with how many queries; a stranger sees none of it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from accounts.roles import Role
from courses.models import CoursePage, Exercise, ModulePage
from tests.support.clients import TenantClient

pytestmark = pytest.mark.usefixtures("own_files")


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
