"""The demo's project is made once; its NGOs are partners and the hub's funder reads it."""

import datetime

from accounts.models import FunderProject
from accounts.roles import Role
from demo.figures.plan_2019 import PLAN_2019
from demo.projects import CODE, make_projects
from network.models import Project
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
