"""The first day: a path for each role that ticks itself, goes when done or put away, and tells nothing of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf
from django.utils import translation

from accounts.first_day.reading import put_away, read_path
from accounts.models import StaffInvitation
from accounts.roles import Role
from certificates.models import Letterhead
from config.middleware import URLCONFS
from courses.sample import add_sample_course
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.courses import new_course
from tests.support.sessions import a_person, a_session, a_slot, present

PAGE = "/fr/first-day/"
HEADING = 'id="first-day"'
OF_NGO = {
    Role.ADMINISTRATOR: ["Who signs, and your logo", "Invite your colleagues", "Have a first course",
                         "Bring in your list of people", "Plan the first session"],
    Role.COORDINATOR: ["Have a first course", "Bring in your list of people", "Plan the first session",
                       "Mark who came"],
    Role.TRAINER: ["Write a first lesson", "Mark who came"],
    Role.REVIEWER: ["Review a first page"],
    Role.FUNDER: ["Your reports"],
}  # fmt: skip
OF_HUB = {
    Role.NETWORK_COORDINATOR: ["Enter the projects", "Put a module into the library"],
    Role.PLATFORM_ADMINISTRATOR: ["Make the first NGO’s space", "Invite your colleagues"],
    Role.LIBRARY_EDITOR: ["Write a module", "Put a module into the library"],
    Role.FUNDER: ["Your projects"],
}
# The page on which each begins.
BEGINS = {
    Role.ADMINISTRATOR: "/fr/today/", Role.COORDINATOR: "/fr/today/", Role.TRAINER: "/fr/today/",
    Role.REVIEWER: "/admin/", Role.FUNDER: "/fr/today/",
}  # fmt: skip


@pytest.fixture
def path_of():
    """What a user is shown: title and whether it is done."""

    def read(user):
        set_urlconf(URLCONFS[user.tenant.kind])
        try:
            with translation.override("en"), user.tenant:
                return {str(step.title): step.is_done for step in read_path(user).steps}
        finally:
            set_urlconf(None)

    return read


@pytest.fixture
def a_member(make_user):
    """A user who knows their tenant, which a user of Django does not."""

    def make(tenant, role):
        user = make_user(tenant, role)
        user.tenant = tenant
        return user

    return make


@pytest.fixture
def signed_in(own_ngo):
    def enter(user):
        client = TenantClient(user.tenant)
        client.force_login(user)
        return client

    return enter


@pytest.mark.parametrize("role", OF_NGO)
def test_each_role_of_an_ngo_has_its_steps_and_none_is_done(own_ngo, other_ngo, a_member, path_of, role):
    with other_ngo:  # what the stranger has done ticks nothing here
        a_session(people=[a_person()])
        new_course("Ailleurs")
        Letterhead.objects.create(signatory="X")
    add_sample_course()  # every NGO starts with it
    assert path_of(a_member(own_ngo, role)) == dict.fromkeys(OF_NGO[role], False)


@pytest.mark.parametrize("role", OF_HUB)
def test_each_role_of_the_hub_has_its_steps(hub, a_member, path_of, role):
    # There are two NGOs.
    assert path_of(a_member(hub, role)) == {title: title == "Make the first NGO’s space" for title in OF_HUB[role]}


def test_each_step_ticks_itself(own_ngo, a_member, path_of):
    member = a_member(own_ngo, Role.ADMINISTRATOR)

    def done():
        return [title for title, is_done in path_of(member).items() if is_done]

    expected = OF_NGO[Role.ADMINISTRATOR]
    Letterhead.objects.create(signatory="Salma Exemple")
    assert done() == expected[:1]
    StaffInvitation.objects.create(email="a@example.org", roles=["trainer"], made_by=member)
    assert done() == expected[:2]
    new_course()
    assert done() == expected[:3]
    Person.objects.create(full_name="Amina Exemple")
    assert done() == expected[:4]
    a_session()
    assert done() == expected


def test_who_is_there_already_is_a_colleague(own_ngo, a_member, path_of):
    member = a_member(own_ngo, Role.ADMINISTRATOR)
    StaffInvitation.objects.create(email="me@example.org", roles=["administrator"])  # of oneself, by nobody here
    assert not path_of(member)["Invite your colleagues"]
    a_member(own_ngo, Role.TRAINER)
    assert path_of(member)["Invite your colleagues"]


def test_a_trainer_marks_for_themselves_the_coordinator_for_all(own_ngo, a_member, path_of):
    trainer, coordinator = a_member(own_ngo, Role.TRAINER), a_member(own_ngo, Role.COORDINATOR)
    person = a_person()
    present(a_slot(person), person)  # by somebody else
    assert (path_of(trainer)["Mark who came"], path_of(coordinator)["Mark who came"]) == (False, True)


@pytest.mark.parametrize("role", BEGINS)
def test_it_stands_on_the_first_page_of_each_until_put_away(own_ngo, a_member, signed_in, role):
    client = signed_in(a_member(own_ngo, role))
    assert client.get("/fr/home/").url.endswith(BEGINS[role])
    assert HEADING in client.get(BEGINS[role]).content.decode()
    answer = client.post("/fr/first-day/put-away/", follow=True)
    assert answer.redirect_chain[-1][0] == BEGINS[role]
    assert HEADING not in answer.content.decode()
    page = client.get(PAGE).content.decode()
    assert 'action="/fr/first-day/show/"' in page
    client.post("/fr/first-day/show/")
    assert HEADING in client.get(BEGINS[role]).content.decode()


@pytest.mark.parametrize(
    ("role", "begins"), [(Role.NETWORK_COORDINATOR, "/fr/today/"), (Role.PLATFORM_ADMINISTRATOR, "/fr/today/"),
                         (Role.LIBRARY_EDITOR, "/admin/"), (Role.FUNDER, "/fr/today/")]
)  # fmt: skip
def test_it_stands_on_the_first_pages_of_the_hub(hub, sign_in, role, begins):
    client = sign_in(hub, role)
    assert client.get("/fr/home/").url.endswith(begins)
    assert HEADING in client.get(begins).content.decode()


@pytest.mark.parametrize(("kind", "address"), [("ngo", "/fr/figures/reports/"), ("hub", "/fr/network/projects/")])
def test_a_funders_line_leads_on(hub, own_ngo, a_member, signed_in, kind, address):
    client = signed_in(a_member(hub if kind == "hub" else own_ngo, Role.FUNDER))
    link = f'<a href="{address}">'
    assert link in client.get(PAGE).content.decode().partition("<main")[2]
    begins = client.get("/fr/today/").content.decode().partition('id="first-day"')[2].partition("</section>")[0]
    assert link in begins
    assert 'id="first-day"' not in client.get(address).content.decode()  # where it leads to


def test_it_is_put_away_for_oneself_alone(own_ngo, a_member, signed_in, make_user):
    user = a_member(own_ngo, Role.COORDINATOR)
    put_away(user)
    assert read_path(user).is_put_away
    other = make_user(own_ngo, Role.COORDINATOR, "second")
    assert not read_path(other).is_put_away


def test_it_goes_when_all_is_done(own_ngo, a_member, signed_in):
    client = signed_in(a_member(own_ngo, Role.COORDINATOR))
    new_course()
    person = a_person()
    present(a_slot(person), person)
    assert HEADING not in client.get(BEGINS[Role.COORDINATOR]).content.decode()
    assert "Tout est fait" in client.get(PAGE).content.decode()


def test_it_costs_one_query_however_much_is_done(own_ngo, a_member):
    user = a_member(own_ngo, Role.ADMINISTRATOR)
    read_path(user)  # chooses the schema
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            read_path(user)
        assert len(captured) == 1
        new_course()
        for number in range(30):
            a_person(f"Personne {number}")


def test_participants_and_strangers_have_none(own_ngo, other_ngo, client, sign_in):
    person = sign_in(own_ngo)
    for method, address in (("get", PAGE), ("post", f"{PAGE}put-away/"), ("post", f"{PAGE}show/")):
        assert getattr(client, method)(address).url.startswith("/fr/sign-in/")
        assert getattr(person, method)(address).status_code == 403
    assert client.get("/fr/first-day/put-away/").status_code == 405


def test_a_session_of_the_stranger_opens_nothing_here(own_ngo, other_ngo, sign_in, client):
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    client.cookies = stranger.cookies
    assert client.get(PAGE).url.startswith("/fr/sign-in/")


@pytest.mark.parametrize(("code", "title"), [("fr", "Premier jour"), ("ar", "اليوم الأول"), ("en", "First day")])
def test_it_speaks_the_readers_language(own_ngo, a_member, signed_in, code, title):
    client = signed_in(a_member(own_ngo, Role.COORDINATOR))
    assert f"<h1>{title}</h1>" in client.get(f"/{code}/first-day/").content.decode()
