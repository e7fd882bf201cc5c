"""Projects of the network: who writes and reads them."""

import datetime
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import FunderProject, User
from accounts.roles import Role
from network.models import Partner, Project, ProjectCycle
from sessions.models import TrainingSession
from tests.support.clients import TenantClient
from tests.support.pictures import phone
from tests.support.projects import make
from tests.support.queries import count_queries
from tests.support.sessions import a_session

DAY = datetime.date
FACTS = {"code": "SAVE", "title_fr": "Repérer", "title_ar": "الرصد", "title_en": "Identify", "grant_number": "AFD 1",
         "countries": ["MA", "FR"], "starts": "2018-01-01", "ends": "2019-12-31"}  # fmt: skip


@pytest.fixture
def coordinator(hub, sign_in):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


# Setting up and changing


def test_a_project_is_set_up_and_shown_in_the_reader_s_language(coordinator):
    answer = coordinator.post("/fr/network/projects/new/", FACTS)
    project = Project.objects.get()
    assert answer.headers["location"] == f"/fr/network/projects/{project.pk}/"
    for language, title in (("fr", "Repérer"), ("ar", "الرصد"), ("en", "Identify")):
        for path in ("", f"{project.pk}/"):
            assert title in coordinator.get(f"/{language}/network/projects/{path}").content.decode()


CODE = "Use letters, digits, “-”, “_” and “.”, a letter or digit first, no spaces."
CHOICE = "Select a valid choice. XX is not one of the available choices."
NO_TITLES = {"title_fr": "", "title_ar": "", "title_en": ""}
WRONG = {
    "no title": (NO_TITLES, "title_fr", "Write the title in one language at least."),
    "backwards": ({"ends": "2017-12-31"}, "ends", "It ends before it begins. Write a later day."),
    "a slip in a year": ({"starts": "0218-01-01"}, "starts", "Write a year from 1990 to 2100."),
    "spaces in the code": ({"code": "S AVE"}, "code", CODE),
    "a code that is taken": ({"code": "amif"}, "__all__", "There is a project with this code. Choose another one."),
    "no country": ({"countries": []}, "countries", "Tick one country at least."),
    "a country that is none": ({"countries": ["XX"]}, "countries", CHOICE),
}  # fmt: skip


@pytest.mark.parametrize(("change", "field", "says"), WRONG.values(), ids=WRONG)
def test_bad_input_is_named_and_nothing_is_written(coordinator, change, field, says):
    make("AMIF")
    answer = coordinator.post("/en/network/projects/new/", FACTS | change)
    assert (answer.status_code, answer.context["form"].errors[field]) == (200, [says])
    assert Project.objects.count() == 1


def test_a_renamed_project_keeps_its_code(coordinator):
    project = make()
    coordinator.post(f"/fr/network/projects/{project.pk}/edit/", FACTS | {"code": "OTHER", "title_fr": "Autre"})
    project.refresh_from_db()
    assert (project.code, project.title_fr) == ("SAVE", "Autre")


def part(coordinator, project, kind, **data):
    return coordinator.post(f"/en/network/projects/{project.pk}/{kind}/add/", data)


def test_prolongations_are_kept_and_go_forward(coordinator):
    project = make(ends=DAY(2019, 12, 31))
    later = {"agreed_on": "2019-11-02", "reason": "Late start"}
    assert part(coordinator, project, "prolongation", ends="2020-06-30", **later).status_code == 302
    again = part(coordinator, project, "prolongation", ends="2020-06-30", **later)
    assert again.context["form"].errors["ends"] == ["The project ends on 30 June 2020 already. Write a later day."]
    part(coordinator, project, "prolongation", ends="2020-12-31", **later)
    assert [one.ends for one in project.prolongations.all()] == [DAY(2020, 6, 30), DAY(2020, 12, 31)]
    assert (project.ends, project.ends_now) == (DAY(2019, 12, 31), DAY(2020, 12, 31))
    page = coordinator.get(f"/en/network/projects/{project.pk}/").content.decode()
    assert all(words in page for words in ("31 December 2019", "30 June 2020", "31 December 2020", "Late start"))
    shorter = coordinator.post(f"/en/network/projects/{project.pk}/edit/", FACTS | {"ends": "2021-01-01"})
    assert "ends" in shorter.context["form"].errors


def test_phases_and_cycles_bear_a_code_once(coordinator):
    project = make()
    for kind in ("phase", "cycle"):
        data = {"code": "one", "title_ar": "المرحلة الأولى", "starts": "2018-01-01", "ends": "2018-12-31"}
        assert part(coordinator, project, kind, **data).status_code == 302
        assert part(coordinator, project, kind, **data).status_code == 200
    phase, cycle = project.phases.get(), project.cycles.get()
    coordinator.post(f"/en/network/projects/{project.pk}/phase/{phase.pk}/", {"code": "one", "title_fr": "Première"})
    assert project.phases.get().titles == {"fr": "Première"}
    coordinator.post(f"/en/network/projects/{project.pk}/cycle/{cycle.pk}/remove/")
    assert not ProjectCycle.objects.exists()


def test_a_logo_is_a_picture_in_the_hub_s_own_files(coordinator, hub, own_ngo):
    project = make()
    bad = part(coordinator, project, "funder", name="Fonds", logo=SimpleUploadedFile("logo.png", b"<svg>", "image/png"))
    assert bad.status_code == 200
    assert bad.context["form"].errors["logo"]
    good = SimpleUploadedFile("logo.png", phone("PNG"), "image/png")
    assert part(coordinator, project, "funder", name="Fonds", logo=good).status_code == 302
    funder = project.funders.get()
    with hub:
        assert b"Auteure" not in default_storage.open(funder.logo.name).read()
    with own_ngo:
        assert not default_storage.exists(funder.logo.name)
    assert coordinator.get(f"/media/{funder.logo.name}").status_code == 200
    assert part(coordinator, project, "funder", name="Fonds").status_code == 200  # a second of this name


def test_partners_join_and_leave(coordinator, own_ngo, other_ngo, hub):
    project = make()
    assert part(coordinator, project, "partner", tenant=own_ngo.pk, joined="2018-02-01").status_code == 302
    partner = project.partners.get()
    assert (partner.tenant, partner.name) == (own_ngo.uuid, own_ngo.name_fr)
    assert (partner.joined, partner.left) == (DAY(2018, 2, 1), None)
    for tenant in (own_ngo, hub):  # once, and no hub
        assert part(coordinator, project, "partner", tenant=tenant.pk, joined="2018-02-01").status_code == 200
    url = f"/en/network/projects/{project.pk}/partner/{partner.pk}/"
    early = coordinator.post(url, {"joined": "2018-02-01", "left": "2018-01-31"})
    assert early.context["form"].errors["left"] == ["It ends before it begins. Write a later day."]
    coordinator.post(url, {"joined": "2018-02-01", "left": "2019-06-30"})
    assert project.partners.get().left == DAY(2019, 6, 30)


def test_what_sessions_belong_to_stays(coordinator, own_ngo):
    project = make(partner=own_ngo)
    a_session(project="SAVE")
    partner = project.partners.get()
    page = coordinator.post(f"/en/network/projects/{project.pk}/partner/{partner.pk}/remove/", follow=True)
    assert "Write the day on which it left instead." in page.content.decode()
    page = coordinator.post(f"/en/network/projects/{project.pk}/delete/", follow=True).content.decode()
    assert f"1 session bears the code of this project ({own_ngo.name})." in page
    TrainingSession.objects.update(project="")
    coordinator.post(f"/en/network/projects/{project.pk}/partner/{partner.pk}/remove/")
    assert not project.partners.exists()
    coordinator.post(f"/en/network/projects/{project.pk}/delete/")
    assert not Project.objects.exists()


# Who may


def paths(project):
    own = f"/en/network/projects/{project.pk}/"
    return {
        "read": ["/en/network/projects/", own],
        "write": ["/en/network/projects/new/", f"{own}edit/", f"{own}delete/", f"{own}phase/add/"],
    }


def test_a_platform_administrator_reads_all_and_writes_none(sign_in, hub):
    found = paths(make())
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    assert [client.get(path).status_code for path in found["read"]] == [200, 200]
    assert {client.post(path, FACTS).status_code for path in found["write"]} == {403}
    assert "New project" not in client.get("/en/network/projects/").content.decode()


def test_a_funder_reads_its_own_alone(sign_in, hub):
    mine, other = make("MINE"), make("OTHER")
    client = sign_in(hub, Role.FUNDER)
    assert "No project is open to your account." in client.get("/en/network/projects/").content.decode()
    with hub:
        FunderProject.objects.create(user=User.objects.get(username="funder"), project="MINE")
    page = client.get("/en/network/projects/").content.decode()
    assert ("Titre MINE" in page, "Titre OTHER" in page) == (True, False)
    assert [client.get(f"/en/network/projects/{one.pk}/").status_code for one in (mine, other)] == [200, 404]
    assert {client.post(path, FACTS).status_code for path in paths(mine)["write"]} == {403}


@pytest.mark.parametrize("role", [Role.LIBRARY_EDITOR, None], ids=str)
def test_nobody_else_of_the_hub(sign_in, hub, role):
    found = paths(make())
    client = sign_in(hub, role)
    assert {client.get(path).status_code for some in found.values() for path in some} == {403}
    assert {TenantClient(hub).get(path).status_code for some in found.values() for path in some} == {302}


def test_an_ngo_has_no_such_page(sign_in, own_ngo):
    found = paths(make(partner=own_ngo))
    client = sign_in(own_ngo, Role.FUNDER)
    assert {client.get(path).status_code for some in found.values() for path in some} == {404}


def test_parts_are_found_in_their_own_project_alone(coordinator):
    one, other = make("ONE"), make("OTHER")
    phase = one.phases.create(code="p", title_fr="P")
    paths = [f"/en/network/projects/{other.pk}/phase/{phase.pk}/", f"/en/network/projects/{one.pk}/nonsense/add/",
             f"/en/network/projects/{one.pk}/prolongation/1/"]  # fmt: skip
    assert [coordinator.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_list_takes_as_many_statements_for_thirty_as_for_one(coordinator, own_ngo):
    make("P0", partner=own_ngo).funders.create(name="Fonds")
    coordinator.get("/en/network/projects/")  # what is remembered of the tenant and the reader
    one = count_queries(coordinator, "/en/network/projects/")
    for number in range(1, 30):
        make(f"P{number}", partner=own_ngo).funders.create(name="Fonds")
    assert count_queries(coordinator, "/en/network/projects/") == one


def test_a_page_takes_as_many_statements_for_thirty_rows_as_for_one(coordinator, own_ngo):
    project = make(partner=own_ngo)

    def more(numbers):
        for number in numbers:
            project.phases.create(code=f"p{number}", title_fr="P")
            project.cycles.create(code=f"c{number}", title_ar="س")
            project.funders.create(name=f"Fonds {number}")
            Partner.objects.create(project=project, tenant=uuid.uuid4(), name="Partie", joined=DAY(2018, 1, 1))

    more([0])
    path = f"/ar/network/projects/{project.pk}/"
    coordinator.get(path)  # what is remembered of the tenant and the reader
    one = count_queries(coordinator, path)
    more(range(1, 30))
    assert count_queries(coordinator, path) == one


def test_an_empty_list_says_what_to_do(coordinator):
    assert 'class="empty"' in coordinator.get("/ar/network/projects/").content.decode()
