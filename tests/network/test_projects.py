"""Projects of the network: who writes and reads them, what a session may choose, codes that none knows."""

import datetime
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import FunderProject, User
from accounts.roles import Role
from impact.presentation import FigureQuery
from impact.quality import find_gaps
from network.models import Partner, Project, ProjectCycle
from sessions.forms import SessionForm
from sessions.models import TrainingSession
from sessions.projects import titled
from sessions.records.actions import import_rows
from tests.reference.rows import session, slot, workbook
from tests.support.clients import TenantClient
from tests.support.pictures import phone
from tests.support.queries import count_queries
from tests.support.sessions import a_session, a_user

DAY = datetime.date
FACTS = {"code": "SAVE", "title_fr": "Repérer", "title_ar": "الرصد", "title_en": "Identify", "grant_number": "AFD 1",
         "countries": ["MA", "FR"], "starts": "2018-01-01", "ends": "2019-12-31"}  # fmt: skip


def make(code="SAVE", partner=None, **facts):
    project = Project.objects.create(
        **{"code": code, "title_fr": f"Titre {code}", "starts": DAY(2018, 1, 1), "ends": DAY(2098, 12, 31)} | facts
    )
    if partner:
        Partner.objects.create(project=project, tenant=partner.uuid, name=partner.name_fr, joined=DAY(2018, 1, 1))
    return project


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


# In the sessions of an NGO


def choices(language="fr", **form):
    """Code and label, group after group; None where it is typed."""
    with translation.override(language):
        field = SessionForm(actor=a_user(str(uuid.uuid4())), **form).fields["project"]
        if not hasattr(field, "choices"):
            return None
        groups = [(str(name), some) if isinstance(some, list) else ("", [(name, some)]) for name, some in field.choices]
        return [(group, code, str(label)) for group, some in groups for code, label in some]


def test_a_session_chooses_from_the_ngo_s_projects_by_their_titles(own_ngo, other_ngo):
    make("SAVE", partner=own_ngo, title_ar="الرصد")
    make("ENDED", partner=own_ngo, ends=DAY(2019, 1, 1))
    left = make("LEFT", partner=own_ngo)
    left.partners.update(left=DAY(2020, 1, 1))
    make("THEIRS", partner=other_ngo)
    make("NOBODY")
    found = choices()
    assert [entry[:2] for entry in found] == [
        ("", ""), ("En cours", "SAVE"), ("Finis, ou quittés", "ENDED"), ("Finis, ou quittés", "LEFT"),
    ]  # fmt: skip
    assert (found[1][2], choices("ar")[1][2]) == ("\u2068Titre SAVE\u2069 · SAVE", "\u2068الرصد\u2069 · SAVE")


def test_where_an_ngo_is_in_no_project_its_code_is_typed_as_ever(own_ngo, other_ngo):
    make(partner=other_ngo)
    assert choices() is None


def test_another_ngo_s_project_cannot_be_chosen(sign_in, own_ngo, other_ngo):
    make("SAVE", partner=own_ngo)
    make("THEIRS", partner=other_ngo)
    client = sign_in(own_ngo, Role.COORDINATOR)
    data = {"title": "S", "kind": "training", "audience": "professional", "role": "organised", "uuid": uuid.uuid4(),
            "half_days-TOTAL_FORMS": 1, "half_days-INITIAL_FORMS": 0, "half_days-0-date": "2019-05-06",
            "half_days-0-part": "morning", "half_days-0-minutes": 180}  # fmt: skip
    answer = client.post(reverse("sessions:new"), data | {"project": "THEIRS"})
    assert answer.context["form"].errors["project"] == ["Choisissez l’un des projets de la liste."]
    assert "THEIRS" not in client.get(reverse("sessions:new")).content.decode()
    client.post(reverse("sessions:new"), data | {"project": "SAVE"})
    assert TrainingSession.objects.get().project == "SAVE"


def test_a_code_that_is_there_stays_until_another_is_chosen(own_ngo):
    make("SAVE", partner=own_ngo)
    found = choices(session=a_session(project="OLD"))
    assert found[-1] == ("", "OLD", "OLD (aucun de vos projets)")


def test_cycles_of_projects_are_offered_beside_our_own(own_ngo):
    make("SAVE", partner=own_ngo).cycles.create(code="tour", title_fr="Le tour")
    assert SessionForm(actor=a_user("x")).cycles == [("tour", "Le tour")]


NEW = {"title": "S", "kind": "training", "audience": "professional", "role": "organised",
       "half_days-TOTAL_FORMS": 1, "half_days-INITIAL_FORMS": 0, "half_days-0-date": "2019-05-06",
       "half_days-0-part": "morning", "half_days-0-minutes": 180}  # fmt: skip


def test_a_session_chooses_a_phase_of_its_own_project(sign_in, own_ngo, other_ngo):
    make("SAVE", partner=own_ngo).phases.create(code="p1", title_fr="Démarrage", title_ar="الانطلاق")
    make("OTHER", partner=own_ngo).phases.create(code="p2", title_fr="Suite")
    make("THEIRS", partner=other_ngo).phases.create(code="p3", title_fr="Ailleurs")
    client, new = sign_in(own_ngo, Role.COORDINATOR), reverse("sessions:new")
    page = client.get(new).content.decode()
    assert ["\u2068Démarrage\u2069 · p1" in page, "Ailleurs" in page] == [True, False]
    for project, phase in (("OTHER", "p1"), ("", "p1"), ("SAVE", "p3")):
        answer = client.post(new, NEW | {"uuid": uuid.uuid4(), "project": project, "phase": phase})
        assert list(answer.context["form"].errors) == ["phase"]
    client.post(new, NEW | {"uuid": uuid.uuid4(), "project": "SAVE", "phase": "p1"})
    found = TrainingSession.objects.get()
    assert (found.project, found.phase) == ("SAVE", "p1")
    shown = client.get(reverse("sessions:detail", args=[found.uuid])).content.decode()
    assert "<bdi>Titre SAVE · SAVE</bdi> · <bdi>p1</bdi>" in shown


def test_without_phases_none_is_asked_for(own_ngo):
    make("SAVE", partner=own_ngo)
    form = SessionForm(actor=a_user("x"))
    assert (form["phase"].is_hidden, form.fields["phase"].choices) == (True, [("", "Sans phase")])


def test_a_phase_that_is_gone_stays_until_another_is_chosen(own_ngo):
    make("SAVE", partner=own_ngo).phases.create(code="p1", title_fr="Démarrage")
    form = SessionForm(actor=a_user("x"), session=a_session(project="SAVE", phase="gone"))
    assert (form["phase"].value(), form.fields["phase"].choices[-1]) == ("gone", ("gone", "gone"))


def test_a_typed_code_is_explained_and_those_typed_before_are_offered(sign_in, own_ngo):
    for code in ("B-2", "A-1", "B-2"):
        a_session(project=code)
    page = sign_in(own_ngo, Role.COORDINATOR).get(reverse("sessions:new")).content.decode()
    assert [f'<option value="{code}">' in page for code in ("A-1", "B-2")] == [True, True]
    assert "Votre association n’est partenaire d’aucun projet du réseau" in page


@pytest.mark.parametrize(("language", "title"), [("fr", "Repérer"), ("ar", "الرصد"), ("en", "Repérer")])
def test_figures_name_a_project_by_its_title_and_code(sign_in, own_ngo, other_ngo, language, title):
    make("SAVE", partner=own_ngo, title_fr="Repérer", title_ar="الرصد")
    make("THEIRS", partner=other_ngo)
    a_session(project="SAVE", on=-40)
    a_session(project="THEIRS", on=-40)
    page = sign_in(own_ngo, Role.COORDINATOR).get(f"/{language}/figures/").content.decode()
    assert f">{title} · SAVE</option>" in page
    assert ">THEIRS</option>" in page  # a code of nobody here


def test_the_hub_knows_the_titles_of_all(hub, other_ngo):
    make("SAVE", partner=other_ngo)
    with hub:
        assert (titled("SAVE"), titled("NONE")) == ("Titre SAVE · SAVE", "NONE")


def test_the_form_takes_as_many_statements_for_thirty_projects_as_for_one(sign_in, own_ngo):
    make("P0", partner=own_ngo)
    client = sign_in(own_ngo, Role.COORDINATOR)
    client.get(reverse("sessions:new"))  # what is remembered of the tenant and the reader
    one = count_queries(client, reverse("sessions:new"))
    for number in range(1, 30):
        make(f"P{number}", partner=own_ngo)
    assert count_queries(client, reverse("sessions:new")) == one


# Codes of no project


def bring(tenant, **codes):
    import_rows(tenant=tenant, rows=workbook(
        sessions=[session(ref, project=code, state="planned") for ref, code in codes.items()],
        slots=[slot(ref, 1, "2019-05-06") for ref in codes],
    ))  # fmt: skip


def test_a_workbook_s_unknown_codes_are_accepted_and_a_gap(own_ngo, other_ngo, coordinator):
    make("SAVE", partner=own_ngo)
    make("THEIRS", partner=other_ngo)
    bring(own_ngo, S1="SAVE", S2="THEIRS", S3="NEW", S4=None)
    bring(other_ngo, S1="THEIRS")
    with translation.override("en"):
        gaps = {str(gap.title): gap for gap in find_gaps(FigureQuery.read({"year": "2019"}, 2019))}
    gap = gaps["Sessions whose project is none of yours"]
    assert (gap.count, [place.title for place in gap.links]) == (2, ["Session S2", "Session S3"])
    page = coordinator.get("/en/network/projects/")
    assert [[cell.value for cell in row] for row in page.context["unknown"].rows] == [[own_ngo.name, "2", "2"]]
    assert "Session S2" not in page.content.decode()
