"""Plugs the network into the extension points of the apps below."""

from accounts.extension_points import register_projects as register_projects_of_funders
from accounts.first_day.steps import register_step
from accounts.today.parts import register_today
from impact.counting import register_memory
from impact.views.parts import register_page
from network.first_day import COURSE, FUNDED, LIBRARY, MODULE, PROJECTS
from network.hindrances import periods_under_way
from network.logframes.pages import pages_of_logframes
from network.logframes.today import logframes_of_the_day
from network.projects.reading import code_of_project, projects_here
from network.projects.today import projects_of_the_day
from network.remembering import recall
from network.today import network_of_the_day
from sessions.projects import register_projects
from tenants.lifecycle import register_hindrance


def plug_in() -> None:
    """Once, as Django is set up."""
    register_today(network_of_the_day, key="network", order=50)
    register_today(logframes_of_the_day, key="logframes", order=25)
    register_today(projects_of_the_day, key="projects", order=45)
    register_page(pages_of_logframes, key="logframes")
    register_memory(recall)
    for step in (PROJECTS, FUNDED):
        register_step(step, order=10)
    for step in (COURSE, MODULE, LIBRARY):
        register_step(step, order=30)
    register_projects(projects_here)
    register_projects_of_funders(code_of_project)
    register_hindrance(periods_under_way)
