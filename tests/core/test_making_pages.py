"""A form that makes a page makes one, however often it is sent."""

import threading
import uuid

import pytest
from django.db import connection
from django.urls import resolve
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.roles import Role
from core.writing import KEY
from courses.models import CoursePage, ModulePage
from pages.models import HomePage
from tests.support.clients import TenantClient


def add_address(kind="modulepage"):
    parent = CoursePage.objects.get() if kind == "modulepage" else HomePage.objects.get()
    return f"/admin/pages/add/courses/{kind}/{parent.pk}/"


def form(key, **fields):
    names = [
        f"{name}_{code}" for name in ("heading", "seo_heading", "summary", "objectives") for code in ("fr", "ar", "en")
    ]
    given = dict.fromkeys(names, "") | {"slug": "", "comments": inline_formset([]), KEY: key} | fields
    return nested_form_data(given)


@pytest.fixture
def course(own_ngo):
    return HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", ready_fr=True, slug="cours"))


@pytest.fixture
def trainer(course, own_ngo, sign_in):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.mark.parametrize("urlconf", ["config.urls_tenant", "config.urls_hub"])
def test_the_address_of_a_new_page_is_ours(urlconf):
    """Wagtail's has a name, by which links find the address."""
    assert resolve("/admin/pages/add/courses/modulepage/1/", urlconf=urlconf).url_name is None


def test_a_new_page_is_saved_when_told_to_and_has_a_key_of_its_own(trainer):
    first, second = trainer.get(add_address()), trainer.get(add_address())
    assert "w-autosave#save" not in first.content.decode()
    assert first.context["key"] != second.context["key"]
    assert f'name="{KEY}" value="{first.context["key"]}"' in first.content.decode()
    assert "w-autosave#save" not in trainer.get("/admin/snippets/courses/exercise/add/").content.decode()


@pytest.mark.parametrize("action", ["action-publish", "action-save"])
def test_a_form_sent_twice_makes_one_page(trainer, action):
    sent = form(uuid.uuid4(), heading_fr="Module", ready_fr="on") | {action: "1"}
    first, second = (trainer.post(add_address(), sent, follow=True) for _ in range(2))
    module = ModulePage.objects.get()
    assert (module.live, first.status_code, second.redirect_chain) == (
        action == "action-publish", 200, [(f"/admin/pages/{module.pk}/edit/", 302)],
    )  # fmt: skip


def test_a_form_that_was_refused_keeps_its_key(trainer):
    key = uuid.uuid4()
    answer = trainer.post(add_address(), form(key))
    assert (answer.context["key"], ModulePage.objects.count()) == (key, 0)
    trainer.post(add_address(), form(key, heading_fr="Module"))
    assert ModulePage.objects.get().translation_key == key


def test_a_form_without_a_key_or_with_nonsense_makes_its_page(trainer):
    for key in ("", "x"):
        trainer.post(add_address(), form(key, heading_fr="Module"))
    assert ModulePage.objects.count() == 2


def test_the_key_of_a_page_that_stands_elsewhere_is_none_of_the_form(trainer, course):
    trainer.post(add_address(), form(course.translation_key, heading_fr="Module"))
    assert ModulePage.objects.get().translation_key != course.translation_key


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_page(make_user, own_ngo, course):
    user = make_user(own_ngo, Role.TRAINER, "trainer")
    sent, address = form(uuid.uuid4(), heading_fr="Module", ready_fr="on") | {"action-publish": "1"}, add_address()
    both, codes = threading.Barrier(2), []

    def send():
        client = TenantClient(own_ngo)
        client.force_login(user)
        both.wait()
        codes.append(client.post(address, sent).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (ModulePage.objects.count(), codes) == (1, [302, 302])


def test_the_stranger_makes_no_page(sign_in, other_ngo, course):
    stranger = sign_in(other_ngo, Role.TRAINER)
    address = add_address()
    assert (stranger.get(address).status_code, stranger.post(address, form(uuid.uuid4())).status_code) == (404, 404)
