"""Writing a logframe, its states, who reads what, and addresses that nobody should write."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.models import FunderProject, User
from accounts.roles import Role
from impact.publishing import open_period
from network.logframes import actions
from network.logframes.alerts import alerts_of
from network.logframes.progress import Point, Word, judge
from network.logframes.published import publications_of
from network.logframes.reading import approved_frame
from network.logframes.table import table_of_network
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Partner
from tests.support.addresses import misfill
from tests.support.frames import frame_of, make
from tests.support.logframes import FIRST, LAST, people, records, typed
from tests.support.periods import publish

DAY = datetime.date


@pytest.fixture
def coordinator(hub, sign_in):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


@pytest.fixture
def own(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


# Writing


def test_a_frame_is_written_submitted_revised_and_approved(coordinator, own_ngo):
    project = make(own_ngo)
    path = f"/en/network/projects/{project.pk}/logframe/"
    partner = project.partners.get()
    assert coordinator.post(f"{path}begin/").headers["location"] == f"{path}write/"
    text = {"statement_fr": "Impact", "statement_ar": "الأثر", "statement_en": "Impact"}
    coordinator.post(f"{path}write/result/add/", {"level": "impact", "code": "IM", **text})
    result = FrameResult.objects.get()
    indicator = {"code": "I1", "name_fr": "Personnes", "figure": "ATT", "unit": "number", "only_kind": "training",
                 "cut_by": ["sex"], "sources_fr": "Feuilles"}  # fmt: skip
    coordinator.post(f"{path}write/result/{result.pk}/indicator/add/", indicator)
    made = FrameIndicator.objects.get()
    assert (made.filters, made.cut_by, made.adds_up) == ({"kind": "training"}, ["sex"], False)
    answer = coordinator.post(f"{path}write/submit/", follow=True).content.decode()
    assert "Without a target: I1. Set one for each, or take the indicator away." in answer
    aim = {"kind": "target", "day": "2030-12-31", "whole": "", f"partner_{partner.pk}": "40", "cell": "sex|f"}
    coordinator.post(f"{path}write/aims/{made.pk}/", aim | {"cell": ""})
    coordinator.post(f"{path}write/aims/{made.pk}/", aim | {f"partner_{partner.pk}": "25"})
    assert sorted(Aim.objects.values_list("axis", "cell", "value")) == [("", "", 40), ("sex", "f", 25)]
    coordinator.post(f"{path}write/submit/")
    assert Logframe.objects.get().state == "pending"
    refused = coordinator.post(f"{path}write/result/{result.pk}/", {"level": "impact", "code": "X", **text})
    assert "This logframe is now “Waits for approval”. Go back and look again." in refused.content.decode()
    coordinator.post(f"{path}write/send-back/", {"note": "préciser l’âge"})
    assert "préciser l’âge" in coordinator.get(f"{path}write/").content.decode()
    coordinator.post(f"{path}write/submit/")
    day = (timezone.localdate() + datetime.timedelta(days=2)).isoformat()
    early = coordinator.post(f"{path}write/approve/", {"approved_on": day, "approved_by": "AFD"})
    assert "This day is still to come." in early.content.decode()
    answer = coordinator.post(f"{path}write/approve/", {"approved_on": "2026-01-15", "approved_by": "AFD, lettre 7"})
    assert answer.headers["location"] == path
    page = coordinator.get(path).content.decode()
    assert "Version 1, approved on 15 January 2026 by AFD, lettre 7." in page
    assert coordinator.get(f"{path}write/").status_code == 404


def test_a_changed_frame_holds_once_it_is_approved_anew(own_ngo):
    project = make(own_ngo)
    first = frame_of(project, "I1", "I2")
    changed = actions.begin_frame(project=project)
    assert [one.code for one in changed.results.get().indicators.all()] == ["I1", "I2"]
    assert Aim.objects.filter(indicator__result__logframe=changed).count() == 2
    with pytest.raises(ValidationError, match="déjà"):
        actions.begin_frame(project=project)
    changed.results.get().indicators.get(code="I2").delete()
    assert approved_frame(project) == first
    actions.submit_frame(frame=changed)
    actions.approve_frame(frame=changed, on=DAY(2020, 1, 1), by="AFD")
    assert (approved_frame(project), approved_frame(project).number) == (changed, 2)
    assert first.results.get().indicators.count() == 2


def test_bad_input_is_named(coordinator, own_ngo):
    project = make(own_ngo)
    frame = frame_of(project, approved=False, figure="S_HELD")
    path = f"/en/network/projects/{project.pk}/logframe/write/"
    indicator, partner = FrameIndicator.objects.get(), project.partners.get()
    base = {"kind": "baseline", "day": "2019-01-01", "whole": "5"}
    coordinator.post(f"{path}aims/{indicator.pk}/", base)

    def says(**change):
        return coordinator.post(f"{path}aims/{indicator.pk}/", base | change).content.decode()

    low = says(kind="target", day="2030-01-01", whole="3")
    assert "The project as a whole: 3 lies below the baseline of 5, and this measure rises." in low
    assert "lies after the day of the baseline" in says(kind="target", day="2019-01-01", whole="30")
    late = says(kind="target", day="2099-01-01", whole="30")
    assert "The project goes from 1 January 2019 to 31 December 2098." in late
    Partner.objects.filter(pk=partner.pk).update(left=DAY(2020, 6, 30))
    left = says(kind="target", day="2021-01-01", whole="", **{f"partner_{partner.pk}": "30"})
    assert f"{own_ngo.name} left the project on 30 June 2020." in left.replace("&#x27;", "’")
    result = frame.results.get()
    add = f"{path}result/{result.pk}/indicator/add/"
    same = coordinator.post(add, {"code": "i1", "name_fr": "x", "unit": "number"}).content.decode()
    assert "There is an indicator with this code. Choose another one." in same
    cut = coordinator.post(add, {"code": "I9", "name_fr": "x", "unit": "number", "figure": "PH", "cut_by": ["sex"]})
    assert "Only these are told apart: Attendances, People reached, People trained." in cut.content.decode()
    typed_one = {"code": "I9", "name_fr": "x", "unit": "number", "figure": "", "only_kind": "training"}
    wrong = coordinator.post(add, typed_one)
    assert "A number that is typed has no filters." in wrong.content.decode()


def test_a_closed_project_has_no_new_frame(coordinator, own_ngo):
    project = make(own_ngo, ends=LAST)
    answer = coordinator.post(f"/en/network/projects/{project.pk}/logframe/begin/", follow=True).content.decode()
    assert "The project ended on 31 December 2019. Prolong it before its logframe is changed." in answer
    assert not Logframe.objects.exists()


# Who reads what


def test_a_stranger_finds_nothing(own_ngo, other_ngo, sign_in):
    project = make(own_ngo)
    frame_of(project, "I1")
    with own_ngo:
        row = typed(project, "I1", DAY(2019, 6, 30), "3")
    stranger, indicator = sign_in(other_ngo, Role.COORDINATOR), FrameIndicator.objects.get()
    for path in ("", f"values/{indicator.pk}/", f"values/{indicator.pk}/{row.uuid}/", f"documents/{row.uuid}/",
                 "files/pdf/"):  # fmt: skip
        assert stranger.get(f"/en/logframes/{project.pk}/{path}").status_code == 404
    assert "Repérer" not in stranger.get("/en/logframes/").content.decode()


def test_a_funder_reads_what_is_published_of_its_projects(hub, own_ngo, other_ngo, sign_in):
    project, another = make(own_ngo, other_ngo), make(other_ngo, code="AUTRE")
    frame_of(project, "I1", figure="ATT")
    frame_of(another, "I1", figure="ATT")
    funder, path = sign_in(hub, Role.FUNDER), f"/en/network/projects/{project.pk}/logframe/"
    with hub:
        FunderProject.objects.create(user=User.objects.get(username="funder"), project="REPERER")
    records(own_ngo, [("S1", "2019-03-04", 180, "training", "professional", people("P", 6, 3, "police"))])
    assert funder.get(f"/en/network/projects/{another.pk}/logframe/").status_code == 404
    page = funder.get(path).content.decode()
    assert "nothing published yet" in page
    assert "To be looked at" not in page
    with own_ngo:
        publish(open_period(start=FIRST, end=LAST))
    page = funder.get(path).content.decode()
    assert f"Published by: {own_ngo.name}." in page.replace("&#x27;", "’")
    assert "at least" not in page
    asked = funder.get(f"{path}?from=2020-01-01&to=2020-12-31").content.decode()
    assert "Nothing is published for 2020. Choose one of the published periods." in asked
    asked = funder.get(f"{path}?from=2020-01-01&to=soon").content.decode()
    assert "These are no dates that can be read. Choose one of the published periods." in asked
    told = funder.get(f"{path}files/eu/?from=2020-01-01&to=2020-12-31", follow=True).content.decode()
    assert "Nothing is published for 2020." in told
    assert funder.get(f"{path}files/exe/").status_code == 404
    assert funder.get(f"{path}write/").status_code == 403


def test_typed_numbers_of_few_people_are_hidden_outside(hub, own_ngo, other_ngo, coordinator):
    project = make(own_ngo, other_ngo)
    frame_of(project, "I1", unit="people")
    for tenant, value in ((own_ngo, "3"), (other_ngo, "12")):
        with tenant:
            typed(project, "I1", DAY(2019, 6, 30), value)
            publish(open_period(start=FIRST, end=LAST))
    with translation.override("en"):
        table = table_of_network(project, approved_frame(project), publications_of(project))
    (row,) = table.rows
    assert (row.whole.text, sorted(line.text for line in row.partners)) == ("at least 12", ["12", "not shown"])
    assert row.whole.progress is None


def test_alerts(hub, own_ngo, other_ngo):
    project = make(own_ngo, other_ngo)
    frame_of(project, "I1", approved=False, figure="S_HELD")
    Aim.objects.update(day=DAY(2020, 1, 31))
    frame = Logframe.objects.get()
    actions.submit_frame(frame=frame)
    actions.approve_frame(frame=frame, on=DAY(2019, 1, 15), by="AFD")
    for tenant in (own_ngo, other_ngo):
        records(tenant, [("S1", "2019-03-04", 180, "training", "professional", people("P", 6, 3, "police"))])
    with own_ngo:
        publish(open_period(start=FIRST, end=LAST))
        publish(open_period(start=DAY(2020, 1, 1), end=DAY(2020, 3, 31)))
    Partner.objects.filter(tenant=other_ngo.uuid).update(left=DAY(2025, 6, 30))
    with translation.override("en"):
        every = publications_of(project)
        table = table_of_network(project, approved_frame(project), every)
        told = [one.text for one in alerts_of(table, every)]
    assert told == [
        "I1 is late: 1 of 10, when 10 were to be expected.",
        f"{other_ngo.name_fr} has handed in no period with 31 January 2020 in it.",
        f"{other_ngo.name_fr} left the project on 30 June 2025: what it published of days before stays in the sums.",
    ]


# Progress


START, END = Point(DAY(2020, 1, 1), 0), Point(DAY(2020, 12, 31), 100)
HALF = Point(DAY(2020, 7, 1), 20)
JUDGED = {
    "on the line": ((START, [], END, 50, DAY(2020, 7, 1)), Word.ON_THE_WAY, 50),
    "behind it": ((START, [], END, 44, DAY(2020, 7, 1)), Word.LATE, 44),
    "before it": ((START, [], END, 60, DAY(2020, 7, 1)), Word.AHEAD, 60),
    "by a milestone": ((START, [HALF], END, 20, DAY(2020, 7, 1)), Word.ON_THE_WAY, 20),
    "nothing yet": ((START, [], END, 0, DAY(2020, 7, 1)), Word.NOT_BEGUN, 0),
    "nothing at the end": ((START, [], END, 0, DAY(2020, 12, 31)), Word.LATE, 0),
    "reached early": ((START, [], END, 100, DAY(2020, 12, 1)), Word.AHEAD, 100),
    "reached on its day": ((START, [], END, 100, DAY(2021, 2, 1)), Word.ON_THE_WAY, 100),
    "falling, on the line": ((Point(START.day, 100), [], Point(END.day, 0), 50, DAY(2020, 7, 1)), Word.ON_THE_WAY, 50),
    "falling, behind": ((Point(START.day, 100), [], Point(END.day, 0), 90, DAY(2020, 7, 1)), Word.LATE, 10),
    "falling, it rose": ((Point(START.day, 100), [], Point(END.day, 0), 110, DAY(2020, 7, 1)), Word.LATE, -10),
}


@pytest.mark.parametrize(("given", "word", "percent"), JUDGED.values(), ids=JUDGED)
def test_progress_in_a_word(given, word, percent):
    found = judge(*given)
    assert (found.word, found.percent) == (word, percent)


# Addresses that nobody should write


HUB_ROUTES = [
    "", "write/", "write/result/add/", "write/result/<int:row>/", "write/result/<int:result>/indicator/add/",
    "write/result/<int:result>/indicator/<int:row>/", "write/aims/<int:row>/", "files/<str:file_format>/",
    "write/send-back/", "write/approve/",
]  # fmt: skip
NGO_ROUTES = [
    "", "values/<int:row>/", "values/<int:row>/<uuid:value>/", "documents/<uuid:value>/", "files/<str:file_format>/",
]  # fmt: skip


def test_odd_addresses_are_not_found(coordinator, own, own_ngo):
    project = make(own_ngo)
    frame_of(project, "I1")
    actions.begin_frame(project=project)
    for client, base, routes in (
        (coordinator, "en/network/projects/<int:pk>/logframe/", HUB_ROUTES),
        (own, "en/logframes/<int:pk>/", NGO_ROUTES),
    ):  # fmt: skip
        for route in routes:
            whole = [*misfill(base + route), *misfill(base.replace("<int:pk>", str(project.pk)) + route)]
            assert {(path, client.get(path).status_code) for path in whole} == {(path, 404) for path in whole}


@pytest.mark.parametrize("query", ["from=x", "from=2019-01-01", "from=0001-01-01&to=9999-12-31", "to=2019-12-31"])
def test_odd_dates_are_told_in_words(own, own_ngo, query):
    project = make(own_ngo)
    frame_of(project, "I1")
    page = own.get(f"/en/logframes/{project.pk}/?{query}").content.decode()
    assert "These are no dates that can be read." in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_in_every_language(coordinator, own, own_ngo, language):
    project = make(own_ngo)
    frame = frame_of(project, "I1", figure="ATT", cut_by=["sex", "disability", "region", "category_group"])
    changed = actions.begin_frame(project=project)
    result, (one,) = changed.results.get(), FrameIndicator.objects.filter(result__logframe=changed)
    base = f"/{language}/network/projects/{project.pk}/logframe/"
    for path in (
        "", "write/", "write/result/add/", f"write/result/{result.pk}/", f"write/aims/{one.pk}/",
        f"write/result/{result.pk}/indicator/{one.pk}/", "write/approve/", "files/eu/", "files/docx/",
    ):  # fmt: skip
        assert coordinator.get(f"{base}{path}").status_code == 200
    typed_one = FrameIndicator.objects.create(result=frame.results.get(), code="T", name_fr="x")
    for path in ("", f"{project.pk}/", f"{project.pk}/values/{typed_one.pk}/", f"{project.pk}/files/afd/"):
        assert own.get(f"/{language}/logframes/{path}").status_code == 200
