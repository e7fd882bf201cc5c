"""An NGO is made from a form by a task: what is refused, killed half-way, ordered twice; no address goes public."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import schema_exists
from PIL import Image

from accounts.models import StaffInvitation
from accounts.roles import Role
from certificates.models import Letterhead
from console import making
from console.actions import resume_silent_orders
from console.models import TenantOrder
from pages.models import HomePage
from tenants.hosts import add_host
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.queue import run_worker

ASKED = {
    "name_fr": "Association du Figuier", "name_ar": "جمعية التين", "name_en": "", "schema_name": "figuier",
    "host": "Figuier.localhost", "country": "MA", "languages": ["fr", "ar"], "accent": "#7A2E1D",
    "administrator": "direction@example.org", "language": "ar",
}  # fmt: skip


def picture():
    drawn = io.BytesIO()
    Image.new("RGB", (600, 300), "#7a2e1d").save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


@pytest.fixture
def console(hub, sign_in):
    return sign_in(hub, Role.PLATFORM_ADMINISTRATOR)


def errors(page):
    return dict(page.context["form"].errors)


def the_hub():
    return Tenant.objects.get(schema_name="hub")


def order_of(**facts):
    asked = {"schema_name": "figuier", "host": "figuier.localhost", "name_fr": "Association du Figuier",
             "languages": ["fr"], "country": "MA", "administrator": "direction@example.org"}  # fmt: skip
    with the_hub():
        return TenantOrder.objects.create(**asked | facts)


@pytest.mark.django_db(transaction=True)
def test_an_ngo_is_made_from_the_form(sign_in, mailoutbox):
    hub = the_hub()
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    ordered = client.post("/fr/console/new/", ASKED | {"logo": picture()})
    with hub:
        order = TenantOrder.objects.get()
    assert ordered["Location"] == f"/fr/console/orders/{order.pk}/"
    assert client.get(ordered["Location"]).context["under_way"] is True
    assert DBTaskResult.objects.get(queue_name="hub").args_kwargs == {"args": [order.pk], "kwargs": {}}
    run_worker()
    tenant = Tenant.objects.get(schema_name="figuier")
    assert (tenant.uuid, tenant.accent, tenant.languages, tenant.name_ar) == (
        order.uuid, "#7a2e1d", ["fr", "ar"], "جمعية التين",
    )  # fmt: skip
    assert list(tenant.domains.values_list("domain", flat=True)) == ["figuier.localhost"]
    with tenant:
        invitation = StaffInvitation.objects.get()
        assert (invitation.email, invitation.roles, invitation.language) == (
            "direction@example.org", ["administrator"], "ar",
        )  # fmt: skip
        assert bytes(Letterhead.objects.get().logo).startswith(b"\x89PNG")
        assert HomePage.objects.get().heading_ar == "جمعية التين"
    with hub:
        order.refresh_from_db()
    assert (order.state, order.steps_done, order.administrator, bytes(order.logo)) == ("done", 3, "", b"")
    assert client.get(ordered["Location"]).context["under_way"] is False
    assert TenantClient(tenant).get("/fr/").status_code == 200
    assert [message.to for message in mailoutbox] == [["direction@example.org"]]


def test_the_administrators_address_is_in_no_public_table(hub, console, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert console.post("/fr/console/new/", ASKED).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM public."{table}" t WHERE t::text LIKE %s', ["%direction@%"])  # noqa: S608
            assert (table, *cursor.fetchone()) == (table, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_fr": " "}, "name_fr"), ({"name_fr": "x" * 121}, "name_fr"), ({"name_ar": "x" * 121}, "name_ar"),
        ({"schema_name": "own_ngo"}, "schema_name"), ({"schema_name": "Öl"}, "schema_name"),
        ({"schema_name": "pg_x"}, "schema_name"), ({"schema_name": "template"}, "schema_name"),
        ({"host": "own-ngo.localhost"}, "host"), ({"host": "https://x.org"}, "host"), ({"host": "127.0.0.1"}, "host"),
        ({"languages": []}, "languages"), ({"languages": ["de"]}, "languages"), ({"country": "XX"}, "country"),
        ({"accent": "red"}, "accent"), ({"accent": "#ffee00"}, "accent"), ({"administrator": "x"}, "administrator"),
        ({"language": "de"}, "language"), ({"logo": SimpleUploadedFile("a.png", b"<html>", "image/png")}, "logo"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(hub, own_ngo, console, changed, field):
    page = console.post("/fr/console/new/", ASKED | changed)
    assert (page.status_code, list(errors(page))) == (200, [field])
    with hub:
        assert TenantOrder.objects.count() == 0


def test_a_pale_colour_is_refused_with_the_nearest_that_is_legible(console):
    (said,) = errors(console.post("/fr/console/new/", ASKED | {"accent": "#e0a030"}))["accent"]
    assert "#e0a030" in said
    assert said.count("#") == 2


def test_of_two_windows_the_second_is_told(hub, console):
    assert console.post("/fr/console/new/", ASKED).status_code == 302
    page = console.post("/fr/console/new/", ASKED | {"host": "autre.localhost"})
    assert list(errors(page)) == ["__all__"]
    with hub:
        assert TenantOrder.objects.count() == 1


class Killed(BaseException):
    """A worker that is no more."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_at", [0, 1, 2])
def test_an_order_whose_worker_was_killed_goes_on(mailoutbox, monkeypatch, killed_at):
    """Killed after a step was done, before that was noted."""

    def kill(order):
        steps[killed_at](order)
        raise Killed

    order, steps, hub = order_of(), making.STEPS, the_hub()
    with monkeypatch.context() as patched:
        patched.setattr(making, "STEPS", (*steps[:killed_at], kill, *steps[killed_at + 1 :]))
        with pytest.raises(Killed):
            making.carry_out(order=order.pk)
    with hub:
        order.refresh_from_db()
        assert (order.state, order.steps_done) == ("working", killed_at)
        resume_silent_orders()
        assert DBTaskResult.objects.filter(queue_name="hub").count() == 0  # it may be at work
        TenantOrder.objects.update(moved_at=timezone.now() - datetime.timedelta(minutes=4))
        resume_silent_orders()
    run_worker()
    with hub:
        order.refresh_from_db()
    assert (order.state, order.why) == ("done", "")
    with Tenant.objects.get(schema_name="figuier"):
        assert StaffInvitation.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_meanwhile_stops_an_order_in_words(sign_in):
    order, hub = order_of(), the_hub()
    add_host(tenant=Tenant.objects.get(schema_name="own_ngo"), host="figuier.localhost")
    making.carry_out(order=order.pk)
    assert not schema_exists("figuier")
    with hub:
        order.refresh_from_db()
    assert (order.state, "figuier.localhost" in order.why) == ("failed", True)
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    assert "figuier.localhost" in client.get(f"/fr/console/orders/{order.pk}/").content.decode()
    again = client.get(f"/fr/console/new/?again={order.pk}")
    assert again.context["form"].initial["name_fr"] == "Association du Figuier"
    client.post(f"/fr/console/new/?again={order.pk}", ASKED | {"host": "figuier2.localhost"})
    with hub:
        assert [one.host for one in TenantOrder.objects.all()] == ["figuier2.localhost"]


def test_an_order_is_forgotten_unless_it_is_under_way(hub, console):
    order = order_of()
    path = f"/fr/console/orders/{order.pk}/forget/"
    console.post(path)
    with hub:
        assert TenantOrder.objects.count() == 1
        TenantOrder.objects.update(state="failed")
    console.post(path)
    with hub:
        assert TenantOrder.objects.count() == 0
