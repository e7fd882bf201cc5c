"""Programs that read the network: logframes over all partners as published, by tokens that may what an account may."""

import json
from html import unescape

import pytest

from accounts.models import FunderProject
from accounts.roles import Role, take_role
from impact.api.tokens import make_token
from impact.models import ApiToken
from network.models import Project
from tenants.models import Tenant
from tests.network.test_logframes import project, third_ngo  # noqa: F401  fixtures
from tests.support.clients import TenantClient
from tests.support.queries import count_queries

PATH = "/en/network/projects/programs/"
A_PROJECT = {"title_fr": "Un", "starts": "2019-01-01", "ends": "2098-12-31"}


def program(hub: Tenant, user):
    with hub:
        token, secret = make_token(name="x", scopes=["figures"], actor=user)
    client = TenantClient(hub, HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_ACCEPT_LANGUAGE="en")
    return token, lambda path: client.get(f"/api/v1/{path}")


def test_the_answer_is_the_file_of_the_page_and_tells_of_no_partner_more(hub, project, make_user, sign_in):  # noqa: F811
    with hub:
        funder = make_user(hub, Role.FUNDER)
        FunderProject.objects.create(user=funder, project=project.code)
    _token, ask = program(hub, funder)
    answer = ask(f"logframes/{project.code}")
    client = TenantClient(hub)
    client.force_login(funder)
    file = client.get(f"/en/network/projects/{project.pk}/logframe/files/json/")
    assert answer.status_code == 200
    there = json.loads(file.content)
    assert answer.json() == {name: there[name] for name in there.keys() - {"from", "to"}}
    found = {one["code"]: one for result in answer.json()["results"] for one in result["indicators"]}
    assert found["HOURS"]["whole"]["published"]["value"] == 15
    assert found["TRAINED"]["whole"]["published"] == {"value": None, "as_of": "2019-12-31", "low": 20, "high": None}
    assert "live" not in found["HOURS"]["whole"]
    asked = ask(f"logframes/{project.code}?from=2001-01-01&to=2001-12-31")
    assert (asked.status_code, asked.json()["detail"][:21]) == (400, "Nothing is published ")


@pytest.fixture
def two_projects(hub):
    with hub:
        return [Project.objects.create(code=code, **A_PROJECT) for code in ("ONE", "TWO")]


@pytest.mark.parametrize(
    ("role", "codes"),
    [(Role.FUNDER, ["ONE"]), (Role.NETWORK_COORDINATOR, ["ONE", "TWO"]), (Role.PLATFORM_ADMINISTRATOR, ["ONE", "TWO"])],
)
def test_a_token_reads_the_projects_of_its_account(hub, two_projects, make_user, role, codes):
    user = make_user(hub, role)
    with hub:
        FunderProject.objects.create(user=user, project="ONE")
    _token, ask = program(hub, user)
    assert [one["code"] for one in ask("projects").json()["results"]] == codes
    told = {code: ask(f"logframes/{code}").json()["detail"] for code in ("ONE", "TWO")}
    none, not_yours = (
        "No logframe of this project is approved yet.", "There is no project of this code that this token may read.",
    )  # fmt: skip
    assert told == {code: none if code in codes else not_yours for code in ("ONE", "TWO")}


def test_projects_take_as_many_queries_for_thirty_as_for_one(hub, two_projects, make_user):
    with hub:
        _token, secret = make_token(name="x", scopes=["figures"], actor=make_user(hub, Role.NETWORK_COORDINATOR))
    client = TenantClient(hub, HTTP_AUTHORIZATION=f"Bearer {secret}")
    client.get("/api/v1/projects")  # the day of use is kept
    few = count_queries(client, "/api/v1/projects")
    with hub:
        for number in range(30):
            Project.objects.create(code=f"P{number}", **A_PROJECT)
    assert count_queries(client, "/api/v1/projects") == few


def test_what_the_account_loses_the_token_loses(hub, two_projects, make_user):
    user = make_user(hub, Role.NETWORK_COORDINATOR)
    _token, ask = program(hub, user)
    assert ask("projects").status_code == 200
    with hub:
        take_role(user, Role.NETWORK_COORDINATOR)
    lost = ask("projects")
    told = "The account of this token reads no project here any more."
    assert (lost.status_code, lost.json()) == (403, {"detail": told})


@pytest.mark.parametrize("gone", ["left", "deleted", "revoked"])
def test_a_token_of_whom_has_gone_opens_nothing(hub, two_projects, make_user, gone):
    user = make_user(hub, Role.NETWORK_COORDINATOR)
    token, ask = program(hub, user)
    with hub:
        if gone == "left":
            user.is_active = False
            user.save()
        elif gone == "deleted":
            user.delete()
        else:
            ApiToken.objects.filter(pk=token.pk).update(revoked_at="2026-01-01T00:00Z")
    assert ask("projects").status_code == (401 if gone == "revoked" else 403)


def test_the_ngos_tokens_open_nothing_on_the_hub_nor_the_hubs_in_an_ngo(hub, own_ngo, make_user):
    _token, ask = program(hub, make_user(hub, Role.NETWORK_COORDINATOR))
    with own_ngo:
        _token, secret = make_token(name="x", scopes=["figures"], actor=make_user(own_ngo, Role.ADMINISTRATOR))
    strange = {"authorization": f"Bearer {secret}"}
    assert TenantClient(hub).get("/api/v1/projects", headers=strange).status_code == 401
    assert TenantClient(hub).get("/api/v1/projects").json()["detail"]
    assert ask("sessions").json() == {
        "detail": "There is nothing at this address. The page /api/v1/docs lists every address."
    }


def test_a_funder_makes_a_token_sees_it_once_and_revokes_it(hub, sign_in):
    client = sign_in(hub, Role.FUNDER)
    assert "No program has a token." in client.get(PATH).content.decode()
    page = client.post(PATH, {"name": "Tableau de bord"}).content.decode()
    secret = page.partition('<code dir="ltr" class="breakable">')[2].partition("<")[0]
    ask = {"authorization": f"Bearer {secret}"}
    assert TenantClient(hub).get("/api/v1/projects", headers=ask).json() == {"results": [], "next": None}
    assert secret not in client.get(PATH).content.decode()
    with hub:
        token = ApiToken.objects.get()
        assert token.scopes == ["figures"]
    client.post(f"{PATH}{token.pk}/revoke/")
    assert TenantClient(hub).get("/api/v1/projects", headers=ask).status_code == 401


def test_ten_tokens_are_enough_and_a_name_is_asked_for(hub, sign_in):
    client = sign_in(hub, Role.FUNDER)
    assert "This field is required." in unescape(client.post(PATH, {"name": ""}).content.decode())
    for number in range(10):
        client.post(PATH, {"name": f"{number}"})
    page = unescape(client.post(PATH, {"name": "more"}).content.decode())
    assert "You have 10 tokens. Revoke one that is not used any more." in page
    with hub:
        assert ApiToken.objects.count() == 10


@pytest.mark.parametrize("role", [None, Role.LIBRARY_EDITOR])
def test_who_reads_no_project_makes_no_token(hub, sign_in, role):
    assert sign_in(hub, role).post(PATH, {"name": "x"}).status_code == 403
    with hub:
        assert not ApiToken.objects.exists()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_hubs_interface_describes_itself(hub, language):
    page = TenantClient(hub).get("/api/v1/docs", headers={"accept-language": language}).content.decode()
    assert ["GET /api/v1/projects" in page, "GET /api/v1/logframes/{code}" in page, "/api/v1/sessions" in page] == [
        True, True, False,
    ]  # fmt: skip
