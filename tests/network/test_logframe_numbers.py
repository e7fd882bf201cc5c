"""A logframe in an NGO: numbers that are typed, corrected and refused, and until when they are counted live."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Role
from impact.models import TypedValue
from network.models import Aim, FrameIndicator, Partner, Project
from sessions.models import AppendOnlyError
from tests.support.files import own_files  # noqa: F401  a folder of each test's own
from tests.support.frames import GOAL, frame_of, make
from tests.support.logframes import LAST, a_file, people, records
from tests.support.queries import count_queries

DAY = datetime.date


@pytest.fixture
def own(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def test_a_number_is_typed_with_its_document_and_corrected(own, own_ngo, own_files):  # noqa: F811
    project = make(own_ngo)
    frame_of(project, "I1")
    indicator = FrameIndicator.objects.get()
    path = f"/en/logframes/{project.pk}/values/{indicator.pk}/"
    given = {"value": "3", "day": "2019-06-30", "document": a_file()}
    assert own.post(path, given).headers["location"] == path
    row = TypedValue.objects.get()
    assert (row.value, row.document_name, len(row.document_digest)) == (3, "registre.pdf", 64)
    assert row.recorded_by == User.objects.get(username="coordinator")
    document = own.get(f"/en/logframes/{project.pk}/documents/{row.uuid}/")
    assert (document.status_code, document.content[:5]) == (200, b"%PDF-")
    assert own.get(f"/media/{row.document}").status_code == 404
    again = f"{path}{row.uuid}/"
    assert own.post(again, given | {"value": "4", "document": a_file(), "reason": "oubli"}).headers["location"] == path
    page = own.get(path).content.decode()
    assert "Correction: oubli" in page
    assert "Corrected since" in page
    twice = own.post(again, given | {"value": "5", "document": a_file(), "reason": "encore"}).content.decode()
    assert "This number was corrected meanwhile. Go back and look again." in twice
    for refused in (row.delete, TypedValue.objects.all().delete, lambda: TypedValue.objects.update(value=9), row.save):
        with pytest.raises(AppendOnlyError):
            refused()


WRONG = {
    "a document of a forbidden type": (
        {"document": SimpleUploadedFile("x.exe", b"MZ")},
        "Files of the type “exe” are not taken. Taken are: pdf, docx, odt, xlsx, ods.",
    ),
    "no document": ({"document": ""}, "This field is required."),
    "another content": (
        {"document": SimpleUploadedFile("x.pdf", b"<html>")}, "What is in this file is not what its name says (pdf).",
    ),
    "before it began": ({"day": "2018-12-31"}, "You take part in the project from 1 January 2019 on."),
    "to come": ({"day": "2098-01-01"}, "This day is still to come."),
    "less than nothing": ({"value": "-1"}, "Ensure this value is greater than or equal to 0."),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_number_is_refused_in_words(own, own_ngo, change, says):
    project = make(own_ngo)
    frame_of(project, "I1")
    given = {"value": "3", "day": "2019-06-30", "document": a_file()} | change
    path = f"/en/logframes/{project.pk}/values/{FrameIndicator.objects.get().pk}/"
    assert says in own.post(path, given).content.decode()
    assert not TypedValue.objects.exists()


def test_a_partner_that_left_and_a_project_that_ended(own, own_ngo):
    project = make(own_ngo, ends=LAST.replace(year=2025))
    Project.objects.filter(pk=project.pk).update(ends=GOAL)
    frame_of(Project.objects.get(pk=project.pk), "I1")
    path = f"/en/logframes/{project.pk}/values/{FrameIndicator.objects.get().pk}/"
    given = {"value": "3", "day": "2026-02-01", "document": a_file()}
    Project.objects.filter(pk=project.pk).update(ends=LAST.replace(year=2025))
    assert "The project ended on 31 December 2025. Write a day before." in own.post(path, given).content.decode()
    Partner.objects.update(left=DAY(2019, 6, 30))
    given |= {"document": a_file()}
    told = own.post(path, given).content.decode()
    assert "You left the project on 30 June 2019. Numbers of days before that are taken." in told
    page = own.get(f"/en/logframes/{project.pk}/").content.decode()
    assert "You left the project on 30 June 2019: what happened until then is counted." in page
    assert "The project ended on 31 December 2025: what happened until then is counted." in page


def test_values_only_under_an_approved_frame(own, own_ngo):
    project = make(own_ngo)
    frame_of(project, "I1", approved=False)
    assert "Numbers are read under a logframe that the funder has approved." in (
        own.get(f"/en/logframes/{project.pk}/").content.decode()
    )
    assert own.get(f"/en/logframes/{project.pk}/values/{FrameIndicator.objects.get().pk}/").status_code == 404


def test_a_project_without_sessions_says_so(own, own_ngo):
    project = make(own_ngo)
    frame_of(project, "I1", figure="ATT")
    assert "No session here belongs to the project yet." in own.get(f"/en/logframes/{project.pk}/").content.decode()


def test_live_stops_where_the_ngo_left(own, own_ngo):
    project = make(own_ngo)
    frame_of(project, "I1", figure="ATT")
    six = people("P", 6, 3, "police")
    records(own_ngo, [("S1", "2019-03-04", 180, "training", "professional", six),
                      ("S2", "2019-09-04", 180, "training", "professional", six)])  # fmt: skip
    path = f"/en/logframes/{project.pk}/"
    assert '">12<span' in own.get(path).content.decode()
    Partner.objects.update(left=DAY(2019, 6, 30))
    assert '">6<span' in own.get(path).content.decode()


def test_as_many_queries_for_thirty_indicators(own, own_ngo):
    project = make(own_ngo)
    frame = frame_of(project, "I1", figure="ATT")
    records(own_ngo, [("S1", "2019-03-04", 180, "training", "professional", people("P", 6, 3, "police"))])
    path = f"/en/logframes/{project.pk}/"
    own.get(path)
    few = count_queries(own, path)
    result = frame.results.get()
    for number in range(29):
        one = FrameIndicator.objects.create(result=result, code=f"X{number}", name_fr="x", figure="ATT")
        Aim.objects.create(indicator=one, kind="target", day=GOAL, value=10)
    assert count_queries(own, path) == few
