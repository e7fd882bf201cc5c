"""Signing in, invitations, roles."""

import pytest

from accounts.invitations import set_password_path
from accounts.limits import TRIES
from accounts.models import User
from accounts.roles import ABILITIES, Ability, Role
from tests.support.clients import TenantClient


@pytest.mark.parametrize(
    ("role", "first_page"),
    [(Role.COORDINATOR, "/fr/today/"), (Role.TRAINER, "/fr/today/"), (Role.REVIEWER, "/admin/"),
     (None, "/fr/me/")],
    ids=str,
)  # fmt: skip
def test_everybody_lands_on_their_own_page(client, make_user, own_ngo, role, first_page):
    make_user(own_ngo, role, "amina")
    response = client.post("/fr/sign-in/", {"username": "amina", "password": "x"})
    assert response.headers["location"] == "/fr/home/"
    assert client.get("/fr/home/").headers["location"] == first_page


@pytest.mark.parametrize(("sent", "lasts"), [({}, 14 * 24 * 3600), ({"shared": "on"}, "")], ids=["own", "shared"])
def test_on_a_shared_phone_the_session_ends_with_the_browser(client, make_user, own_ngo, sent, lasts):
    make_user(own_ngo, None, "amina")
    client.post("/fr/sign-in/", {"username": "amina", "password": "x"} | sent)
    assert client.cookies["sessionid"]["max-age"] == lasts
    assert client.get("/fr/me/").status_code == 200


@pytest.mark.parametrize("username", ["amina", "nobody"], ids=["wrong password", "unknown name"])
def test_a_failed_sign_in_tells_nothing(client, make_user, own_ngo, username):
    make_user(own_ngo, Role.TRAINER, "amina")
    response = client.post("/en/sign-in/", {"username": username, "password": "wrong"})
    assert response.context["form"].non_field_errors() == [
        "This name and this password or PIN do not go together. Check both, capitals included."
    ]


@pytest.mark.parametrize("username", ["amina", "nobody"], ids=["known name", "unknown name"])
def test_too_many_wrong_passwords_close_the_name_for_a_while(client, make_user, own_ngo, username):
    make_user(own_ngo, Role.TRAINER, "amina")
    make_user(own_ngo, Role.REVIEWER, "nadia")
    for _number in range(TRIES):
        client.post("/en/sign-in/", {"username": username, "password": "wrong"})
    response = client.post("/en/sign-in/", {"username": username.upper(), "password": "x"})
    assert response.context["form"].non_field_errors() == ["Too many tries. Wait a quarter of an hour, then try again."]
    assert client.post("/en/sign-in/", {"username": username, "password": "x"}).status_code == 200  # the right one
    assert client.post("/en/sign-in/", {"username": "nadia", "password": "x"}).status_code == 302  # others are free


@pytest.mark.parametrize("path", ["/admin/login/", "/fr/_util/login/"])
def test_the_editor_has_no_sign_in_page_of_its_own(client, path):
    for response in (client.get(f"{path}?next=/admin/"), client.post(f"{path}?next=/admin/", {"username": "amina"})):
        assert response.headers["location"] == "/fr/sign-in/?next=/admin/"


@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/set-password/", "complete/"])
def test_the_editor_resets_no_password(client, path):
    assert client.get(f"/admin/password_reset/{path}", follow=True).status_code == 404


def test_the_stranger_does_not_sign_in_here(make_user, own_ngo, other_ngo):
    make_user(other_ngo, Role.COORDINATOR, "amina")
    response = TenantClient(own_ngo).post("/fr/sign-in/", {"username": "amina", "password": "x"})
    assert response.status_code == 200


def test_a_link_to_choose_a_password_works_once(client, own_ngo):
    path = set_password_path(User.objects.create_user(username="amina", email="amina@example.org"))
    form = client.get(path).headers["location"]
    choice = {"new_password1": "une phrase bien longue", "new_password2": "une phrase bien longue"}
    assert client.post(form, choice).status_code == 302
    assert client.get(path, follow=True).context["validlink"] is False


@pytest.mark.parametrize("role", Role, ids=str)
def test_roles_are_groups_of_every_tenant(own_ngo, make_user, role):
    user = make_user(own_ngo, role)
    assert user.has_perm("wagtailadmin.access_admin") == (Ability.WRITE_CONTENT in ABILITIES[role])


def test_a_table_of_roles_is_in_the_documents():
    """docs/roles.md shows exactly what the code allows."""
    text = open("docs/roles.md", encoding="utf-8").read()  # noqa: SIM115
    lines = text.partition("\n## ")[0].splitlines()  # the table of routes below is tests/config/test_routes.py's
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    heads, table = rows[0][1:], {row[0]: row[1:] for row in rows[1:]}
    assert heads == [ability.value for ability in Ability]
    assert table == {role.value: ["yes" if ability in ABILITIES[role] else "" for ability in Ability] for role in Role}


def test_signing_out_leaves_nothing_behind_back(sign_in, own_ngo):
    client = sign_in(own_ngo)
    response = client.post("/fr/sign-out/")
    assert (response["location"], response["Clear-Site-Data"]) == ("/fr/sign-in/", '"cache"')
    assert client.get("/fr/me/")["location"].startswith("/fr/sign-in/")


@pytest.mark.parametrize("role", [Role.FUNDER, None])
def test_whoever_may_not_edit_is_told_so_once(sign_in, own_ngo, role):
    answer = sign_in(own_ngo, role).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) < 4
