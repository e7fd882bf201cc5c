"""Logframes and the question of disability as people see them: hub and NGO, both languages, both sizes."""

import datetime

import pytest

from accounts.roles import Role
from impact.publishing import open_period
from network.logframes.actions import begin_frame
from network.models import Aim, FrameIndicator, FrameResult, Partner, Project
from people.disability import ask, declare
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.logframes import people, records
from tests.support.periods import publish

DAY = datetime.date
SIZES = (LAPTOP, PHONE)


@pytest.fixture
def project(own_ngo, make_user):
    """Approved and under way, of an NGO that has published a year and left in it."""
    made = Project.objects.create(
        code="REPERER", title_fr="Repérer", title_ar="الرصد", starts=DAY(2019, 1, 1), ends=DAY(2098, 12, 31),
        countries=["MA"],
    )  # fmt: skip
    Partner.objects.create(project=made, tenant=own_ngo.uuid, name=own_ngo.name_fr, joined=DAY(2019, 1, 1))
    frame = begin_frame(project=made)
    result = FrameResult.objects.create(
        logframe=frame, level="output", code="OP1", statement_fr="Des formations", assumptions_fr="Les locaux restent"
    )
    for code, figure, cut_by in (("I1", "ATT", ["sex"]), ("I2", "", []), ("I3", "TRAINED", [])):
        one = FrameIndicator.objects.create(
            result=result, code=code, figure=figure, cut_by=cut_by, name_fr=f"Mesure {code}", sources_fr="Feuilles"
        )
        for kind, day, value in (("baseline", DAY(2019, 1, 1), 0), ("milestone", DAY(2019, 12, 31), 90),
                                 ("target", DAY(2030, 12, 31), 900)):  # fmt: skip
            Aim.objects.create(indicator=one, kind=kind, day=day, value=value)
    frame.state, frame.approved_on, frame.approved_by = "approved", DAY(2019, 1, 15), "AFD"
    frame.save()
    begin_frame(project=made)
    records(own_ngo, [("S1", "2019-03-04", 180, "training", "professional", people("P", 12, 6, "police"))])
    publish(open_period(start=DAY(2019, 1, 1), end=DAY(2019, 12, 31)))
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    return made


def look(page, address):
    assert page.goto(address).status == 200, address
    for size in SIZES:
        page.set_viewport_size(size)
        check(page)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_in_the_hub(site, hub, project, make_user, open_page, language):
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    page = open_page(LAPTOP)
    base = f"/{language}/network/projects/{project.pk}/logframe/"
    sign_in(page, site(hub, f"/{language}/sign-in/?next={base}"), "network")
    one = FrameIndicator.objects.filter(code="I1").last()
    for path in ("", "?from=2018-01-01&to=2018-12-31", "write/", "write/result/add/", f"write/aims/{one.pk}/",
                 f"write/result/{one.result_id}/indicator/{one.pk}/"):  # fmt: skip
        look(page, site(hub, base + path))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_in_the_ngo(site, own_ngo, project, open_page, language):
    who = Person.objects.first()
    ask(asked=True, actor=None)
    declare(person=who, value="yes")
    page = open_page(LAPTOP)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/logframes/"), "administrator")
    typed = FrameIndicator.objects.filter(code="I2").first()
    for path in ("logframes/", f"logframes/{project.pk}/", f"logframes/{project.pk}/values/{typed.pk}/",
                 "people/disability/", f"people/{who.uuid}/disability/"):  # fmt: skip
        look(page, site(own_ngo, f"/{language}/{path}"))
