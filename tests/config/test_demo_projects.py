"""The demo's project is made once; its NGOs are partners and the hub's funder reads it."""

import datetime

from accounts.models import FunderProject
from accounts.roles import Role
from demo.figures.plan_2019 import PLAN_2019
from demo.logframe import make_logframe
from demo.projects import CODE, make_projects
from network.models import Logframe, Project
from network.projects.reading import readable


def test_the_project_of_the_demo(hub, make_user):
    funder = make_user(hub, Role.FUNDER)
    with hub:
        make_projects()
        make_projects()
        assert FunderProject.objects.get().user == funder
        assert [str(project) for project in readable(funder)] == ["SAVE : repérer, accueillir, orienter"]
    project = Project.objects.get()
    assert (project.code, project.ends_now) == (CODE, datetime.date(2027, 12, 31))
    assert [(one.code, one.ends >= one.starts) for one in (*project.phases.all(), *project.cycles.all())] == [
        ("reperage", True), ("droit", True), ("save-2019", True),
    ]  # fmt: skip
    assert {one.project for plans in PLAN_2019.values() for one in plans} == {None, CODE}


def test_its_logframe_is_approved_once_and_read_in_every_language(hub, sign_in):
    with hub:
        make_projects()
        make_logframe()
        make_logframe()
    frame = Logframe.objects.get()
    assert (frame.state, frame.results.count()) == ("approved", 3)
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    for language, says in (("fr", "Séances tenues"), ("ar", "الحصص المنعقدة"), ("en", "Sessions held")):
        page = client.get(f"/{language}/network/projects/{frame.project_id}/logframe/").content.decode()
        assert says in page
