"""The console's pages of NGOs: description, hosts, state and removal; who may, and who may not."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from certificates.models import Letterhead
from impact.models import ReportingPeriod
from tenants.models import Domain, Tenant
from tests.support.clients import TenantClient
from tests.support.pictures import phone
from tests.support.queries import count_queries
from tests.support.sessions import a_session

PAGES = ["/fr/console/", "/fr/console/new/", "/fr/console/ngos/own_ngo/"]
PARTS = ["remove/", "keep/", "state/", "description/", "logo/", "host/", "hosts/1/remove/"]


@pytest.fixture
def console(hub, sign_in):
    return sign_in(hub, Role.PLATFORM_ADMINISTRATOR)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PLATFORM_ADMINISTRATOR, 200), (Role.NETWORK_COORDINATOR, 403), (Role.LIBRARY_EDITOR, 403), (None, 403)],
)
def test_who_may(hub, own_ngo, sign_in, path, role, status):
    assert sign_in(hub, role).get(path).status_code == status


@pytest.mark.parametrize("path", PAGES)
def test_nobody_signs_in_first_and_an_ngo_has_no_console(own_ngo, other_ngo, hub, sign_in, path):
    assert TenantClient(hub).get(path).status_code == 302
    for ngo in (own_ngo, other_ngo):
        assert sign_in(ngo, Role.ADMINISTRATOR).get(path).status_code == 404


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("role", [Role.NETWORK_COORDINATOR, Role.LIBRARY_EDITOR, Role.FUNDER])
def test_only_a_platform_administrator_writes(hub, own_ngo, sign_in, path, role):
    client = sign_in(hub, role)
    assert client.post(f"/fr/console/ngos/own_ngo/{path}", {"state": "archived"}).status_code == 403
    own_ngo.refresh_from_db()
    assert (own_ngo.state, own_ngo.removal_on) == ("active", None)


def test_the_description_changes(own_ngo, console):
    described = {"name_fr": "Amandier", "name_ar": "اللوز", "name_en": "", "languages": ["ar"], "accent": "#123a3c"}
    console.post("/fr/console/ngos/own_ngo/description/", described)
    own_ngo.refresh_from_db()
    assert {name: getattr(own_ngo, name) for name in described} == described
    page = TenantClient(own_ngo).get("/ar/").content.decode()
    assert '<noscript><link rel="stylesheet" href="/theme-123a3c.css"></noscript>' in page
    assert ' data-accent="#123a3c" data-accent-dark="#' in page
    sheet = TenantClient(own_ngo).get("/theme-123a3c.css")
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css")
    assert sheet.content.startswith(b":root { --tenant-accent: #123a3c; --tenant-accent-dark: #")


@pytest.mark.parametrize("name", ["red", "12345", "1234567", "12345g", "ABCDEF"])
def test_a_theme_of_no_colour_is_not_there(client, name):
    assert client.get(f"/theme-{name}.css").status_code == 404


def test_a_logo_is_kept_beside_who_signs(own_ngo, console):
    Letterhead.objects.create(signatory="Salma Exemple", function_fr="Présidente", stamp=b"round")
    console.post("/fr/console/ngos/own_ngo/logo/", {"logo": SimpleUploadedFile("a.jpg", phone("JPEG"))})
    newest = Letterhead.objects.latest()
    assert (newest.signatory, newest.function_fr, bytes(newest.logo)[:4]) == ("Salma Exemple", "Présidente", b"\x89PNG")
    assert bytes(newest.stamp) == b"round"
    page = console.get("/fr/console/ngos/own_ngo/")
    assert page.context["logo"].startswith("data:image/png;base64,")
    assert f'alt="Logo de {own_ngo.name}"' in page.content.decode()
    wrong = console.post("/fr/console/ngos/own_ngo/logo/", {"logo": SimpleUploadedFile("a.png", b"GIF89a")})
    assert list(wrong.context["forms"]["logo"].errors) == ["logo"]


def test_hosts_are_added_made_first_and_removed(own_ngo, other_ngo, console):
    def post(path, **data):
        return console.post(f"/fr/console/ngos/own_ngo/{path}/", data)

    def hosts():
        return list(own_ngo.domains.order_by("-is_primary", "pk").values_list("domain", flat=True))

    post("host", host="Argane.example.org")
    assert hosts() == ["own-ngo.localhost", "argane.example.org"]
    new = Domain.objects.get(domain="argane.example.org")
    post(f"hosts/{new.pk}/first")
    assert hosts() == ["argane.example.org", "own-ngo.localhost"]
    post(f"hosts/{new.pk}/remove")  # the address in use stays
    assert hosts() == ["argane.example.org", "own-ngo.localhost"]
    post(f"hosts/{Domain.objects.get(domain='own-ngo.localhost').pk}/remove")
    assert hosts() == ["argane.example.org"]
    assert post(f"hosts/{other_ngo.domains.get().pk}/remove").status_code == 404
    wrong = post("host", host="other-ngo.localhost")
    assert list(wrong.context["forms"]["host"].errors) == ["host"]


def test_states_and_removal(own_ngo, console):
    def post(path, **data):
        answer = console.post(f"/fr/console/ngos/own_ngo/{path}/", data)
        own_ngo.refresh_from_db()
        return answer

    def says_so():
        return "Ce site sera supprimé le" in TenantClient(own_ngo).get("/fr/").content.decode()

    post("state", state="suspended", on="")
    assert own_ngo.state == "suspended"
    post("state", state="archived", on="2099-01-01")
    assert (own_ngo.state, own_ngo.next_state) == ("suspended", "archived")
    assert list(post("state", state="active", on="9999-01-01").context["forms"]["state"].errors) == ["on"]
    post("remove")
    assert own_ngo.removal_on == timezone.localdate() + datetime.timedelta(days=30)
    post("state", state="active", on="")
    assert says_so()
    post("keep")
    assert (own_ngo.removal_on, says_so()) == (None, False)


def test_a_period_under_way_is_named_and_keeps_the_ngo(own_ngo, console):
    ReportingPeriod.objects.create(start="2026-01-01", end="2026-12-31", state="submitted")
    assert len(console.get("/fr/console/ngos/own_ngo/").context["hindrances"]) == 1
    console.post("/fr/console/ngos/own_ngo/remove/")
    own_ngo.refresh_from_db()
    assert own_ngo.removal_on is None


@pytest.mark.parametrize("state", ["suspended", "archived"])
def test_what_stands_still_in_a_closed_ngo_is_said_and_confirmed(own_ngo, other_ngo, console, enrolment, state):
    a_session(on=2)
    a_session(on=-2)
    ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30")
    with other_ngo:
        a_session(on=2)
    refused = console.post("/fr/console/ngos/own_ngo/state/", {"state": state, "on": ""}).context["forms"]["state"]
    own_ngo.refresh_from_db()
    assert (list(refused.errors), own_ngo.state) == (["understood"], "active")
    assert refused.fields["understood"].help_text.split(" : ")[0] == "1 demi-journée à venir"
    assert [sentence in refused.fields["understood"].help_text for sentence in (
        "1 cours commencé et non terminé ne peut pas être poursuivi.",
        "1 période de rapport est ouverte : elle ne sera plus soumise.",
    )] == [True, True]  # fmt: skip
    console.post("/fr/console/ngos/own_ngo/state/", {"state": state, "on": "", "understood": "on"})
    own_ngo.refresh_from_db()
    assert own_ngo.state == state
    console.post("/fr/console/ngos/own_ngo/state/", {"state": "active", "on": ""})  # back: nothing to confirm
    own_ngo.refresh_from_db()
    assert own_ngo.state == "active"


def test_nothing_is_confirmed_where_nothing_stands_still(own_ngo, console):
    assert "understood" not in console.get("/fr/console/ngos/own_ngo/").context["forms"]["state"].fields


def test_a_period_under_way_keeps_an_ngo_from_the_archive(own_ngo, console):
    ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state="accepted")
    refused = console.post("/fr/console/ngos/own_ngo/state/", {"state": "archived", "on": ""}).context["forms"]["state"]
    own_ngo.refresh_from_db()
    assert (len(refused.non_field_errors()), own_ngo.state) == (1, "active")


def test_the_hub_has_no_state_to_choose(hub, console):
    assert console.get("/fr/console/ngos/hub/").status_code == 200
    assert console.post("/fr/console/ngos/hub/state/", {"state": "archived"}).status_code == 404
    console.post("/fr/console/ngos/hub/remove/")
    hub.refresh_from_db()
    assert (hub.state, hub.removal_on) == ("active", None)


def test_the_list_takes_as_many_statements_for_many(hub, console, own_ngo):
    console.get("/fr/console/")  # what is asked once
    few = count_queries(console, "/fr/console/")
    connection.set_schema_to_public()
    for number in range(28):
        tenant = Tenant.objects.create(schema_name=f"ngo_{number}", name_fr=f"ONG {number}", languages=["fr"])
        Domain.objects.create(domain=f"ngo-{number}.localhost", tenant=tenant)
    assert count_queries(console, "/fr/console/") == few


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Associations partenaires"), ("ar", "الجمعيات الشريكة"), ("en", "Partner NGOs")]
)
def test_it_speaks_the_readers_language(console, language, words):
    assert f"<h1>{words}</h1>" in console.get(f"/{language}/console/").content.decode()


@pytest.mark.parametrize(("schema", "part"), [("own_ngo", "nothing"), ("nobody", "state"), ("nobody", "remove")])
def test_what_is_not_there_is_404(console, own_ngo, schema, part):
    assert console.post(f"/fr/console/ngos/{schema}/{part}/").status_code == 404
