"""Every address, asked as every role with what nobody should send: never a 500, and headers on every answer;
and no statement that a cluster would refuse."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role, give_role
from config.headers import PERMISSIONS
from core.storage import BareFile, tenant_storage
from courses.models import CoursePage, Exercise, GlossaryTerm, LessonPage, ModulePage
from courses.sample import add_sample_course
from people.consent import give_consent
from people.models import Person
from tenants.models import Tenant
from tests.support.addresses import fill, misfill
from tests.support.certificates import a_certificate
from tests.support.clients import TenantClient
from tests.support.sessions import a_session, present
from tools.routes import routes

ODD = (
    "next=abc&page=0&p=0&q=a&ordering=zzz&order=zzz&from=x&to=y&year=9999999999&has_child_pages=false&id=abc"
    "&position=99999999999999999999&collection_id=x&limit=x&root_page_id=x&month=2019-99&category=zzz&by=zzz"
)
EVIL = "next=//evil.example&page=99999999999999999999&q=%F0%9F%98%80&from=2019-02-30&month=0000-00&year=0&offset=-5"
OWN = ("admin/library", "admin/first-steps", "admin/translations", "admin/exercises")
LEFT_OUT = ("failwhale", "sign-out", "logout", "account/leave", "static")  # made to fail; ends the session
PARTICIPANT, NOBODY, SUPERUSER = "participant", "nobody", "superuser"
NGO_ROLES = [NOBODY, PARTICIPANT, Role.TRAINER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER]
PARTS = 3  # into which `make test` divides the addresses among the roles; `make long` asks each of every role
HUB_ROLES = [NOBODY, PARTICIPANT, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR, Role.FUNDER]


def asking(roles: list[str]) -> list[object]:
    """Role and which part of the addresses it asks for, None: all. The superuser, who gets farthest, always does."""
    parts = [pytest.param(role, number, id=f"{role}-part") for number, role in enumerate(roles)]
    wholes = [pytest.param(role, None, id=f"{role}-whole", marks=pytest.mark.long) for role in roles]
    return [pytest.param(SUPERUSER, None, id=SUPERUSER), *parts, *wholes]


pytestmark = pytest.mark.usefixtures("own_files", "sound_statements")


def furnish(tenant: Tenant) -> dict[str, object]:
    """Something of each kind in the active tenant, as the addresses name it."""
    add_sample_course()
    course, module, lesson = CoursePage.objects.get(), ModulePage.objects.first(), LessonPage.objects.first()
    exercise, home = Exercise.objects.first(), Page.objects.get(depth=2)
    term = GlossaryTerm.objects.create(term_fr="x")
    image = Image.objects.create(title="x", file=get_test_image_file("a.png"))
    document = Document.objects.create(title="x", file=BareFile(b"%PDF-", "a.pdf"))
    user = User.objects.create_user(username=PARTICIPANT, password="x")
    real: dict[str, object] = {
        "parent_page_id": home.pk, "page_to_move_id": course.pk, "destination_id": home.pk, "page_id": course.pk,
        "exercises/ pk": exercise.pk, "courses/exercise pk": exercise.pk, "glossaryterm pk": term.pk,
        "lesson_pk": lesson.pk, "learn/lessons pk": lesson.pk, "learn/courses pk": course.pk,
        "translations/pages pk": lesson.pk, "translations/modules pk": module.pk, "library pk": module.pk,
        "image_id": image.pk, "document_id": document.pk, "doc_id": document.pk, "language": "ar", "suffix": "xlf",
        "content_type_app_name": "courses", "content_type_model_name": "coursepage", "app_label": "courses",
        "model_name": "lessonpage", "bulk action": "delete", "action_name": "publish", "object_id": course.pk,
        "form": "xlsx", "year": 2019, "accounts pk": user.pk, "users pk": user.pk,
    }  # fmt: skip
    if tenant.is_hub:
        return real
    person = Person.objects.create(full_name="Amina Benali", user=user)
    give_consent(person=person)
    session = a_session(people=[person])
    present(session.slots.get(), person)
    code = a_certificate(person).code
    return real | {"session": session.uuid, "number": 1, "person": person.uuid, "certificates code": code,
                   "verify code": code}  # fmt: skip


def client_of(tenant: Tenant, role: str) -> TenantClient:
    client = TenantClient(tenant, raise_request_exception=False)
    if role == PARTICIPANT:
        client.force_login(User.objects.get(username=PARTICIPANT))
    elif role != NOBODY:
        user = User.objects.create_user(username=f"a {role}", password="x", is_superuser=role == SUPERUSER)
        if role != SUPERUSER:
            give_role(user, Role(role))
        client.force_login(user)
    return client


def crawl(
    client: TenantClient, real: dict[str, object], *, admin: bool, part: int | None
) -> Iterator[tuple[str, HttpResponse]]:
    """Each answer, and how it was asked for; whatever it wrote is taken back. Wagtail's own pages, the same for
    all, are walked once, on an NGO. `part`: of every third address, beginning there; None: of all."""

    def ask(method: str, address: str) -> tuple[str, HttpResponse]:
        point = transaction.savepoint()
        try:
            answer = getattr(client, method)(address)
            return f"{method} {address}", answer
        finally:
            transaction.savepoint_rollback(point)

    for number, route in enumerate(routes("config.urls_hub" if client.tenant.is_hub else "config.urls_tenant")):
        if part is not None and number % PARTS != part % PARTS:
            continue
        if any(part in route for part in LEFT_OUT):
            continue
        is_wagtails = route.startswith("admin/") and not route.startswith(OWN)
        if is_wagtails and (not admin or client.tenant.is_hub):
            continue
        address = fill(route, real)
        yield ask("get", f"{address}?{ODD}")
        yield ask("post", address)
        if admin and not is_wagtails:
            yield ask("get", address)
            yield ask("get", f"{address}?{EVIL}")
            yield ask("head", address)
            yield ask("put", address)
            for other in misfill(route):
                yield ask("get", other)
        elif admin:
            for other in misfill(route)[:1]:
                yield ask("get", other)


@pytest.mark.parametrize(("role", "part"), asking(NGO_ROLES))
def test_no_address_of_an_ngo_fails_and_none_is_kept(own_ngo, role, part):
    _check(own_ngo, role, part)


@pytest.mark.parametrize(("role", "part"), asking(HUB_ROLES))
def test_no_address_of_the_hub_fails_and_none_is_kept(hub, role, part):
    connection.set_tenant(hub)
    _check(hub, role, part)
    connection.set_schema_to_public()


def _check(tenant: Tenant, role: str, part: int | None) -> None:
    real = furnish(tenant)
    client = client_of(tenant, role)
    failed, kept, bare, asked = [], [], [], 0
    for how, answer in crawl(client, real, admin=role == SUPERUSER, part=part):
        asked += 1
        if answer.status_code >= 500:
            failed.append((how, answer.status_code))
        cache = answer.headers.get("Cache-Control", "")
        if role != NOBODY and cache != "private, no-store" and "public" not in cache:
            kept.append((how, cache))
        told = (answer.headers["Permissions-Policy"], answer.headers["Cross-Origin-Resource-Policy"])
        if told != (PERMISSIONS, "same-origin"):
            bare.append((how, told))
    assert asked > (200 if part is None else 60)
    assert {"failed": failed, "kept": kept, "bare": bare} == {"failed": [], "kept": [], "bare": []}


PUBLIC = {"/sw.js": "no-cache, public", "/fr/app.webmanifest": "max-age=3600, public"}


@pytest.mark.parametrize("address", PUBLIC)
def test_only_what_is_the_same_for_everybody_may_be_kept(sign_in, own_ngo, address):
    answer = sign_in(own_ngo, Role.COORDINATOR).get(address)
    assert sorted(answer.headers["Cache-Control"].split(", ")) == PUBLIC[address].split(", ")


def test_a_picture_may_be_kept_and_a_missing_page_may_not(sign_in, own_ngo):
    tenant_storage.save_unchanged("images/a.png", ContentFile(b"x"))
    client = sign_in(own_ngo)
    assert client.get("/media/images/a.png").headers["Cache-Control"] == "public, max-age=86400"
    assert client.get("/fr/nowhere/").headers["Cache-Control"] == "private, no-store"


def test_signing_in_is_not_kept_either(client, own_ngo, make_user):
    make_user(own_ngo, username="salma")
    answer = client.post("/fr/sign-in/", {"username": "salma", "password": "x"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-store")


def test_the_search_of_the_editor_takes_its_own_filters(own_ngo):
    add_sample_course()
    client = client_of(own_ngo, SUPERUSER)
    home = Page.objects.get(depth=2)
    found = client.get(f"/admin/pages/{home.pk}/?q=a&has_child_pages=true")
    assert found.status_code == 200
    for order in ("kind", "-pass_mark"):
        assert client.get(f"/admin/snippets/courses/exercise/?q=a&ordering={order}").status_code == 200
    assert client.get("/admin/snippets/courses/glossaryterm/?q=a&ordering=term_fr").status_code == 200


@pytest.mark.parametrize("asked", ["abc", "//evil.example", "https://evil.example/", "", "javascript:1"])
def test_agreeing_leads_to_an_address_of_this_site_alone(own_ngo, sign_in, asked):
    answer = sign_in(own_ngo, Role.TRAINER).get("/fr/consent/", {"next": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/me/")


def test_what_wagtail_does_not_understand_is_said_in_the_readers_language(own_ngo):
    client = client_of(own_ngo, SUPERUSER)
    answer = client.get("/admin/pages/1/set_position/", headers={"accept-language": "ar"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (400, "ar")
    assert "لم يُفهم هذا الطلب" in answer.content.decode()
